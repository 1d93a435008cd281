import { expect, test } from 'vitest';
import type { Application, Booking, Slot, Space } from '../../shared/api/hiroba';
import { applicationAt, standingTo, standsInItsWay } from './own_slots';

function slot(start: string, end: string, state: Slot['state'], reason?: Slot['reason']): Slot {
  return { start, end, state, ...(reason ? { reason } : {}) } as Slot;
}

const own = { start: '09:00', end: '12:00' };

test('what only the booking itself occupies is not taken', () => {
  const slots = [slot('09:00', '12:00', 'taken'), slot('13:00', '17:00', 'free'), slot('18:00', '21:30', 'taken'),
    slot('09:00', '17:00', 'taken'), slot('13:00', '21:30', 'taken'), slot('09:00', '21:30', 'taken')];
  expect(slots.map((each) => standingTo(each, slots, own))).toEqual(['own', 'as_told', 'as_told', 'freed', 'as_told', 'as_told']);
});

test('what is closed stays closed, and the time to prepare goes with the booking', () => {
  const slots = [slot('09:00', '12:00', 'closed'), slot('12:00', '13:00', 'taken', 'preparation_time')];
  expect(slots.map((each) => standingTo(each, slots, own))).toEqual(['as_told', 'freed']);
});

test('only on its day, and only where the spaces share something', () => {
  const space = (...units: string[]) => ({ units }) as Space;
  const booking = { date: '2026-12-01' } as Booking;
  expect(standsInItsWay(booking, space('a'), space('a', 'b'), '2026-12-01')).toBe(true);
  expect(standsInItsWay(booking, space('a'), space('b'), '2026-12-01')).toBe(false);
  expect(standsInItsWay(booking, space('a'), space('a'), '2026-12-02')).toBe(false);
});

test('who has the time already has it with that application, until it is given up', () => {
  const room = { code: 'room' } as Space;
  const application = (application_id: string, state: Booking['state'], date = '2026-12-01') =>
    ({ application_id, bookings: [{ space: 'room', date, start: '09:00', end: '12:00', state }] }) as unknown as Application;
  const applications = [application('1', 'cancelled'), application('2', 'held', '2026-12-02'), application('3', 'permitted')];
  expect(applicationAt(applications, room, '2026-12-01', { start: '09:00', end: '17:00' })?.application_id).toBe('3');
  expect(applicationAt(applications, room, '2026-12-01', { start: '13:00', end: '17:00' })).toBeUndefined();
  expect(applicationAt(applications, { code: 'hall' } as Space, '2026-12-01', { start: '09:00', end: '12:00' })).toBeUndefined();
});
