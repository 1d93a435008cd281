// What the desk can do with a booking as it stands. The server has the last word; this only spares hopeless buttons.
import type { Application, Booking, BookingState } from '../../shared/api/hiroba';
import type { AttendanceEvent } from '../../shared/api/staff';

export type DeskAction = 'check_in' | 'undo_check_in' | 'end_use' | 'not_come' | 'came_after_all' | 'decide' | 'change' | 'cancel'
  | 'revoke' | 'reinstate' | 'refund';

export const attendanceEvents: Partial<Record<DeskAction, AttendanceEvent>> = {
  check_in: 'checked_in', undo_check_in: 'check_in_undone', end_use: 'use_ended', not_come: 'not_come', came_after_all: 'came_after_all',
};

const refundable: ReadonlySet<BookingState> = new Set(['used', 'no_show', 'cancelled', 'revoked']);
const revocable: ReadonlySet<BookingState> = new Set(['under_review', 'permitted_unpaid', 'permitted']);

interface Situation {
  booking: Pick<Booking, 'state' | 'date' | 'start' | 'last_date' | 'changeable' | 'refund' | 'paid'>;
  /** Whether the facility checks people in. */
  check_in: boolean;
  today: string;
  /** `14:20` */
  clock: string;
}

export function deskActions({ booking, check_in, today, clock }: Situation): DeskAction[] {
  const { state } = booking;
  const on_its_day = booking.date <= today && today <= booking.last_date;
  const begun = booking.date < today || (booking.date === today && booking.start <= clock);
  const actions: [DeskAction, boolean][] = [
    ['check_in', check_in && state === 'permitted' && on_its_day],
    ['end_use', state === 'checked_in'],
    ['undo_check_in', state === 'checked_in'],
    ['not_come', check_in && state === 'permitted' && begun],
    ['came_after_all', state === 'no_show'],
    ['decide', state === 'under_review'],
    ['change', booking.changeable],
    ['cancel', booking.refund !== null],
    ['revoke', revocable.has(state)],
    ['reinstate', state === 'revoked'],
    ['refund', refundable.has(state) && booking.paid],
  ];
  return actions.filter(([, possible]) => possible).map(([action]) => action);
}

/** What still has to be paid for the application, when somebody stands at the desk with this booking. */
export function owedAtDesk(application: Pick<Application, 'owed_yen'>, booking: Pick<Booking, 'state'>): number {
  const matters = booking.state === 'permitted_unpaid' || booking.state === 'permitted' || booking.state === 'checked_in';
  return matters ? Math.max(0, application.owed_yen) : 0;
}
