import { beforeEach, expect, test } from 'vitest';
import ja from '../../i18n/ja.json';
import type { Notice } from '../../shared/api/applications';
import type { Application, Booking, Town } from '../../shared/api/hiroba';
import words from '../../shared/i18n/generated/resident_later.ja.gen';
import { setCatalogue, type Catalogue } from '../../shared/i18n/text';
import { reasonsOf, subjectOf, subjectsOf, untilOf } from './notice_words';

const town = { facilities: [{ code: 'kirara', spaces: [{ code: 'hall', name: { ja: '大ホール', en: 'Hall' } }] }] } as unknown as Town;
const notice = (facts: Notice['facts']) => ({ kind: 'revoked', facts }) as Notice;

beforeEach(() => setCatalogue('ja', ja));

test.each([
  [{ space: 'hall', date: '2026-12-01', start: '09:00', end: '12:00' }, '大ホール 12月1日（火） 9:00〜12:00'],
  [{ space: 'gone', date: '2026-12-01' }, '12月1日（火）'],
  [{ date: 'someday' }, ''],
  [{}, ''],
])('%o speaks of "%s"', (facts, words) => expect(subjectOf(notice(facts), town)).toBe(words));

test('a decision speaks of the uses of its application that it was about', () => {
  const booking = (date: string, state: Booking['state']) => ({ space: 'hall', date, start: '09:00', end: '12:00', state, reason: null }) as Booking;
  const application = { bookings: [booking('2026-12-01', 'permitted_unpaid'), booking('2026-12-02', 'refused'), booking('2026-12-03', 'under_review')] } as Application;
  const told = (kind: Notice['kind']) => subjectsOf({ kind, facts: {} } as Notice, town, application);
  expect(told('permitted')).toEqual(['大ホール 12月1日（火） 9:00〜12:00']);
  expect(told('refused')).toEqual(['大ホール 12月2日（水） 9:00〜12:00']);
  expect(subjectsOf(notice({}), town, undefined)).toEqual([]);
  expect(subjectsOf(notice({ date: '2026-12-09' }), town, application)).toEqual(['12月9日（水）']);
});

test('until when, where it is known', () => {
  expect(untilOf(notice({ until_ms: Date.parse('2026-12-01T00:00:00Z') }))).toBe('12月1日（火） 9:00');
  expect(untilOf(notice({ until_ms: Date.parse('2026-12-08T00:00:00+09:00') }))).toBe('12月7日（月） 24:00');
  expect(untilOf(notice({}))).toBe('none');
});

test('words of staff are told as they are, the rule has words of its own', () => {
  setCatalogue('ja', { 'resident.notice.reason': '理由', 'resident.notice.reason_no_show': '規則', 'resident.notice.refund': '返金' });
  expect(reasonsOf(notice({ reason: '大雨のため', refund_yen: 500 }))).toEqual(['理由', '返金']);
  expect(reasonsOf(notice({ reason: 'no_show' }))).toEqual(['規則']);
  expect(reasonsOf(notice({ reason: '', refund_yen: 0 }))).toEqual([]);
});

test('a refund of which a part pays what was owed is told as it is divided', () => {
  setCatalogue('ja', words as Catalogue);
  expect(reasonsOf(notice({ refund_yen: 1_000, set_off_yen: 600, pay_out_yen: 400 })))
    .toEqual(['還付額 1,000円 のうち 600円 を未納の差額に充て（充当）、400円 をお返しします']);
  expect(reasonsOf(notice({ refund_yen: 1_000 }))).toEqual(['返金予定：1,000円']);
});
