// From a failure to words: every refusal code has a sentence; an unknown one gets a general sentence and its number.
import { dateAndClock, duration } from '../format';
import { hasMessage, t, type MessageId, type MessageValues } from '../i18n/text';
import { shortTime, timeAt } from '../time/civil';
import type { Failure, Refusal } from './answer';

const absent = 'none';

function instantFact(facts: Refusal['facts'], name: string): string {
  const value = facts[name];
  return typeof value === 'number' ? dateAndClock(value) : absent;
}

function minutesFact(facts: Refusal['facts'], name: string): string {
  const value = facts[name];
  return typeof value === 'number' ? duration('00:00', timeAt(value)) : absent;
}

function secondsFact(facts: Refusal['facts'], name: string): string {
  const value = facts[name];
  return typeof value === 'number' ? duration('00:00', timeAt(Math.ceil(value / 60))) : absent;
}

function timeFact(facts: Refusal['facts'], name: string): string {
  const value = facts[name];
  return typeof value === 'string' ? shortTime(value) : absent;
}

function valuesFor(refusal: Refusal): MessageValues {
  const { facts } = refusal;
  return {
    opens_at: instantFact(facts, 'opens_at_ms'),
    closed_at: instantFact(facts, 'closed_at_ms'),
    capacity: facts['capacity'] ?? absent,
    limit: facts['limit'] ?? absent,
    opens: timeFact(facts, 'opens'),
    closes: timeFact(facts, 'closes'),
    minimum: minutesFact(facts, 'minimum_minutes'),
    maximum: minutesFact(facts, 'maximum_minutes'),
    step: minutesFact(facts, 'step_minutes'),
    wait: secondsFact(facts, 'retry_after_seconds'),
  };
}

export interface Wording { id: MessageId; values: MessageValues }

export function wordingOf(failure: Failure): Wording {
  if (failure.kind === 'no_connection') return { id: 'refusal.no_connection', values: {} };
  const id = `refusal.${failure.code}`;
  if (failure.code !== 'internal_error' && hasMessage(id)) return { id, values: valuesFor(failure) };
  return { id: 'refusal.internal_error', values: { request_id: failure.request_id || '—' } };
}

export function sentenceFor(failure: Failure): string {
  const { id, values } = wordingOf(failure);
  return t(id, values);
}

export function hasCode(failure: Failure, ...codes: string[]): boolean {
  return failure.kind === 'refusal' && codes.includes(failure.code);
}
