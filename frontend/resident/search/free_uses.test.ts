import { expect, test } from 'vitest';
import type { FreeUse } from '../../shared/api/availability';
import { byDate } from './free_uses';

const free = (date: string, start: string) => ({ date, start }) as FreeUse;

test('uses of one date stand together, in the order in which they came', () => {
  const groups = byDate([free('2026-12-02', '09:00'), free('2026-12-01', '09:00'), free('2026-12-02', '13:00')]);
  expect(groups.map(({ date, uses }) => [date, uses.map(({ start }) => start)])).toEqual([
    ['2026-12-02', ['09:00', '13:00']], ['2026-12-01', ['09:00']]]);
  expect(byDate([])).toEqual([]);
});
