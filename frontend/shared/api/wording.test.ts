import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import en from '../../i18n/en.json';
import ja from '../../i18n/ja.json';
import staff_en from '../i18n/generated/staff.en.gen';
import staff_ja from '../i18n/generated/staff.ja.gen';
import { setCatalogue, type Catalogue, type Language } from '../i18n/text';
import type { Town } from './hiroba';
import { sentenceFor, wordingOf } from './wording';
import type { Refusal } from './answer';

const codes = `invalid_date invalid_month invalid_time empty_time_range already_taken
  before_booking_window after_booking_window closed_day unknown_facility unknown_space unknown_band band_required
  time_range_required not_on_grid outside_opening_hours too_short too_long too_many_people fee_not_covered
  hold_expired hold_limit_reached hold_extension_limit booking_not_found wrong_state details_missing attempt_in_progress
  too_many_attempts
  payment_due_passed attempt_not_found already_paid idempotency_key_missing idempotency_key_reused malformed_json
  invalid_request not_logged_in wrong_role wrong_credentials too_many_log_ins csrf_token_invalid not_found
  method_not_allowed too_large uri_too_long too_many_requests too_busy unavailable range_too_long uses_overlap
  empty_date_range cross_site_request attempt_changed draining bad_request too_slow body_too_large missing_query_parameter
  invalid_query_parameter repeated_query_parameter invalid_people`.split(/\s+/);

function refusal(code: string, facts: Refusal['facts'] = {}): Refusal {
  return { kind: 'refusal', status: 400, code, facts, fields: [], request_id: 'r-7' };
}

describe.each([['ja', ja], ['en', en]] as const)('in %s', (language, words) => {
  test.each(codes)('%s has a sentence of its own', (code) => {
    setCatalogue(language, words);
    expect(wordingOf(refusal(code)).id).toBe(`refusal.${code}`);
  });
  test('an unknown code gets the general sentence with the number of the request', () => {
    setCatalogue(language, words);
    expect(wordingOf(refusal('something_new'))).toEqual({ id: 'refusal.internal_error', values: { request_id: 'r-7' } });
  });
});

function cppFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[ch]pp$/.test(file)).map((file) => join(folder, file));
}

// What the readers of requests refuse, no page ever sends.
const never_sent = /services[/\\]http[/\\]/;

test.each(['domain', 'persistence', 'services'])('every rule of %s that says no has its sentence', (folder) => {
  const root = fileURLToPath(new URL(`../../../${folder}`, import.meta.url));
  const refused = cppFiles(root).filter((file) => !never_sent.test(file)).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\brefuse\(\s*"([a-z_]+)"/g)].map((match) => match[1] ?? ''));
  expect(refused.length).toBeGreaterThan(10);
  expect([...new Set(refused)].filter((code) => !(`refusal.${code}` in ja))).toEqual([]);
});

// Facts as the services name them, with a value of each.
const told_facts: Refusal['facts'] = {
  amount_yen: 1200, appeal: 'appeal-1', begins_at_ms: 1_796_000_000_000, capacity: 20, closed_at_ms: 1_796_000_000_000, closes: '22:00', date: '2026-12-01',
  denomination: 10_000, difference_yen: -500, equipment: 'projector', first: '2026-12-01', given_yen: 1000, holder: '山田', last: '2026-12-08', left: 1,
  least: 2, limit: 3, maximum_minutes: 240, minimum_minutes: 60, most: 5, most_bytes: 5_000_000, most_days: 31, most_minutes: 60, maximum_nights: 3,
  most_yen: 1_000_000_000, opens: '09:00', opens_at_ms: 1_796_000_000_000, owed_since: '2026-12-01', owed_yen: 4700, paid_yen: 1_000, reason: 'too_long', reference: 'F-7', rest_yen: 300,
  retry_after_seconds: 90, space: 'hall', step_minutes: 30, stock: 4, tickets: 3, today: '2026-12-01', until_ms: 1_796_000_000_000, yen: 470,
};
const town = { facilities: [{ code: 'centre', name: { ja: 'センター', en: 'Centre' }, spaces: [{ code: 'hall', name: { ja: '大ホール', en: 'Hall' } }],
  equipment: [{ code: 'projector', name: { ja: '映写機', en: 'Projector' } }] }] } as unknown as Town;
vi.mock('../town', async (original) => ({ ...await original<typeof import('../town')>(), knownTown: () => town }));

interface Element { type: number; value: string; options?: Record<string, { value: Element[] }>; children?: Element[] }

function placeholdersOf(tree: unknown): string[] {
  if (!Array.isArray(tree)) return [];
  return (tree as Element[]).flatMap(({ type, value, options = {}, children }) => [
    ...(type >= 1 && type <= 6 ? [value] : []), ...Object.values(options).flatMap((option) => placeholdersOf(option.value)), ...placeholdersOf(children),
  ]);
}

const sentences = (words: Catalogue) => Object.keys(words).filter((id) => id.startsWith('refusal.') && !['refusal.internal_error', 'refusal.no_connection'].includes(id))
  .map((id) => id.slice('refusal.'.length));

describe.each([['ja', staff_ja], ['en', staff_en]] as [Language, Catalogue][])('what services tell, in %s', (language, words) => {
  beforeEach(() => setCatalogue(language, words));
  const code_of_unknown = refusal('something_new');

  test.each(sentences(words))('%s has every value it speaks of', (code) => {
    const { values } = wordingOf(refusal(code, told_facts));
    expect(placeholdersOf(words[`refusal.${code}`]).filter((name) => !(name in values) || values[name] === 'none')).toEqual([]);
    expect(sentenceFor(refusal(code, told_facts))).not.toBe(sentenceFor(code_of_unknown));
  });

  test.each(sentences(words))('%s without its facts is a sentence too', (code) => {
    expect(sentenceFor(refusal(code))).not.toMatch(/none|undefined|\{/);
  });

  test('a sentence that lacks a value gives way to the general one', () =>
    expect(sentenceFor(refusal('given_too_little', { amount_yen: 1200 }))).toBe(sentenceFor(code_of_unknown)));
});

// Each place of the program that says no, with the facts it names there: `refuse("code", {{"fact", …}, …});`
const refusing = /\b(?:refuse\(|Refusal\{)\s*"([a-z_]+)"([^;]*);/g;
const facts_named = /\{"([a-z_]+)",/g;
const refusals_given = ['domain', 'persistence', 'services']
  .flatMap((folder) => cppFiles(fileURLToPath(new URL(`../../../${folder}`, import.meta.url)))).filter((file) => !never_sent.test(file))
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(refusing)])
  .map(([, code = '', rest = '']) => ({ code, named: [...rest.matchAll(facts_named)].map(([, name = '']) => name) }))
  .filter(({ named }) => named.length > 0);

test('each refusal has its own sentence with just the facts that are told where it is given', () => {
  setCatalogue('ja', staff_ja as Catalogue);
  expect(refusals_given.length).toBeGreaterThan(20);
  const general = sentenceFor(refusal('something_new'));
  const silent = refusals_given.filter(({ code, named }) =>
    sentenceFor(refusal(code, Object.fromEntries(named.map((name) => [name, told_facts[name] ?? 1])))) === general);
  expect(silent).toEqual([]);
});

test('facts become words', () => {
  setCatalogue('ja', staff_ja as Catalogue);
  const { values } = wordingOf(refusal('before_booking_window', { opens_at_ms: Date.parse('2026-12-01T00:00:00Z') }));
  expect(values['opens_at']).toBe('12月1日（火） 9:00');
  expect(sentenceFor(refusal('too_much', { rest_yen: 12_000 }))).toContain('12,000円');
  expect(sentenceFor(refusal('received_later_than_today', { today: '2026-12-01' }))).toContain('12月1日（火）');
  expect(sentenceFor(refusal('suspended', { until_ms: Date.parse('2026-12-08T00:00:00+09:00') }))).toContain('12月7日（月） 24:00');
});

test('a missing fact is named as missing, so that the sentence does without it', () => {
  setCatalogue('ja', staff_ja as Catalogue);
  expect(wordingOf(refusal('too_many_people')).values['capacity']).toBe('none');
});
