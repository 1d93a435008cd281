import { expect, test } from 'vitest';
import type { DrawerShift } from '../shared/api/counter';
import { shiftStanding } from './shift_standing';

const shift = (closed_at_ms: number | null, difference_yen: number | null, looked_at_ms: number | null) =>
  ({ closed_at_ms, difference_yen, looked_at_ms }) as DrawerShift;

test('a shift is open, differs, waits for the second look, or had it', () => {
  expect(shiftStanding(shift(null, null, null))).toBe('open');
  expect(shiftStanding(shift(1, -10, null))).toBe('differs');
  expect(shiftStanding(shift(1, 0, null))).toBe('to_look_at');
  expect(shiftStanding(shift(1, -10, 2))).toBe('looked_at');
});
