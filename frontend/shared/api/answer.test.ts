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
