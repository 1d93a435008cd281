import { describe, expect, test } from 'vitest';
import type { Booking, BookingState } from '../../shared/api/hiroba';
import { deskActions, owedAtDesk } from './booking_actions';

const given_back = { percent: 100, days_before: 9, fee_yen: 0, kept_yen: 0, yen: 0, article: { ja: '', en: '' } };

function actions(state: BookingState, other: Partial<Booking> = {}, situation: { check_in?: boolean; today?: string; clock?: string } = {}) {
  const booking = { state, date: '2026-12-01', start: '13:00', last_date: '2026-12-01', changeable: false, refund: null, paid: false, ...other };
  return deskActions({ booking, check_in: true, today: '2026-12-01', clock: '12:50', ...situation });
}

describe('the desk is offered', () => {
  test.each<[BookingState, Partial<Booking>, string[]]>([
    ['held', {}, []],
    ['under_review', { refund: given_back }, ['decide', 'cancel', 'revoke']],
    ['permitted_unpaid', { refund: given_back, changeable: true }, ['change', 'cancel', 'revoke']],
    ['permitted', { refund: given_back, changeable: true }, ['check_in', 'change', 'cancel', 'revoke']],
    ['checked_in', {}, ['end_use', 'undo_check_in']],
    ['used', {}, []],
    ['used', { paid: true }, ['refund']],
    ['no_show', {}, ['came_after_all']],
    ['no_show', { paid: true }, ['came_after_all', 'refund']],
    ['refused', {}, []],
    ['withdrawn', {}, []],
    ['cancelled', {}, []],
    ['cancelled', { paid: true }, ['refund']],
    ['expired', {}, []],
    ['revoked', {}, ['reinstate']],
    ['revoked', { paid: true }, ['reinstate', 'refund']],
  ])('of a booking %s %o: %o', (state, other, expected) => expect(actions(state, other)).toEqual(expected));

  test('the check-in only on the days of the use', () => {
    expect(actions('permitted', {}, { today: '2026-11-30' })).toEqual(['revoke']);
    expect(actions('permitted', { last_date: '2026-12-03' }, { today: '2026-12-02' })).toContain('check_in');
  });
  test('“did not come” once the use has begun', () => {
    expect(actions('permitted', {}, { clock: '13:00' })).toContain('not_come');
    expect(actions('permitted', {}, { clock: '12:59' })).not.toContain('not_come');
    expect(actions('permitted', {}, { today: '2026-12-02' })).toContain('not_come');
  });
  test('neither where nobody checks people in', () =>
    expect(actions('permitted', {}, { check_in: false, clock: '14:00' })).toEqual(['revoke']));
});

test.each<[BookingState, number, number]>([['permitted_unpaid', 1260, 1260], ['permitted', 300, 300], ['permitted', 0, 0], ['used', 300, 0],
  ['cancelled', 1260, 0]])('%s with %i yen owed asks the people at the desk for %i', (state, owed_yen, asked) =>
  expect(owedAtDesk({ owed_yen }, { state })).toBe(asked));
