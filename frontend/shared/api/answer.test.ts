import { describe, expect, test } from 'vitest';
import { readRefusal } from './answer';

describe('a refusal is read', () => {
  test('with its code, facts and fields', () => {
    const body = { code: 'too_many_people', facts: { capacity: 18, junk: {} }, request_id: 'r1',
      errors: [{ pointer: '/people', code: 'too_many' }, { pointer: 3 }] };
    expect(readRefusal(422, body, null)).toEqual({ kind: 'refusal', status: 422, code: 'too_many_people',
      facts: { capacity: 18 }, fields: [{ pointer: '/people', code: 'too_many' }], request_id: 'r1' });
  });
  test.each([[429, 'too_many_requests'], [503, 'unavailable'], [414, 'uri_too_long'], [418, 'internal_error']])(
    'from the bare status %i as %s', (status, code) => expect(readRefusal(status, '<html>', 'r2'))
      .toMatchObject({ code, request_id: 'r2' }));
});

test('what is free nearest to a lost time comes with the refusal; anything else under that name is left out', () => {
  const use = { facility: 'kirara', space: 'hall', date: '2026-12-01', start: '09:00', end: '12:00', band: 'morning', price_yen: 500 };
  expect(readRefusal(409, { code: 'already_taken', nearest: [use, { space: 'hall' }, 'x'] }, null).nearest).toEqual([use]);
  expect(readRefusal(409, { code: 'already_taken', nearest: 'x' }, null)).not.toHaveProperty('nearest');
});
