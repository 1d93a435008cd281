// What happened to an application, in plain words.
import type { Application, Town } from '../../shared/api/hiroba';
import { noteText } from '../../shared/change_note';
import { t, type MessageId } from '../../shared/i18n/text';

type Line = NonNullable<Application['history']>[number];

// Events of domain/booking/booking_life.hpp, and what is written beside them.
const known: Record<string, MessageId> = {
  held: 'resident.history.held',
  submitted: 'resident.history.submitted',
  permitted: 'resident.history.permitted',
  permitted_without_fee: 'resident.history.permitted',
  fee_raised: 'resident.history.fee_raised',
  payment_planned: 'resident.history.payment_planned',
  payment_undone: 'resident.history.payment_undone',
  refused: 'resident.history.refused',
  paid: 'resident.history.paid',
  withdrawn: 'resident.history.withdrawn',
  cancelled: 'resident.history.cancelled',
  deadline_passed: 'resident.history.deadline_passed',
  revoked: 'resident.history.revoked',
  reinstated_to_review: 'resident.history.reinstated',
  reinstated_unpaid: 'resident.history.reinstated',
  reinstated: 'resident.history.reinstated',
  seated_again: 'resident.history.seated_again',
  checked_in: 'resident.history.checked_in',
  use_ended: 'resident.history.use_ended',
  not_come: 'resident.history.not_come',
  changed: 'resident.history.changed',
  reduction_asked: 'resident.history.reduction_asked',
  reduction_applied: 'resident.history.reduction_applied',
  reduction_granted: 'resident.history.reduction_granted',
  reduction_refused: 'resident.history.reduction_refused',
  change_asked: 'resident.history.change_asked',
  change_refused: 'resident.history.change_refused',
  change_withdrawn: 'resident.history.change_withdrawn',
  change_lapsed: 'resident.history.change_lapsed',
  cap_followed: 'resident.history.cap_followed',
};

export interface HistoryLine { at_ms: number; word: MessageId; note: string | null; booking_ids: string[] }

/** What is written beside it; of a change, what it was before. */
export function noteWords(note: string | null, town: Town): string | undefined {
  if (note === null || note === '') return undefined;
  const told = noteText(town, note);
  return told === note ? note : t('resident.change.was', { what: told });
}

/** Corrections of the desk are its own; the same thing at the same moment to several bookings is told once. */
export function historyLines(history: readonly Line[], isEndedHold: (booking_id: string) => boolean = () => false): HistoryLine[] {
  const lines: HistoryLine[] = [];
  for (const { event, at_ms, note, booking_id } of history) {
    const word = event === 'revoked' && isEndedHold(booking_id) ? 'resident.history.hold_ended' : known[event];
    if (word === undefined) continue;
    const same = lines.find((line) => line.word === word && line.at_ms === at_ms && line.note === note);
    if (same) same.booking_ids.push(booking_id);
    else lines.push({ at_ms, word, note, booking_ids: [booking_id] });
  }
  return lines.sort((a, b) => a.at_ms - b.at_ms);
}
