// What the desk can do with a book as it stands, so that no button is offered that can only be refused.
import type { TicketBook, TicketTerms, TicketUseLine } from '../../shared/api/tickets';

export interface Now { today: string; now: string } // "2026-11-10"; "2026-11-10 10:00"

/** Something is left of it, its terms give money back for that, and it is not out of date. */
export function canRefund({ is_sold, left, valid_until }: Pick<TicketBook, 'is_sold' | 'left' | 'valid_until'>,
  { refund_percent }: Pick<TicketTerms, 'refund_percent'>, today: string): boolean {
  return is_sold && left > 0 && refund_percent !== null && (valid_until === null || valid_until >= today);
}

/** A visit on its day; what pays for a booking until that begins. */
export function canTakeBack({ returned_for, used_on, booking }: Pick<TicketUseLine, 'returned_for' | 'used_on' | 'booking'>, { today, now }: Now): boolean {
  if (returned_for !== null) return false;
  return booking === null ? used_on === today : now < `${booking.date} ${booking.start}`;
}

/** On the day of the sale, while all of its tickets are left. */
export function canUndo({ is_sold, left, tickets, sold_on }: Pick<TicketBook, 'is_sold' | 'left' | 'tickets' | 'sold_on'>, today: string): boolean {
  return is_sold && left === tickets && sold_on === today;
}
