import { describe, expect, test } from 'vitest';
import type { Space } from '../../shared/api/hiroba';
import { minuteOf } from '../../shared/time/civil';
import { isPicked, togglePick, usesOf, type Pick } from './cell_picks';

const name = { ja: '', en: '' };
const band = (code: string, start: string, end: string) => ({ code, name, start, end });
const hall = { code: 'hall', use: 'by_band', opens: '09:00', closes: '22:00', bands: [band('morning', '09:00', '12:00'),
  band('afternoon', '13:00', '17:00'), band('evening', '18:00', '22:00'), band('morning_afternoon', '09:00', '17:00'),
  band('afternoon_evening', '13:00', '22:00'), band('all_day', '09:00', '22:00')] } as unknown as Space;
const plain = { ...hall, code: 'plain', bands: hall.bands.slice(0, 3) };
const court = { code: 'court', use: 'by_hour', opens: '09:00', closes: '21:00', bands: [],
  hours: { step_minutes: 60, minimum_minutes: 60, maximum_minutes: 240 } } as unknown as Space;
const half_hour_court = { ...court, code: 'half', hours: { step_minutes: 30, minimum_minutes: 30, maximum_minutes: 240 } };
const camp = { code: 'camp', use: 'by_night', opens: '00:00', closes: '24:00', bands: [],
  nights: { check_in: '14:00', check_out: '11:00', maximum_nights: 3 } } as unknown as Space;
const spaces = [hall, plain, court, half_hour_court, camp];

function uses(...clicks: [Space, string][]) {
  const picks = clicks.reduce<Pick[]>((known, [space, time]) => togglePick(known, space, minuteOf(time)), []);
  return usesOf(picks, spaces, '2026-12-01').map(({ date: _, ...use }) => use);
}

describe('cells picked on the board become uses', () => {
  test.each<[string, [Space, string][], object[]]>([
    ['a cell stands for its band', [[hall, '10:30']], [{ space: 'hall', band: 'morning' }]],
    ['a gap stands for the band after it', [[hall, '12:30']], [{ space: 'hall', band: 'afternoon' }]],
    ['neighbouring bands join', [[hall, '14:00'], [hall, '09:00']], [{ space: 'hall', band: 'morning_afternoon' }]],
    ['three join to the whole day', [[hall, '09:00'], [hall, '13:00'], [hall, '18:00']], [{ space: 'hall', band: 'all_day' }]],
    ['with a band between left out they stay two', [[hall, '09:00'], [hall, '18:00']],
      [{ space: 'hall', band: 'morning' }, { space: 'hall', band: 'evening' }]],
    ['where the town has no composite they stay two', [[plain, '09:00'], [plain, '13:00']],
      [{ space: 'plain', band: 'morning' }, { space: 'plain', band: 'afternoon' }]],
    ['the same band again gives it back', [[hall, '09:00'], [hall, '11:30']], []],
    ['an hour is an hour, wherever it is touched', [[court, '10:30']], [{ space: 'court', start: '10:00', end: '11:00' }]],
    ['hours in a row join', [[court, '11:00'], [court, '10:00']], [{ space: 'court', start: '10:00', end: '12:00' }]],
    ['half hours where the grid has them', [[half_hour_court, '10:30']], [{ space: 'half', start: '10:30', end: '11:00' }]],
    ['a night is a night', [[camp, '09:00']], [{ space: 'camp', nights: 1 }]],
    ['several spaces make several uses, in their order', [[court, '10:00'], [hall, '09:00']],
      [{ space: 'hall', band: 'morning' }, { space: 'court', start: '10:00', end: '11:00' }]],
  ])('%s', (_, clicks, expected) => expect(uses(...clicks)).toEqual(expected));

  test('and every half hour of the band shows that it is picked', () => {
    const picks = togglePick([], hall, minuteOf('10:30'));
    expect(['09:00', '11:30', '12:00'].map((time) => isPicked(picks, 'hall', minuteOf(time)))).toEqual([true, true, false]);
  });
});
