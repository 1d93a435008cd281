import { describe, expect, test } from 'vitest';
import type { Booking, Space } from '../../shared/api/hiroba';
import { changeErrors, changeFormOf, changeRequest, departureOf, hourMarks, inSpace, type ChangeForm } from './change_form';

const name = { ja: '', en: '' };

function space(code: string, use: Space['use'], rest: Partial<Space> = {}): Space {
  return { code, use, bands: [], equipment: [], opens: '09:00', closes: '12:00', ...rest } as unknown as Space;
}

const hall = space('hall', 'by_band', { bands: [{ code: 'morning', name, start: '09:00', end: '12:00' },
  { code: 'afternoon', name, start: '13:00', end: '17:00' }], equipment: ['projector'] });
const room = space('room', 'by_band', { bands: [{ code: 'morning', name, start: '09:00', end: '12:00' }] });
const studio = space('studio', 'by_hour', { hours: { step_minutes: 30, minimum_minutes: 30, maximum_minutes: 600 } });
const site = space('site', 'by_night');

function booking(rest: Partial<Booking> = {}): Booking {
  return { booking_id: '5', space: 'hall', date: '2026-12-01', start: '09:00', end: '12:00', band: 'morning', nights: null,
    equipment: [{ code: 'projector', quantity: 1 }], ...rest } as Booking;
}

function asked(change: Partial<ChangeForm>, of = booking(), where = hall): object {
  return changeRequest({ ...changeFormOf(of), ...change }, of, where);
}

const unchanged = { booking_id: '5', scope: 'one' };

describe('only what differs is asked for', () => {
  test.each<[string, Partial<ChangeForm>, object]>([
    ['nothing', {}, unchanged],
    ['another date', { date: '2026-12-02' }, { ...unchanged, date: '2026-12-02' }],
    ['another band', { band: 'afternoon' }, { ...unchanged, band: 'afternoon' }],
    ['another space', { space: 'room' }, { ...unchanged, space: 'room' }],
    ['no equipment any more', { equipment: {} }, { ...unchanged, equipment: [] }],
    ['more equipment', { equipment: { projector: 2 } }, { ...unchanged, equipment: [{ code: 'projector', quantity: 2 }] }],
    ['all of a series keep their dates', { scope: 'all', date: '2026-12-02', band: 'afternoon' }, { booking_id: '5', scope: 'all', band: 'afternoon' }],
  ])('%s', (_, change, request) => expect(asked(change)).toEqual(request));

  test('other hours', () => {
    const hours = booking({ space: 'studio', band: null, equipment: [] });
    expect(asked({ end: '11:00' }, hours, studio)).toEqual({ ...unchanged, start: '09:00', end: '11:00' });
    expect(asked({}, hours, studio)).toEqual(unchanged);
  });
  test('from a band into hours', () =>
    expect(asked({ space: 'studio', equipment: { projector: 1 } }, booking(), studio)).toEqual({ ...unchanged, space: 'studio', start: '09:00', end: '12:00' }));
  test('more nights', () =>
    expect(asked({ nights: '3' }, booking({ space: 'site', band: null, nights: 2, equipment: [] }), site)).toEqual({ ...unchanged, nights: 3 }));
});

describe('the form', () => {
  test.each<[string, Partial<ChangeForm>, Space, string[]]>([
    ['must change something', {}, hall, ['nothing_changed']],
    ['is complete with another date', { date: '2026-12-02' }, hall, []],
    ['needs a date', { date: '' }, hall, ['date_missing']],
    ['needs no date for a series', { date: '', scope: 'following', band: 'afternoon' }, hall, []],
    ['needs a band', { band: '' }, hall, ['band_missing']],
    ['needs a beginning', { space: 'studio', start: '' }, studio, ['time_missing']],
    ['does not run backwards', { space: 'studio', start: '12:00', end: '11:00' }, studio, ['end_before_start']],
  ])('%s', (_, change, where, codes) =>
    expect(changeErrors({ ...changeFormOf(booking()), ...change }, booking(), where).map(({ code }) => code)).toEqual(codes));
});

test('in another space only what fits there is kept', () => {
  const form = changeFormOf(booking());
  expect(inSpace(form, room)).toEqual({ ...form, space: 'room', equipment: {} });
  expect(inSpace({ ...form, band: 'afternoon' }, room).band).toBe('');
});

test('hours stand on the grid of the space', () =>
  expect(hourMarks(studio)).toEqual(['09:00', '09:30', '10:00', '10:30', '11:00', '11:30', '12:00']));

test('nights end on the day of departure', () => {
  expect(departureOf({ ...changeFormOf(booking()), nights: '2' })).toBe('2026-12-03');
  expect(departureOf({ ...changeFormOf(booking()), date: '' })).toBeUndefined();
});
