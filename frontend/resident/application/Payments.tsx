// What was paid so far, part by part, and what is left to pay until when.
import { deadline, shortDate, yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { paymentsMade } from './payments_made';
import type { ApplicationView } from './WithApplication';

export function Payments({ application }: ApplicationView) {
  const standing = paymentsMade(application);
  if (standing === undefined) return null;
  const { payments, paid_yen, left } = standing;
  return (
    <section aria-labelledby="payments-title">
      <h2 id="payments-title">{t('resident.payments.title')}</h2>
      <table class="fee">
        <thead>
          <tr><th scope="col">{t('resident.payments.payment')}</th><th scope="col" class="number">{t('shared.fee.amount')}</th></tr>
        </thead>
        <tbody>
          {payments.map(({ payment_id, method, received_on, amount_yen, undone }) => (
            <tr key={payment_id}>
              <th scope="row">
                {t('resident.payments.by', { date: shortDate(received_on), method: t(`common.method.${method}`) })}
                {undone && <span class="fee__count">{t('resident.payments.undone')}</span>}
              </th>
              <td class="number">{undone ? <s>{yen(amount_yen)}</s> : yen(amount_yen)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr><th scope="row">{t('resident.payments.paid')}</th><td class="number fee__total">{yen(paid_yen)}</td></tr>
          {left && (
            <tr>
              <th scope="row">
                {t('resident.payments.left')}
                {left.due_at_ms !== null && <span class="fee__count">{t('resident.payments.until', { until: deadline(left.due_at_ms) })}</span>}
              </th>
              <td class="number fee__total">{yen(left.yen)}</td>
            </tr>
          )}
        </tfoot>
      </table>
      <p class="note">{t('resident.payments.receipts')}</p>
    </section>
  );
}
