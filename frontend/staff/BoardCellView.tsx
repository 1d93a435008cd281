// One cell: free, outside the opening hours, a booking, or blocked because a space that shares a unit is booked.
import type { BoardBooking, Space } from '../shared/api/hiroba';
import { Icon, type IconName } from '../shared/components/Icon';
import { timeRange } from '../shared/format';
import { t, townText } from '../shared/i18n/text';
import { shortTime } from '../shared/time/civil';
import { useTown, findSpace } from '../shared/town';
import { columnTime, type BoardCell, type Hours } from './board_layout';

interface Properties {
  cell: BoardCell;
  hours: Hours;
  space: Space;
  active: boolean;
  now: boolean;
  selected: boolean;
  onFocus(column: number): void;
  onSelect(booking_id: string): void;
}

const icons: Record<BoardBooking['state'], IconName> = {
  held: 'pen', awaiting_payment: 'yen', confirmed: 'check', cancelled: 'cross', expired: 'clock',
};

export function titleOf(booking: BoardBooking): string {
  return booking.group_name || booking.purpose || booking.holder;
}

function BookingText({ booking }: { booking: BoardBooking }) {
  return (
    <span class={`board__booking board__booking--${booking.state}`}>
      <span class="board__state"><Icon name={icons[booking.state]} />{t(`common.state.${booking.state}`)}</span>
      <span class="board__title">{titleOf(booking)}</span>
    </span>
  );
}

function spoken(cell: BoardCell, hours: Hours, blocker: string): string {
  const [booking] = cell.bookings;
  if (!booking) {
    const time = shortTime(columnTime(hours, cell.column));
    return t(cell.kind === 'free' ? 'staff.cell.free' : 'staff.cell.outside', { time });
  }
  if (cell.kind === 'blocked') return t('staff.cell.blocked', { time: timeRange(booking.start, booking.end), space: blocker });
  return cell.bookings.map((each) => t('staff.cell.booking', {
    time: timeRange(each.start, each.end), state: t(`common.state.${each.state}`), title: titleOf(each),
  })).join(' ');
}

export function BoardCellView({ cell, hours, active, now, selected, onFocus, onSelect }: Properties) {
  const { town } = useTown();
  const blocking = cell.blocked_by === undefined || !town ? undefined : findSpace(town, cell.blocked_by)?.space;
  const blocker = blocking ? townText(blocking.name) : '';
  const [booking] = cell.bookings;
  const opens = cell.kind === 'booking' || cell.kind === 'blocked';
  const look = `board__cell board__cell--${cell.kind}${now ? ' board__cell--now' : ''}${cell.column % 2 === 0 ? ' board__cell--hour' : ''}`;
  return (
    <td class={look} role="gridcell" colSpan={cell.span} tabIndex={active ? 0 : -1} aria-selected={opens ? selected : undefined}
      aria-label={spoken(cell, hours, blocker)} onFocus={() => onFocus(cell.column)}
      onClick={() => { if (booking) onSelect(booking.booking_id); }}>
      {cell.kind === 'booking' && cell.bookings.map((each) => <BookingText key={each.booking_id} booking={each} />)}
      {cell.kind === 'blocked' && <span class="board__blocked">{t('staff.cell.blocked_short', { space: blocker })}</span>}
    </td>
  );
}
