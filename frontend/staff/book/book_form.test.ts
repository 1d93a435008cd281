import { describe, expect, test } from 'vitest';
import type { Use } from '../../shared/api/hiroba';
import { activitiesFor, applicationOf, bookFaults, empty_form, fieldOfCode, peopleOf, quotedFor, withUse, type BookForm } from './book_form';

const use: Use = { space: 'small_hall', date: '2026-12-01', band: 'morning' };
const resident = { account_id: '7', login_name: 'resident1', display_name: '星野 さくら', user_class: 'in_town' as const, suspended_until_ms: null };
const whole: BookForm = { ...empty_form, resident, uses: [use], purpose: ' コーラス ', people: '２０', group_name: '', activity: '' };

test.each([['20', 20], ['２０人', 20], ['1,200', 1200], ['0', undefined], ['二十', undefined], ['-5', undefined], ['100001', undefined]])(
  '“%s” are %s people', (typed, people) => expect(peopleOf(typed)).toBe(people));

describe('what is missing', () => {
  test.each<[string, Partial<BookForm>, string[]]>([
    ['nothing', {}, []],
    ['the times', { uses: [] }, ['uses_missing']],
    ['the resident', { resident: undefined }, ['resident_missing']],
    ['no resident of official use', { resident: undefined, kind: 'official' }, []],
    ['the purpose', { purpose: '　' }, ['purpose_missing']],
    ['the people', { people: '' }, ['people_missing']],
    ['a number', { people: 'たくさん' }, ['people_not_a_number']],
    ['a price of the ticket that is one', { highest_yen: 'いろいろ' }, ['highest_not_a_number']],
    ['everything, from top to bottom', { ...empty_form }, ['uses_missing', 'resident_missing', 'purpose_missing', 'people_missing']],
  ])('%s', (_, change, codes) => expect(bookFaults({ ...whole, ...change }).map(({ code }) => code)).toEqual(codes));
});

test('what is sent holds only what was said', () => {
  expect(applicationOf(whole, 'all', '2026-11-29')).toEqual({ kind: 'ordinary', account_id: '7', uses: [use], fitting: 'all',
    details: { purpose: 'コーラス', people: 20, is_commercial: false } });
  expect(applicationOf({ ...whole, kind: 'official', activity: 'meeting', group_name: '総務課' }, 'those_that_fit', '2026-11-29')).toEqual({ kind: 'official',
    uses: [use], fitting: 'those_that_fit',
    details: { purpose: 'コーラス', people: 20, is_commercial: false, activity: 'meeting', group_name: '総務課' } });
});

test('a reduction whose evidence was seen at the desk is granted with the booking', () => {
  const sent = applicationOf({ ...whole, highest_yen: '８００', reduction: 'welfare', seen: true }, 'all', '2026-11-29');
  expect(sent.reduction_evidence).toEqual({ seen_on: '2026-11-29' });
  expect(sent.details).toMatchObject({ highest_admission_yen: 800, reduction_code: 'welfare' });
  expect(applicationOf({ ...whole, reduction: 'welfare' }, 'all', '2026-11-29').reduction_evidence).toBeUndefined();
});

test.each([['too_many_people', 'people'], ['already_taken', 'uses'], ['never_heard_of', 'uses']])('%s is told at %s', (code, field) =>
  expect(fieldOfCode(code)).toBe(field));

test('activities are those of every chosen space', () => {
  expect(activitiesFor(['choir', 'talk'], [{ activities: [] }, { activities: ['talk'] }])).toEqual(['talk']);
  expect(activitiesFor(['choir', 'talk'], [])).toEqual(['choir', 'talk']);
});

test('a use is taken once', () => {
  expect(withUse([use], { ...use })).toEqual([use]);
  expect(withUse([use], { ...use, band: 'evening' })).toHaveLength(2);
});

test('the fee is asked for with the person, the group, and what was shown', () => {
  expect(quotedFor({ ...whole, group_name: ' 花の会 ', reduction: 'g5' }, 'in_town')).toEqual({ is_commercial: false, reduction_code: 'g5', account_id: '7', group_name: '花の会' });
  expect(quotedFor({ ...whole, reduction: 'g5', seen: true }, 'in_town')).toMatchObject({ is_granted: true });
  expect(quotedFor({ ...whole, resident: undefined }, 'out_of_town')).toEqual({ is_commercial: false, user_class: 'out_of_town' });
});
