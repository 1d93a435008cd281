// What is given back, of which use, and why.
import type { Refund } from '../../shared/api/hiroba';
import { shortDate, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { refundsDue } from './states';
import type { ApplicationView } from './WithApplication';

export function Refunds({ application, facility }: ApplicationView) {
  if (application.refunds.length === 0) return null;
  const dateOf = ({ booking_id }: Refund) => {
    const booking = application.bookings.find((candidate) => candidate.booking_id === booking_id);
    return booking ? shortDate(booking.date) : '';
  };
  return (
    <section aria-labelledby="refunds-title">
      <h2 id="refunds-title">{t('resident.refunds.title')}</h2>
      <table class="fee">
        <thead>
          <tr><th scope="col">{t('shared.fee.line')}</th><th scope="col" class="number">{t('shared.fee.amount')}</th></tr>
        </thead>
        <tbody>
          {application.refunds.map((refund) => (
            <tr key={refund.refund_id}>
              <th scope="row">
                {t(`resident.refunds.${refund.ground}`, { date: dateOf(refund), percent: refund.percent })}
                {refund.state === 'set_off' && <span class="fee__count">{t('resident.refunds.set_off')}</span>}
                {refund.state === 'taken_back' && <span class="fee__count">{t('resident.refunds.taken_back')}</span>}
                <span class="fee__article">{t('shared.fee.article', { article: townText(refund.article) })}</span>
              </th>
              <td class="number">{refund.state === 'due' ? yen(refund.yen) : <s>{yen(refund.yen)}</s>}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr><th scope="row">{t('resident.refunds.due')}</th><td class="number fee__total">{yen(refundsDue(application))}</td></tr>
        </tfoot>
      </table>
      <p>{t('resident.refunds.help', { phone: facility.phone })}</p>
    </section>
  );
}
