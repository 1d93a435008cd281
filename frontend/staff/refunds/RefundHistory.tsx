// What happened to a refund, and what proves it.
import type { RefundFile } from '../../shared/api/staff';
import { hasMessage, t } from '../../shared/i18n/text';
import { HistoryTable } from '../parts/HistoryTable';

/** An event without a word is shown as it is, never hidden. */
function eventText(event: string): string {
  const id = `staff.refund.event_${event}`;
  return hasMessage(id) ? t(id) : event;
}

export function RefundHistory({ history }: Pick<RefundFile, 'history'>) {
  return (
    <HistoryTable id="refund-history" title={t('staff.refund.history')} words_title={t('staff.refund.evidence')} has_states
      lines={history.map(({ at_ms, event, to_state, by, evidence }) => (
        { at_ms, event, what: eventText(event), state: t(`staff.refunds.state_${to_state}`), by, words: evidence }))} />
  );
}
