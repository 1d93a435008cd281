// What tickets pay for of some uses, and what becomes of them when the uses are given up: by what the server says of each.
import type { ApplicationTickets, TicketUseLine } from '../api/tickets';

export type PayingTickets = ApplicationTickets['paying'][number];
export interface TicketsBack { count: number; come_back: number }

export function ticketsOf(paying: readonly PayingTickets[], bookings: readonly string[]): TicketsBack {
  const of_these = paying.filter(({ booking_id }) => bookings.includes(booking_id));
  return {
    count: of_these.reduce((sum, { tickets }) => sum + tickets, 0),
    come_back: of_these.reduce((sum, { come_back }) => sum + come_back, 0),
  };
}

/** What tickets pay of a booking's fee, or of all of an application; what came back pays nothing. */
export function paidByTickets(uses: readonly TicketUseLine[], booking_id?: string): number {
  return uses.filter(({ returned_for, booking }) => returned_for === null && (booking_id === undefined || booking?.booking_id === booking_id))
    .reduce((sum, { amount_yen }) => sum + amount_yen, 0);
}

export type TicketsSentence = 'all_back' | 'none_back' | 'some_back';

/** Nothing where no tickets pay. */
export function ticketsSentence({ count, come_back }: TicketsBack): TicketsSentence | undefined {
  if (count === 0) return undefined;
  if (come_back === 0) return 'none_back';
  return come_back < count ? 'some_back' : 'all_back';
}
