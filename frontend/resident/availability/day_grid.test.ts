import { expect, test } from 'vitest';
import type { DayAvailability, Slot, Space } from '../../shared/api/hiroba';
import { dayGrid } from './day_grid';

const name = { ja: '', en: '' };

function space(code: string, bands: Space['bands'] = []): Space {
  return { code, bands } as unknown as Space;
}

function slot(start: string, end: string, band?: string): Slot {
  return { start, end, state: 'free', ...(band ? { band } : {}) };
}

function day(slots: Record<string, Slot[]>): DayAvailability {
  return {
    facility: 'kirara', date: '2026-12-01', version: 1, as_of_ms: 0, closed: false, changes_only: false, closures: [],
    spaces: Object.entries(slots).map(([code, found]) => ({ space: code, slots: found })),
  };
}

test('bands and hours stand in one table; gaps and missing hours are empty cells; every row is as wide as the table', () => {
  const bands = [{ code: 'm', name, start: '09:00', end: '12:00' }, { code: 'a', name, start: '13:00', end: '15:00' },
    { code: 'ma', name, start: '09:00', end: '15:00' }];
  const grid = dayGrid([space('hall', bands), space('studio')], day({
    hall: [slot('09:00', '12:00', 'm'), slot('13:00', '15:00', 'a'), slot('09:00', '15:00', 'ma')],
    studio: [slot('10:00', '11:00'), slot('11:00', '12:00'), slot('12:00', '13:00')],
  }));
  expect(grid.columns).toEqual(['09:00', '10:00', '11:00', '12:00', '13:00']);
  expect(grid.rows[0]?.cells.map(({ start, span, slot: found }) => [start, span, found?.band])).toEqual([
    ['09:00', 3, 'm'], ['12:00', 1, undefined], ['13:00', 1, 'a']]);
  expect(grid.rows[1]?.cells.map(({ start, span, slot: found }) => [start, span, found !== undefined])).toEqual([
    ['09:00', 1, false], ['10:00', 1, true], ['11:00', 1, true], ['12:00', 1, true], ['13:00', 1, false]]);
  for (const { cells } of grid.rows) expect(cells.reduce((sum, { span }) => sum + span, 0)).toBe(grid.columns.length);
});

test('a space without slots on that day is an empty row', () => {
  const grid = dayGrid([space('hall'), space('closed')], day({ hall: [slot('09:00', '12:00')] }));
  expect(grid.rows[1]?.cells).toEqual([{ start: '09:00', span: 1, slot: undefined }]);
});

test('a day without any slot has no columns', () => expect(dayGrid([space('hall')], day({}))).toEqual({
  columns: [], rows: [{ space: space('hall'), cells: [] }] }));
