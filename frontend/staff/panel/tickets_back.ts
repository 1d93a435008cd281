// What becomes of the tickets that pay for uses, when these are given up or taken back: as the desk is told.
import { t } from '../../shared/i18n/text';
import type { TicketsBack } from '../../shared/tickets/paying';

/** Nothing where no tickets pay. */
export function deskTicketsWords({ count, come_back }: TicketsBack): string | undefined {
  return count === 0 ? undefined : t('staff.cancel.tickets', { count, back: come_back });
}
