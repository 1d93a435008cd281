import { beforeAll, expect, test } from 'vitest';
import type { FeeNote, FeeTable } from '../../shared/api/fee_table';
import first from '../../shared/i18n/generated/resident.ja.gen';
import later from '../../shared/i18n/generated/resident_later.ja.gen';
import { setCatalogue, type Catalogue } from '../../shared/i18n/text';
import { capWords, noteSpaces, noteTitle, noteWords, rowWords, unitWords, versionShown } from './annex_words';

beforeAll(() => setCatalogue('ja', { ...first, ...later } as Catalogue));

const text = (word: string) => ({ ja: word, en: word });
const note = (part: Partial<FeeNote>): FeeNote => ({ kind: 'tax', article: text('別表'), spaces: ['hall'], ...part });
const row = (part: Partial<FeeTable['unit_prices'][number]>): FeeTable['unit_prices'][number] => ({
  space: 'hall', user_class: null, price_classes: [], seasons: [], days: 'every_day', article: text('別表'),
  unit: 'minutes', step_minutes: 60, day_cap: null, yen: 1_040, ...part,
});

test('a row says for whom and when, and nothing where it is for everybody on every day', () => {
  expect(rowWords(row({}))).toBe('');
  expect(rowWords(row({ user_class: 'out_of_town', price_classes: [text('一般')], days: 'weekend_or_holiday' }))).toBe('町外の方、一般、土・日・休日');
});

test.each<[string, FeeTable['unit_prices'][number]['day_cap'], string | undefined]>([
  ['no cap', null, undefined],
  ['time over the day', { minutes: 480, yen: null, over: 'space' }, '（1日 8時間分まで。同じ人の同じ日の使用を合わせます）'],
  ['money over the facility', { minutes: null, yen: 5_000, over: 'facility' }, '（1日 5,000円まで。同じ人の同じ日の、この施設での使用を合わせます）'],
  ['time of one use', { minutes: 300, yen: null, over: 'use' }, '（1回 5時間分まで）'],
])('what is charged at most: %s', (_what, cap, words) => expect(capWords(cap)).toBe(words));

test('a price is for a step begun, a night or a visit', () => {
  expect(unitWords(row({}))).toBe('1時間ごと');
  expect(unitWords(row({ step_minutes: 30 }))).toBe('30分ごと');
  expect(unitWords(row({ unit: 'night', step_minutes: null }))).toBe('1泊');
});

test.each<[string, Partial<FeeNote>, string[]]>([
  ['tiers of admission', { kind: 'admission', tiers: [{ above_yen: 0, percent: 30 }, { above_yen: 500, percent: 60 }] },
    ['最高額が 0円を超えるとき 30%を加算', '最高額が 500円を超えるとき 60%を加算']],
  ['a surcharge', { kind: 'commercial', percent: 100 }, ['100%を加算']],
  ['a rehearsal', { kind: 'rehearsal', percent: 50 }, ['基本の使用料の 50%']],
  ['an extension with free minutes', { kind: 'extension', percent: 20, of: 'step_price', step_minutes: 30, free_minutes: 30 },
    ['30分ごとに、1単位の料金の 20%', '最初の30分は無料']],
  ['climate by the hour', { kind: 'climate', yen: 110 }, ['1時間ごとに 110円']],
  ['climate by ratio', { kind: 'climate', percent: 50 }, ['基本の使用料の 50%']],
  ['lights by time', { kind: 'extra', yen: 1_570, step_minutes: 30 }, ['30分ごとに 1,570円']],
  ['lights by piece', { kind: 'extra', yen: 100, step_minutes: null }, ['1個 100円']],
  ['rounding of a component', { kind: 'rounding', step: 'component', components: ['equipment'], yen: 10, direction: 'up' }, ['附属設備の10円未満を切り上げ']],
  ['rounding of all', { kind: 'rounding', step: 'component', components: [], yen: 10, direction: 'down' }, ['それぞれの構成の10円未満を切り捨て']],
  ['tax in the prices', { kind: 'tax', percent: 10, is_included: true }, ['10%（金額に含まれています）']],
])('%s', (_, part, words) => expect(noteWords(note(part), 'additive')).toEqual(words));

test('surcharges that are multiplied are told as times', () => {
  expect(noteWords(note({ kind: 'out_of_town', percent: 100 }), 'multiplicative')).toEqual(['2倍']);
  expect(noteWords(note({ kind: 'commercial', percent: 50 }), 'multiplicative')).toEqual(['1.5倍']);
});

test('a note without words of the town is named by its kind', () => {
  expect(noteTitle(note({ kind: 'rounding' }))).toBe('端数');
  expect(noteTitle(note({ kind: 'climate', label: text('冷暖房料') }))).toBe('冷暖房料');
});

test('where it holds', () => {
  const spaces = [{ code: 'hall', name: text('大ホール') }, { code: 'room', name: text('小会議室') }];
  expect(noteSpaces(note({}), spaces)).toBe('大ホール');
  expect(noteSpaces(note({ spaces: ['hall', 'room'] }), spaces)).toBe('すべての室・場');
});

test('the version that is shown is the last one that had begun', () => {
  const in_force_from = ['2025-04-01', '2026-10-01'];
  expect(versionShown({ in_force_from, on: '2026-09-30' })).toBe('2025-04-01');
  expect(versionShown({ in_force_from, on: '2026-10-01' })).toBe('2026-10-01');
  expect(versionShown({ in_force_from, on: '2025-01-01' })).toBeUndefined();
});
