import { expect, test } from 'vitest';
import type { DayAvailability } from '../api/hiroba';
import { withChanges } from './day_delta';

function day(version: number, changes_only: boolean, spaces: Record<string, 'free' | 'taken'>): DayAvailability {
  return {
    facility: 'kirara', date: '2026-12-01', version, as_of_ms: version, closed: false, changes_only, closures: [],
    spaces: Object.entries(spaces).map(([space, state]) => ({ space, slots: [{ start: '09:00', end: '12:00', state }] })),
  };
}

test('changes replace their spaces and leave the others, in their order', () => {
  const whole = withChanges(day(5, false, { a: 'free', b: 'free', c: 'free' }), day(6, true, { b: 'taken' }));
  expect(whole).toEqual(day(6, false, { a: 'free', b: 'taken', c: 'free' }));
});

test('a whole day replaces everything', () => {
  expect(withChanges(day(5, false, { a: 'free' }), day(6, false, { b: 'taken' }))).toEqual(day(6, false, { b: 'taken' }));
});
