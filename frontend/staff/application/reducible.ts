// Whether a reduction can be granted for what an application is for.
import type { Application, BookingState } from '../../shared/api/hiroba';

const reducible: ReadonlySet<BookingState> = new Set(['under_review', 'permitted_unpaid', 'permitted', 'checked_in', 'used', 'no_show']);

/** The town's own use owes nothing; of what is held or given up there is no fee to reduce. */
export function isReducible({ kind, details, bookings }: Pick<Application, 'kind' | 'details' | 'bookings'>): boolean {
  return kind === 'ordinary' && details !== null && bookings.some(({ state }) => reducible.has(state));
}
