// What is given back, of which use, and why.
import type { Refund } from '../../shared/api/hiroba';
import { shortDate, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { isVoid, refundWord } from './refund_standing';
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
                <span class="fee__count">{t(refundWord(refund))}</span>
                {townText(refund.article) !== '' && <span class="fee__article">{t('shared.fee.article', { article: townText(refund.article) })}</span>}
              </th>
              <td class="number">{isVoid(refund) ? <s>{yen(refund.yen)}</s> : yen(refund.yen)}</td>
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
