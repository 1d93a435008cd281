import { describe, expect, test } from 'vitest';
import type { FeeLine } from './fee_groups';
import { climateWords } from '../terms/climate';
import en from '../i18n/generated/resident_later.en.gen';
import ja from '../i18n/generated/resident_later.ja.gen';
import { setCatalogue, type Catalogue, type Language } from '../i18n/text';
import { howMany } from './line_words';

const line = { component: 'additional', label: { ja: '冷暖房料（1時間）', en: 'Air conditioning (1 hour)' }, quantity: 3, unit_yen: 110, percent: null, yen: 330,
  article: { ja: '', en: '' }, account_code: '' } as FeeLine;

describe.each([
  ['ja', ja, '冷暖房料（1時間）：110円 × 3 ＝ 330円。', '冷暖房料（1時間）：110円。', '470円 × 3 の 30%'],
  ['en', en, 'Air conditioning (1 hour): ¥110 × 3 = ¥330.', 'Air conditioning (1 hour): ¥110.', '30% of ¥470 × 3'],
] as [Language, unknown, string, string, string][])('in %s', (language, words, of_three, of_one, of_percent) => {
  test('cooling of three hours is told with its rate and its total', () => {
    setCatalogue(language, words as Catalogue);
    expect(climateWords(line)).toBe(of_three);
  });
  test('where the total is the rate it is told once', () => {
    setCatalogue(language, words as Catalogue);
    expect(climateWords({ ...line, quantity: 1, yen: 110 })).toBe(of_one);
    expect(howMany({ ...line, quantity: 1 })).toBeUndefined();
  });
  test('a share of the fee is told with its percentage', () => {
    setCatalogue(language, words as Catalogue);
    expect(howMany({ unit_yen: 470, quantity: 3, percent: 30 })).toBe(of_percent);
  });
});
