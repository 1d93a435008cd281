import { expect, test } from 'vitest';
import type { Resident } from '../../shared/api/staff';
import words from '../../shared/i18n/generated/staff.ja.gen';
import { setCatalogue, type Catalogue } from '../../shared/i18n/text';
import { suspendedText, untilText } from './until_text';

const at = (text: string) => Date.parse(`${text}+09:00`);

test('a suspension for whole days is told with its last day', () =>
  expect(untilText(at('2027-01-01T00:00:00'))).toBe('2026年（令和8年）12月31日（木） 24:00'));
test('one that ends in the middle of a day is told with its moment', () =>
  expect(untilText(at('2027-01-01T09:05:00'))).toBe('2027年（令和9年）1月1日（金） 9:05'));

test('of whom cannot book it is told until when, of others nothing', () => {
  setCatalogue('ja', words as Catalogue);
  const resident = (suspended_until_ms: number | null) => ({ suspended_until_ms }) as Resident;
  expect(suspendedText(resident(at('2027-01-01T00:00:00')))).toBe('利用停止中（2026年（令和8年）12月31日（木） 24:00まで）');
  expect(suspendedText(resident(null))).toBeUndefined();
  expect(suspendedText(undefined)).toBeUndefined();
});
