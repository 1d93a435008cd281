// The same day as a list: for screen readers, small screens and paper.
import { StateTag } from '../shared/components/Tag';
import { timeRange } from '../shared/format';
import { t, townText } from '../shared/i18n/text';
import type { ListedBooking } from './board_layout';

export function BoardList({ bookings, caption }: { bookings: readonly ListedBooking[]; caption: string }) {
  if (bookings.length === 0) return <p>{t('staff.board.no_bookings')}</p>;
  return (
    <div class="table-frame" role="region" aria-label={caption} tabIndex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t('staff.panel.time')}</th>
            <th scope="col">{t('staff.board.space')}</th>
            <th scope="col">{t('staff.list.state')}</th>
            <th scope="col">{t('staff.panel.purpose')}</th>
            <th scope="col">{t('staff.panel.group')}</th>
            <th scope="col" class="number">{t('staff.panel.people')}</th>
            <th scope="col">{t('staff.panel.holder')}</th>
            <th scope="col">{t('staff.panel.number')}</th>
          </tr>
        </thead>
        <tbody>
          {bookings.map(({ booking, space }) => (
            <tr key={booking.booking_id}>
              <td class="list__time">{timeRange(booking.start, booking.end)}</td>
              <th scope="row">{townText(space.name)}</th>
              <td><StateTag state={booking.state} /></td>
              <td>{booking.purpose || t('staff.none')}</td>
              <td>{booking.group_name || t('staff.none')}</td>
              <td class="number">{booking.people ?? t('staff.none')}</td>
              <td>{booking.holder}</td>
              <td class="list__time">{booking.number ?? t('staff.none')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
