// What can still be done with an application and its bookings, and how its money stands.
import type { Application, Booking, BookingState, Refund, Space, Town } from '../../shared/api/hiroba';
import type { Look } from '../../shared/components/Tag';
import { isToCome } from './refund_standing';

// The states in which a booking occupies its space (domain/booking/booking_life.hpp).
const occupying: ReadonlySet<BookingState> = new Set(['held', 'under_review', 'permitted_unpaid', 'permitted', 'checked_in', 'used']);

export function occupies(booking: Booking): boolean {
  return occupying.has(booking.state);
}

// Of several that are over, what says most about the application as a whole.
const telling: readonly BookingState[] = ['checked_in', 'used', 'no_show', 'revoked', 'refused', 'expired', 'cancelled', 'withdrawn'];

/** How it stands in one word; of what is over, how it ended. */
export function standingOf({ state, bookings }: Application): BookingState {
  if (state !== 'over') return state;
  return telling.find((candidate) => bookings.some((booking) => booking.state === candidate)) ?? 'expired';
}

/** It was only held when the town took its time: nothing was permitted, so nothing was decided about it. */
export function isEndedHold({ decisions }: Application, { booking_id, state }: Booking): boolean {
  return state === 'revoked' && !decisions.some(({ booking_ids }) => booking_ids.includes(booking_id));
}

/** The words for how it stands; a hold that the town ended is no permit that was revoked. */
export function standingWord(application: Application): BookingState | 'hold_closed' | 'hold_ended' {
  const standing = standingOf(application);
  if (standing !== 'revoked' || !application.bookings.every((booking) => booking.state !== 'revoked' || isEndedHold(application, booking))) return standing;
  return endedHoldWord(application);
}

/** Whether a closure ended its holds, or staff. */
export function endedHoldWord({ closed_holds = [] }: Application): 'hold_closed' | 'hold_ended' {
  return closed_holds.length > 0 ? 'hold_closed' : 'hold_ended';
}

export function isHeld(application: Application): boolean {
  return application.state === 'held';
}

/** Bookings that can be given back now; what that means stands in their `refund`. */
export function cancellable(application: Application): Booking[] {
  return application.bookings.filter((booking) => booking.refund !== null);
}

export function changeable(application: Application): Booking[] {
  return application.bookings.filter((booking) => booking.changeable);
}

export type PaymentState = 'free' | 'unpaid' | 'difference' | 'paid' | 'tickets' | 'refund_due';

/** It stands, but what a change costs in addition is not paid. */
export function owesDifference({ state, unpaid_yen }: Booking): boolean {
  return state === 'permitted' && unpaid_yen > 0;
}

/** The second axis beside the state of the permit; undefined while nothing is owed yet, or any more. */
export function paymentState(booking: Booking, application: Application, tickets_yen = 0): PaymentState | undefined {
  if (tickets_yen > 0 && tickets_yen >= booking.fee.total_yen && occupies(booking)) return 'tickets';
  if (owesDifference(booking)) return 'difference';
  if (application.refunds.some((refund) => refund.booking_id === booking.booking_id && isToCome(refund))) return 'refund_due';
  if (booking.paid && booking.fee.total_yen > 0) return 'paid';
  if (booking.state === 'permitted_unpaid') return 'unpaid';
  return booking.fee.total_yen === 0 && occupies(booking) && booking.state !== 'held' ? 'free' : undefined;
}

/** Of several uses: what is to be paid, else what comes back, else how the first stands. */
export function paymentStateOfAll(application: Application): PaymentState | undefined {
  const states = application.bookings.map((booking) => paymentState(booking, application));
  const urgent = (['unpaid', 'difference', 'refund_due'] as const).find((state) => states.includes(state));
  return urgent ?? states[0];
}

/** What was paid of it, in part or whole, and not given back yet; nothing of one that cannot be given back. */
export function paidOf({ refund }: Booking): number {
  return refund?.kept_yen ?? 0;
}

export const payment_looks: Record<PaymentState, Look> = {
  free: { icon: 'yen', tone: 'grey', word: 'resident.paid.free' },
  unpaid: { icon: 'yen', tone: 'yellow', word: 'resident.paid.unpaid' },
  difference: { icon: 'yen', tone: 'yellow', word: 'resident.paid.difference' },
  paid: { icon: 'yen', tone: 'green', word: 'resident.paid.paid' },
  tickets: { icon: 'yen', tone: 'green', word: 'resident.paid.tickets' },
  refund_due: { icon: 'yen', tone: 'blue', word: 'resident.paid.refund_due' },
};

const given_back: ReadonlySet<BookingState> = new Set(['cancelled', 'withdrawn']);

/** Which of these are given back by now; `ids` as an address carries them. */
export function givenBack(application: Application, ids: string | null): Booking[] {
  const wanted = (ids ?? '').split(',');
  return application.bookings.filter(({ booking_id, state }) => wanted.includes(booking_id) && given_back.has(state));
}

function refundsOfGivenBack(application: Application, bookings: readonly Booking[]): Refund[] {
  return application.refunds.filter(({ ground, booking_id }) =>
    ground === 'cancelled' && bookings.some((booking) => booking.booking_id === booking_id));
}

/** What comes back for these after they were given back. */
export function refundedFor(application: Application, bookings: readonly Booking[]): number {
  return refundsOfGivenBack(application, bookings).filter(isToCome).reduce((sum, { yen }) => sum + yen, 0);
}

/** What for these paid what was owed besides, instead of coming back. */
export function setOffFor(application: Application, bookings: readonly Booking[]): number {
  return refundsOfGivenBack(application, bookings).filter(({ state }) => state === 'set_off').reduce((sum, { yen }) => sum + yen, 0);
}

export function refundsDue(application: Application): number {
  return application.refunds.filter(isToCome).reduce((sum, { yen }) => sum + yen, 0);
}

export function sumOfFees(bookings: readonly Booking[]): number {
  return bookings.reduce((sum, { fee }) => sum + fee.total_yen, 0);
}

/** The rooms that the application is for, each once. */
export function spacesOf(application: Application): string[] {
  return [...new Set(application.bookings.map(({ space }) => space))];
}

/** What may be done in every room that is used; a room that names nothing is meant for anything. */
export function activitiesFor(application: Application, spaces: readonly Space[], activities: Town['activities']): Town['activities'] {
  const used = spacesOf(application).flatMap((code) => spaces.find((space) => space.code === code) ?? []);
  return activities.filter(({ code }) => used.every((space) => space.activities.length === 0 || space.activities.includes(code)));
}

/** The people must fit into every room that is used. */
export function smallestCapacity(application: Application, capacities: ReadonlyMap<string, number>): number {
  return Math.min(...spacesOf(application).map((space) => capacities.get(space) ?? Number.POSITIVE_INFINITY));
}
