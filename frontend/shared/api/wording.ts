// From a failure to words: every refusal code has a sentence; an unknown one gets a general sentence and its number.
import { dateAndClock, duration, fileSize, shortDate, yen } from '../format';
import { hasMessage, t, townText, type MessageId, type MessageValues } from '../i18n/text';
import { isDate, shortTime, timeAt } from '../time/civil';
import { findEquipment, findSpace, knownTown } from '../town';
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

function dateFact(facts: Refusal['facts'], name: string): string {
  const value = facts[name];
  return typeof value === 'string' && isDate(value) ? shortDate(value) : absent;
}

/** The town's word for a code; without the town's data the sentence does without it. */
function nameFact(facts: Refusal['facts'], name: 'space' | 'equipment'): string {
  const code = facts[name];
  const town = knownTown();
  if (typeof code !== 'string' || !town) return absent;
  const found = name === 'space' ? findSpace(town, code)?.space : findEquipment(town, code);
  return found ? townText(found.name) : absent;
}

function valuesFor({ facts }: Pick<Refusal, 'facts'>): MessageValues {
  return {
    date: dateFact(facts, 'date'),
    space: nameFact(facts, 'space'),
    equipment: nameFact(facts, 'equipment'),
    until: instantFact(facts, 'until_ms'),
    free: facts['free'] ?? absent,
    stock: facts['stock'] ?? facts['free'] ?? absent,
    least: facts['least'] ?? absent,
    most: facts['most'] ?? facts['most_days'] ?? facts['most_minutes'] ?? absent,
    nights: facts['maximum_nights'] ?? absent,
    opens_at: instantFact(facts, 'opens_at_ms'),
    closed_at: instantFact(facts, 'closed_at_ms'),
    begins_at: instantFact(facts, 'begins_at_ms'),
    capacity: facts['capacity'] ?? absent,
    limit: facts['limit'] ?? absent,
    yen: typeof facts['yen'] === 'number' ? yen(facts['yen']) : absent,
    opens: timeFact(facts, 'opens'),
    closes: timeFact(facts, 'closes'),
    minimum: minutesFact(facts, 'minimum_minutes'),
    maximum: minutesFact(facts, 'maximum_minutes'),
    step: minutesFact(facts, 'step_minutes'),
    wait: secondsFact(facts, 'retry_after_seconds'),
    size: typeof facts['most_bytes'] === 'number' ? fileSize(facts['most_bytes']) : absent,
    reason: facts['reason'] ?? absent,
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

/** Of a refusal that stands inside an answer: one date of a series, one part of a change. */
export function sentenceOfCode(code: string, facts: Refusal['facts']): string {
  return sentenceFor({ kind: 'refusal', status: 409, code, facts, fields: [], request_id: '' });
}

const statuses_of_the_question: ReadonlySet<number> = new Set([400, 403, 404, 422]);

/** The same question would be refused in the same way, however often it is asked. */
export function isRefusedForGood(failure: Failure): boolean {
  return failure.kind === 'refusal' && statuses_of_the_question.has(failure.status);
}

export function hasCode(failure: Failure, ...codes: string[]): boolean {
  return failure.kind === 'refusal' && codes.includes(failure.code);
}
