import { expect, test } from 'vitest';
import type { Space } from '../api/hiroba';
import { estimatedUse, firstDayToPrice, marksOf, startingWith } from './estimate';

const hall = { code: 'hall', use: 'by_band', opens: '09:00', closes: '22:00', bands: [{ code: 'morning' }] } as Space;
const court = { code: 'court', use: 'by_hour', opens: '09:00', closes: '12:00', bands: [], hours: { step_minutes: 60, minimum_minutes: 120, maximum_minutes: 240 } } as unknown as Space;
const camp = { code: 'camp', use: 'by_night', opens: '09:00', closes: '17:00', bands: [] } as unknown as Space;

test('the form begins with a use that can be priced', () => {
  expect(estimatedUse(hall, startingWith(hall, '2026-12-01'))).toEqual({ space: 'hall', date: '2026-12-01', band: 'morning' });
  expect(estimatedUse(court, startingWith(court, '2026-12-01'))).toEqual({ space: 'court', date: '2026-12-01', start: '09:00', end: '11:00' });
  expect(estimatedUse(camp, startingWith(camp, '2026-12-01'))).toEqual({ space: 'camp', date: '2026-12-01', nights: 1 });
});

test('what is no use is not asked for', () => {
  expect(estimatedUse(hall, { ...startingWith(hall, '') })).toBeUndefined();
  expect(estimatedUse(hall, { ...startingWith(hall, '2026-12-01'), band: 'night' })).toBeUndefined();
  expect(estimatedUse(court, { ...startingWith(court, '2026-12-01'), end: '09:00' })).toBeUndefined();
});

test('times of day are those of its steps', () => expect(marksOf(court)).toEqual(['09:00', '10:00', '11:00', '12:00']));

test.each([
  ['the first day that is free', ['full', 'closed', 'few', 'free'], '2026-12-03'],
  ['the first that is open where nothing is free', ['closed', 'outside', 'full'], '2026-12-02'],
  ['today where all is closed', ['closed', 'closed'], '2026-12-01'],
  ['today where nothing is known', [], '2026-12-01'],
] as const)('the fee is first worked out for %s', (_, marks, date) => {
  const days = marks.map((mark, index) => ({ date: `2026-12-0${index + 1}`, mark }));
  expect(firstDayToPrice([{ date: '2026-11-30', mark: 'free' }, ...days], '2026-12-01')).toBe(date);
});
