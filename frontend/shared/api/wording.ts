// From a failure to words: every refusal code has a sentence; an unknown one gets a general sentence and its number.
import { dateAndClock, deadline, duration, fileSize, groupDigits, shortDate, yen } from '../format';
import { choicesOf, hasMessage, t, townText, type MessageId, type MessageValues } from '../i18n/text';
import { isDate, shortTime, timeAt } from '../time/civil';
import { findEquipment, findSpace, knownTown } from '../town';
import type { Failure, Refusal } from './answer';

type Facts = Refusal['facts'];
type Words = Record<string, string | number | undefined>;

const absent = 'none';

function numberFact(facts: Facts, name: string): number | undefined {
  const value = facts[name];
  return typeof value === 'number' ? value : undefined;
}

function textFact(facts: Facts, name: string): string | undefined {
  const value = facts[name];
  return typeof value === 'string' ? value : undefined;
}

function told<T>(value: T | undefined, words: (value: T) => string): string | undefined {
  return value === undefined ? undefined : words(value);
}

function minutesWords(minutes: number): string {
  return duration('00:00', timeAt(minutes));
}

/** The town's word for a code; undefined without the town's data. */
function nameFact(facts: Facts, name: 'space' | 'equipment'): string | undefined {
  const code = textFact(facts, name);
  const town = knownTown();
  if (code === undefined || !town) return undefined;
  const found = name === 'space' ? findSpace(town, code)?.space : findEquipment(town, code);
  return found && townText(found.name);
}

/** A fact as the pages write its kind, which its name tells; an instant also under its name without the unit. */
function wordsOfFact([name, value]: [string, string | number]): [string, string | number][] {
  if (typeof value === 'string') return [[name, isDate(value) ? shortDate(value) : value]];
  if (name.endsWith('_yen') || name === 'denomination') return [[name, groupDigits(value)]];
  if (name.endsWith('_ms')) return [[name, dateAndClock(value)], [name.replace(/_ms$/, ''), dateAndClock(value)]];
  return [[name, value]];
}

/** What a sentence calls otherwise than the fact, or says in words of its own. */
function specialWords(facts: Facts): Words {
  return {
    space: nameFact(facts, 'space'),
    equipment: nameFact(facts, 'equipment'),
    until: told(numberFact(facts, 'until_ms'), deadline),
    closed_at: told(numberFact(facts, 'closed_at_ms'), deadline),
    stock: facts['stock'] ?? facts['free'],
    most: facts['most'] ?? facts['most_days'] ?? facts['most_minutes'],
    nights: facts['maximum_nights'],
    yen: told(numberFact(facts, 'yen'), yen),
    opens: told(textFact(facts, 'opens'), shortTime),
    closes: told(textFact(facts, 'closes'), shortTime),
    minimum: told(numberFact(facts, 'minimum_minutes'), minutesWords),
    maximum: told(numberFact(facts, 'maximum_minutes'), minutesWords),
    step: told(numberFact(facts, 'step_minutes'), minutesWords),
    wait: told(numberFact(facts, 'retry_after_seconds'), (seconds) => minutesWords(Math.ceil(seconds / 60))),
    size: told(numberFact(facts, 'most_bytes'), fileSize),
  };
}

/** Every fact of the refusal; `none` where the sentence has other words for what is not told. */
function valuesFor(id: MessageId, { facts }: Pick<Refusal, 'facts'>): MessageValues {
  const values = Object.fromEntries(Object.entries(facts).flatMap(wordsOfFact));
  const special = Object.entries(specialWords(facts)).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  const of_codes = ['space', 'equipment'];
  const without = choicesOf(id).filter((name) => !(name in values) || of_codes.includes(name)).map((name) => [name, absent] as const);
  return { ...values, ...Object.fromEntries(without), ...Object.fromEntries(special) };
}

export interface Wording { id: MessageId; values: MessageValues }

function unknown({ request_id }: Pick<Refusal, 'request_id'>): Wording {
  return { id: 'refusal.internal_error', values: { request_id: request_id || '—' } };
}

export function wordingOf(failure: Failure): Wording {
  if (failure.kind === 'no_connection') return { id: 'refusal.no_connection', values: {} };
  const id = `refusal.${failure.code}`;
  if (failure.code !== 'internal_error' && hasMessage(id)) return { id, values: valuesFor(id, failure) };
  return unknown(failure);
}

function say({ id, values }: Wording): string {
  return t(id, values);
}

/** Never throws: a sentence that lacks a value gives way to that of an unknown refusal. */
export function sentenceFor(failure: Failure): string {
  if (failure.kind === 'no_connection') return say(wordingOf(failure));
  try {
    return say(wordingOf(failure));
  } catch {
    return say(unknown(failure));
  }
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
