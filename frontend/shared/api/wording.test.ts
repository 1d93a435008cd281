import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import en from '../../i18n/en.json';
import ja from '../../i18n/ja.json';
import { setCatalogue } from '../i18n/text';
import { wordingOf } from './wording';
import type { Refusal } from './answer';

const codes = `invalid_date invalid_month invalid_time empty_time_range already_taken
  before_booking_window after_booking_window closed_day unknown_facility unknown_space unknown_band band_required
  time_range_required not_on_grid outside_opening_hours too_short too_long too_many_people fee_not_covered
  hold_expired hold_limit_reached hold_extension_limit booking_not_found wrong_state details_missing attempt_in_progress
  payment_due_passed attempt_not_found already_paid idempotency_key_missing idempotency_key_reused malformed_json
  invalid_request not_logged_in wrong_role wrong_credentials too_many_log_ins csrf_token_invalid not_found
  method_not_allowed too_large uri_too_long too_many_requests too_busy unavailable range_too_long
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

test('facts become words', () => {
  setCatalogue('ja', ja);
  const { values } = wordingOf(refusal('before_booking_window', { opens_at_ms: Date.parse('2026-12-01T00:00:00Z') }));
  expect(values['opens_at']).toBe('12月1日（火） 9:00');
});

test('a missing fact is named as missing, so that the sentence does without it', () => {
  setCatalogue('ja', ja);
  expect(wordingOf(refusal('too_many_people')).values['capacity']).toBe('none');
});
