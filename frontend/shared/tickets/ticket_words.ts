// What a book of tickets is for and until when, in words.
import type { TicketBook, TicketTerms, TicketUseLine } from '../api/tickets';
import { longDate, yen } from '../format';
import { t } from '../i18n/text';

export function coverWords({ covers, minutes }: Pick<TicketTerms, 'covers' | 'minutes'>): string {
  return t(`shared.tickets.covers_${covers}`, { minutes: minutes ?? 0 });
}

export function validWords({ valid_until }: Pick<TicketBook, 'valid_until'>): string {
  return valid_until === null ? t('shared.tickets.valid_always') : t('shared.tickets.valid_until', { date: longDate(valid_until) });
}

/** "9 of 11", and what became of those that are neither left nor used. */
export function leftWords({ left, tickets, voided, is_sold }: Pick<TicketBook, 'left' | 'tickets' | 'voided' | 'is_sold'>): string {
  if (!is_sold) return t('shared.tickets.undone');
  return voided > 0 ? t('shared.tickets.left_voided', { left, tickets, voided }) : t('shared.tickets.left', { left, tickets });
}

/** "3 tickets (¥630)"; a visit has no fee of its own. */
export function countAndWorth({ tickets, amount_yen }: Pick<TicketUseLine, 'tickets' | 'amount_yen'>): string {
  const count = t('shared.tickets.count', { count: tickets });
  return amount_yen > 0 ? t('shared.tickets.count_pays', { count, amount: yen(amount_yen) }) : count;
}
