// What becomes of the tickets that pay for uses, when these are given up.
import { t } from '../../shared/i18n/text';
import { ticketsSentence, type TicketsBack } from '../../shared/tickets/paying';

/** Nothing where no tickets pay. */
export function ticketsBackWords(tickets: TicketsBack): string | undefined {
  const sentence = ticketsSentence(tickets);
  return sentence && t(`resident.tickets.${sentence}`, { count: tickets.count, back: tickets.come_back, lost: tickets.count - tickets.come_back });
}
