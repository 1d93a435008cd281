// What is lent on a day, piece by piece: stock, the most that is out at once, and to whom.
import type { Board, BoardBooking, Equipment, Facility } from '../../shared/api/hiroba';
import { minuteOf } from '../../shared/time/civil';
import { hasPlace, timesOn } from './board_layout';

export interface Loan { booking: BoardBooking; quantity: number; start: string; end: string }
export interface EquipmentDay { equipment: Equipment; loans: Loan[]; most_at_once: number }

function mostAtOnce(loans: readonly Loan[]): number {
  const at = (minute: number) => loans
    .filter(({ start, end }) => minuteOf(start) <= minute && minute < minuteOf(end))
    .reduce((sum, { quantity }) => sum + quantity, 0);
  return Math.max(0, ...loans.map(({ start }) => at(minuteOf(start))));
}

function loansOf(code: string, board: Board): Loan[] {
  return board.spaces.flatMap(({ bookings }) => bookings)
    .filter(({ state }) => hasPlace(state) && state !== 'no_show')
    .flatMap((booking) => booking.equipment.filter((wish) => wish.code === code)
      .map(({ quantity }) => ({ booking, quantity, ...timesOn(board.date, booking) })))
    .sort((a, b) => minuteOf(a.start) - minuteOf(b.start));
}

/** Only what somebody borrows on the day, in the town's order. */
export function equipmentDay(board: Board, facility: Facility): EquipmentDay[] {
  return facility.equipment
    .map((equipment) => ({ equipment, loans: loansOf(equipment.code, board) }))
    .filter(({ loans }) => loans.length > 0)
    .map((entry) => ({ ...entry, most_at_once: mostAtOnce(entry.loans) }));
}
