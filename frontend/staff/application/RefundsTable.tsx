// What of this application is due for refund, on which ground and by which article.
import type { Booking, Refund } from '../../shared/api/hiroba';
import { to } from '../../shared/app/router';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { instantText, timesText } from '../parts/place_text';

export function RefundsTable({ refunds, bookings }: { refunds: readonly Refund[]; bookings: readonly Booking[] }) {
  const timeOf = (id: string | null) => {
    const booking = bookings.find(({ booking_id }) => booking_id === id);
    return booking ? timesText(booking) : t('staff.none');
  };
  return (
    <>
      <h2 id="refunds-title">{t('staff.refunds.title')}</h2>
      <div class="table-frame" role="region" aria-labelledby="refunds-title" tabIndex={0}>
        <table class="list list--cards">
          <thead>
            <tr>
              <th scope="col">{t('staff.panel.time')}</th>
              <th scope="col">{t('staff.refunds.ground')}</th>
              <th scope="col" class="number">{t('staff.refunds.percent')}</th>
              <th scope="col" class="number">{t('staff.refunds.amount')}</th>
              <th scope="col">{t('staff.refunds.article')}</th>
              <th scope="col">{t('staff.refunds.state')}</th>
              <th scope="col">{t('staff.refunds.since')}</th>
            </tr>
          </thead>
          <tbody>
            {refunds.map((refund) => (
              <tr key={refund.refund_id}>
                <th scope="row" class="list__time">{timeOf(refund.booking_id)}</th>
                <td data-label={t('staff.refunds.ground')}>{t(`staff.refunds.ground_${refund.ground}`)}</td>
                <td class="number" data-label={t('staff.refunds.percent')}>{refund.percent}%</td>
                <td class="number" data-label={t('staff.refunds.amount')}>{yen(refund.yen)}</td>
                <td class="list__words" data-label={t('staff.refunds.article')}>{townText(refund.article)}</td>
                <td data-label={t('staff.refunds.state')}><a href={to(`/refunds/${refund.refund_id}`)}>{t(`staff.refunds.state_${refund.state}`)}</a></td>
                <td class="list__time" data-label={t('staff.refunds.since')}>{instantText(refund.created_at_ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
