// What a draft says, and what is missing in it.
import type { DraftRequest } from '../../shared/api/reviews';

export interface DraftForm {
  proposal: 'permit' | 'refuse';
  left_out: ReadonlySet<string>;
  standard_conditions: ReadonlySet<string>;
  own_condition: string;
  reason: string;
  words: string;
}

export const empty_draft: DraftForm = {
  proposal: 'permit', left_out: new Set(), standard_conditions: new Set(), own_condition: '', reason: '', words: '',
};

export type DraftFault = 'bookings' | 'reason' | 'outside_number';

export function faultsOf(form: DraftForm, waiting: readonly string[]): DraftFault[] {
  const faults: DraftFault[] = [];
  if (waiting.every((id) => form.left_out.has(id))) faults.push('bookings');
  if (form.proposal === 'refuse' && form.reason.trim() === '') faults.push('reason');
  return faults;
}

/** Every line of the own conditions is one of them. */
export function ownConditions(text: string): { text: string }[] {
  return text.split('\n').map((line) => ({ text: line.trim() })).filter(({ text: line }) => line !== '');
}

export function draftRequest(form: DraftForm, waiting: readonly string[], version: number): DraftRequest {
  const chosen = waiting.filter((id) => !form.left_out.has(id));
  const words = form.words.trim() === '' ? {} : { words: form.words.trim() };
  const only = chosen.length === waiting.length ? {} : { booking_ids: chosen };
  if (form.proposal === 'refuse') return { version, proposal: 'refuse', reason: form.reason.trim(), ...only, ...words };
  const own = ownConditions(form.own_condition);
  return {
    version, proposal: 'permit', ...only, ...words,
    ...(form.standard_conditions.size === 0 ? {} : { standard_conditions: [...form.standard_conditions] }),
    ...(own.length === 0 ? {} : { own_conditions: own }),
  };
}
