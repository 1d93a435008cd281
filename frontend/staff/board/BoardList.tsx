// The same day as a list: for screen readers, small screens and paper.
import type { BoardBooking } from '../../shared/api/hiroba';
import { Hidden } from '../../shared/components/Hidden';
import { StateTag } from '../../shared/components/Tag';
import { timeRange } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { useTown } from '../../shared/town';
import { KindTag } from '../parts/KindTag';
import { equipmentText, timesText } from '../parts/place_text';
import { titleOf } from './BoardCellView';
import type { ListedBooking } from './board_layout';

interface Properties { bookings: readonly ListedBooking[]; caption: string; onSelect(booking_id: string): void }

function timeText(booking: BoardBooking): string {
  return booking.date === booking.last_date ? timeRange(booking.start, booking.end) : timesText(booking);
}

export function BoardList({ bookings, caption, onSelect }: Properties) {
  const { town } = useTown();
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
            <th scope="col">{t('staff.panel.equipment')}</th>
            <th scope="col">{t('staff.panel.holder')}</th>
            <th scope="col">{t('staff.panel.number')}</th>
            <td class="screen-only" />
          </tr>
        </thead>
        <tbody>
          {bookings.map(({ booking, space }) => (
            <tr key={booking.booking_id}>
              <td class="list__time">{timeText(booking)}</td>
              <th scope="row">{townText(space.name)}</th>
              <td class="list__tags">
                <StateTag state={booking.state} /><KindTag kind={booking.kind} />
                {booking.owed && booking.state !== 'permitted_unpaid' && <span class="tag tag--yellow">{t('staff.board.unpaid')}</span>}
              </td>
              <td>{booking.purpose || t('staff.none')}</td>
              <td>{booking.group_name || t('staff.none')}</td>
              <td class="number">{booking.people ?? t('staff.none')}</td>
              <td>{equipmentText(town, booking.facility, booking.equipment) || t('staff.none')}</td>
              <td>{booking.holder}</td>
              <td class="list__time">{booking.number ?? t('staff.none')}</td>
              <td class="screen-only">
                <button type="button" class="button button--small button--secondary" onClick={() => onSelect(booking.booking_id)}>
                  {t('staff.list.open')}<Hidden>{t('staff.list.open_what', { title: titleOf(booking) })}</Hidden>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
