// What a change means for the tickets that pay for the uses: a sentence for each thing that becomes of them.
import type { ChangePreview } from '../api/applications';
import { t } from '../i18n/text';

type Change = Pick<ChangePreview['changes'][number], 'tickets'>;

function sum(changes: readonly Change[], of: (tickets: Change['tickets']) => number): number {
  return changes.reduce((all, { tickets }) => all + of(tickets), 0);
}

/** Nothing where no tickets pay. */
export function ticketChangeWords(changes: readonly Change[]): string[] {
  const stay = sum(changes, ({ before, come_back }) => before - come_back);
  const more = sum(changes, (tickets) => tickets.more);
  const back = sum(changes, ({ come_back }) => come_back);
  return [
    ...(stay > 0 ? [t('shared.tickets.change_stay', { count: stay })] : []),
    ...(more > 0 ? [t('shared.tickets.change_more', { count: more })] : []),
    ...(back > 0 ? [t('shared.tickets.change_back', { count: back })] : []),
  ];
}
