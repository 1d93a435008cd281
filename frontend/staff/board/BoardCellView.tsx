// One cell: free (perhaps picked), outside the opening hours, closed, a booking, or blocked by a space that shares a unit.
import type { BoardBooking, Space } from '../../shared/api/hiroba';
import { Icon } from '../../shared/components/Icon';
import { stateLooks } from '../../shared/components/Tag';
import { shortDate, timeRange } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { shortTime } from '../../shared/time/civil';
import { useTown, findSpace } from '../../shared/town';
import { columnTime, timesOn, type BoardCell, type Hours } from './board_layout';
import { equipmentText } from '../parts/place_text';

interface Properties {
  cell: BoardCell;
  hours: Hours;
  date: string;
  space: Space;
  active: boolean;
  now: boolean;
  selected: boolean;
  picked: boolean;
  onFocus(column: number): void;
  onSelect(booking_id: string): void;
  onPick(space: Space, column: number): void;
}

export function titleOf(booking: BoardBooking): string {
  return booking.group_name || booking.purpose || booking.holder;
}

function timeOf(booking: BoardBooking, date: string): string {
  const { start, end, from_before, goes_on } = timesOn(date, booking);
  if (!from_before && !goes_on) return timeRange(start, end);
  return t('staff.cell.nights', { from: shortDate(booking.date), to: shortDate(booking.last_date) });
}

function stateText(booking: BoardBooking): string {
  const state = t(stateLooks[booking.state].word);
  const words = [booking.kind === 'official' ? t('staff.kind.official_short') : '', state,
    booking.owed && booking.state !== 'permitted_unpaid' ? t('staff.board.unpaid') : ''];
  return words.filter(Boolean).join(' ');
}

/** The booking under the pointer, where two share a cell; else the first. */
function bookingUnder(event: MouseEvent, cell: BoardCell): string | undefined {
  const under = (event.target as Element).closest('[data-booking]')?.getAttribute('data-booking');
  return under ?? cell.bookings[0]?.booking_id;
}

function BookingText({ booking, date, in_closure }: { booking: BoardBooking; date: string; in_closure: boolean }) {
  const { town } = useTown();
  const nights = booking.last_date > booking.date;
  return (
    <span data-booking={booking.booking_id}
      class={`board__booking board__booking--${booking.state}${booking.kind === 'official' ? ' board__booking--official' : ''}`}>
      <span class="board__state">
        <Icon name={in_closure ? 'warning' : stateLooks[booking.state].icon} />{stateText(booking)}
      </span>
      <span class="board__title">{titleOf(booking)}</span>
      {nights && <span class="board__detail">{timeOf(booking, date)}</span>}
      {booking.equipment.length > 0 && <span class="board__detail">{equipmentText(town, booking.facility, booking.equipment)}</span>}
    </span>
  );
}

function spoken({ cell, hours, date, picked }: Properties, blocker: string): string {
  const [booking] = cell.bookings;
  const time = shortTime(columnTime(hours, cell.column));
  if (cell.kind === 'closed') return t('staff.cell.closed', { time, reason: closedBecause(cell) });
  if (!booking) {
    if (picked) return t('staff.cell.picked', { time });
    return t(cell.kind === 'free' ? 'staff.cell.free' : 'staff.cell.outside', { time });
  }
  if (cell.kind === 'blocked') return t('staff.cell.blocked', { time: timeOf(booking, date), space: blocker });
  const words = cell.bookings.map((each) => t('staff.cell.booking', { time: timeOf(each, date), state: stateText(each), title: titleOf(each) }));
  return [...words, cell.closure ? t('staff.panel.in_closure') : ''].filter(Boolean).join(' ');
}

function closedBecause(cell: BoardCell): string {
  return cell.closure ? townText(cell.closure.reason) : t('staff.cell.closed_day');
}

export function BoardCellView(properties: Properties) {
  const { cell, date, space, active, now, selected, picked, onFocus, onSelect, onPick } = properties;
  const { town } = useTown();
  const blocking = cell.blocked_by === undefined || !town ? undefined : findSpace(town, cell.blocked_by)?.space;
  const blocker = blocking ? townText(blocking.name) : '';
  const [booking] = cell.bookings;
  const pickable = cell.kind === 'free' || cell.kind === 'outside';
  const look = ['board__cell', `board__cell--${cell.kind}`, now && 'board__cell--now', cell.column % 2 === 0 && 'board__cell--hour',
    picked && 'board__cell--picked', cell.closure && cell.kind === 'booking' && 'board__cell--in-closure'].filter(Boolean).join(' ');
  return (
    <td class={look} role="gridcell" colSpan={cell.span} tabIndex={active ? 0 : -1}
      aria-selected={booking ? selected : pickable ? picked : undefined}
      aria-label={spoken(properties, blocker)} onFocus={() => onFocus(cell.column)}
      onClick={(event) => {
        const under = bookingUnder(event, cell);
        if (under !== undefined) onSelect(under);
        else if (pickable) onPick(space, cell.column);
      }}>
      {cell.kind === 'booking' && cell.bookings.map((each) => (
        <BookingText key={each.booking_id} booking={each} date={date} in_closure={cell.closure !== undefined} />
      ))}
      {cell.kind === 'blocked' && <span class="board__blocked">{t('staff.cell.blocked_short', { space: blocker })}</span>}
      {cell.kind === 'closed' && cell.span > 1 && <span class="board__blocked"><Icon name="cross" />{closedBecause(cell)}</span>}
      {picked && <Icon name="check" />}
    </td>
  );
}
