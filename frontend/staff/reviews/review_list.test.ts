import { expect, test } from 'vitest';
import type { Application, Booking, Space } from '../../shared/api/hiroba';
import { byEarliestUse, feeOf, groundsOf, stateAfterDecision, underReview } from './review_list';

function application(application_id: string, ...bookings: [date: string, state: string][]): Application {
  return { application_id, bookings: bookings.map(([date, state], index) => ({ booking_id: `${application_id}${index}`, date, start: '09:00', state })) } as Application;
}

test('the earliest use that waits comes first, not the earliest use', () => {
  const list = [application('a', ['2026-12-01', 'permitted'], ['2026-12-20', 'under_review']), application('b', ['2026-12-05', 'under_review'])]
    .map((each) => ({ application: each }));
  expect(byEarliestUse(list).map((each) => each.application.application_id)).toEqual(['b', 'a']);
});

test('only what waits is decided about', () =>
  expect(underReview(application('a', ['2026-12-09', 'under_review'], ['2026-12-01', 'refused'], ['2026-12-02', 'under_review']))
    .map(({ date }) => date)).toEqual(['2026-12-02', '2026-12-09']));

test('the fee is that of the bookings it is about', () => {
  const fee = (total_yen: number) => ({ fee: { total_yen } as Booking['fee'] });
  expect(feeOf([fee(100), fee(3)])).toBe(103);
  expect(feeOf([])).toBe(0);
});

test.each<[Application['state'], string[]]>([
  ['under_review', ['permitted_unpaid', 'under_review']],
  ['permitted_unpaid', ['permitted_unpaid', 'refused']],
])('it stands as %s for who decides when its bookings are %j', (state, bookings) =>
  expect(stateAfterDecision({ ...application('a', ...bookings.map((each): [string, string] => ['2026-12-01', each])), state: 'permitted_unpaid' })).toBe(state));

const review = (rule: Partial<Space['review']>) => ({ review: { user_classes: [], activities: [], from_people: null, ...rule } });

test.each([
  [[review({})], []],
  [[review({ user_classes: ['out_of_town'] })], ['user_class']],
  [[review({ user_classes: ['in_town', 'out_of_town'] })], ['space']],
  [[review({ user_classes: ['in_town', 'out_of_town'] }), review({ user_classes: ['out_of_town'] })], ['space', 'user_class']],
  [[review({ user_classes: ['in_town'] })], []],
  [[review({ activities: ['brass'] }), review({ from_people: 100 })], ['activity', 'people']],
  [[review({ from_people: 101 })], []],
])('the rules %o ask for a look because of %o', (spaces, grounds) => expect(groundsOf({ user_class: 'out_of_town',
  details: { purpose: '', people: 100, is_commercial: false, activity: 'brass' } }, spaces)).toEqual(grounds));

test('admission and goods always do', () => expect(groundsOf({ user_class: 'in_town',
  details: { purpose: '', people: 1, is_commercial: true } }, [])).toEqual(['admission']));
