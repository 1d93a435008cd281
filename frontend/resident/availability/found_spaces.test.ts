import { expect, test } from 'vitest';
import type { Facility, Slot } from '../../shared/api/hiroba';
import { findSpaces } from './found_spaces';

test('the smallest sufficient free room comes first, rooms that are too small last', () => {
  const room = (code: string, capacity: number) => ({ code, capacity });
  const facility = { spaces: [room('hall', 600), room('small', 18), room('meeting', 40), room('full', 30)] } as unknown as Facility;
  const slot = (state: Slot['state']) => ({ start: '09:00', end: '12:00', state });
  const spaces = facility.spaces.map(({ code }) => ({ space: code, slots: [slot(code === 'full' ? 'taken' : 'free')] }));
  const day = { facility: 'kirara', date: '2026-12-01', version: 1, as_of_ms: 0, closed: false, changes_only: false, closures: [], spaces };
  const found = findSpaces(facility, day, 25);
  expect(found.map(({ space }) => space.code)).toEqual(['meeting', 'hall', 'full', 'small']);
  expect(found.map(({ free }) => free)).toEqual([true, true, false, true]);
  expect(found.map(({ too_small }) => too_small)).toEqual([false, false, false, true]);
});
