// What a book of tickets is for and until when, in words.
import type { TicketBook, TicketTerms } from '../api/tickets';
import { longDate } from '../format';
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
