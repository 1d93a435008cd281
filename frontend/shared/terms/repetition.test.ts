import { expect, test } from 'vitest';
import { lackingInMonths } from './repetition';

test.each([
  ['monthly_by_date', '2026-12-28', undefined],
  ['monthly_by_date', '2026-12-29', 'date'],
  ['monthly_by_weekday', '2026-12-31', 'weekday'],
  ['monthly_by_weekday', '2026-12-28', undefined],
  ['weekly', '2026-12-31', undefined],
  ['monthly_by_date', '', undefined],
])('%s from %s: some months lack %s', (repeats, first, lacking) => expect(lackingInMonths(repeats, first)).toBe(lacking));
