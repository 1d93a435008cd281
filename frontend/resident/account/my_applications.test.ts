import { expect, test } from 'vitest';
import type { Application, Booking } from '../../shared/api/hiroba';
import { isUnfinished, nextPlace, sortApplications } from './my_applications';

function application(application_id: string, state: Application['state'], next_step: Application['next_step'],
  rest: Partial<Application> = {}): Application {
  const booking_state: Booking['state'] = state === 'over' ? 'cancelled' : state;
  const bookings = [{ state: booking_state, date: '2026-12-01', last_date: '2026-12-01' } as Booking];
  return { application_id, state, next_step, bookings, hold_expires_at_ms: null, attempt: null, ...rest } as Application;
}

const on = (date: string, state: Booking['state'] = 'permitted') => [{ state, date, last_date: date } as Booking];

test('what wants something comes first, what is over last, the next use before later ones', () => {
  const sorted = sortApplications([
    application('1', 'permitted', 'none', { bookings: on('2026-12-09') }),
    application('2', 'held', 'fill_in', { hold_expires_at_ms: 200 }),
    application('3', 'held', 'fill_in', { hold_expires_at_ms: 50 }),
    application('4', 'permitted_unpaid', 'pay'),
    application('5', 'over', 'none'),
    application('6', 'permitted', 'none', { bookings: on('2026-11-01') }),
    application('7', 'permitted', 'none', { bookings: on('2026-12-02') }),
    application('8', 'under_review', 'wait_for_review', { bookings: on('2026-12-30', 'under_review') }),
    application('9', 'permitted', 'pay_difference'),
    application('10', 'permitted', 'none', { bookings: [...on('2026-11-01', 'used'), ...on('2026-12-05')] }),
  ], 100, '2026-11-21');
  const ids = (list: Application[]) => list.map(({ application_id }) => application_id);
  expect(ids(sorted.unfinished)).toEqual(['2', '4', '9']);
  expect(ids(sorted.coming)).toEqual(['7', '10', '1', '8']);
  expect(ids(sorted.over)).toEqual(['3', '5', '6']);
});

test('a hold whose time is over wants nothing any more', () => {
  expect(isUnfinished(application('1', 'held', 'submit', { hold_expires_at_ms: 100 }), 99)).toBe(true);
  expect(isUnfinished(application('1', 'held', 'submit', { hold_expires_at_ms: 100 }), 100)).toBe(false);
});

test.each<[Application, string]>([
  [application('7', 'held', 'fill_in'), '/applications/7/details'],
  [application('7', 'held', 'pay'), '/applications/7/check'],
  [application('7', 'held', 'submit'), '/applications/7/check'],
  [application('7', 'held', 'submit_for_review'), '/applications/7/check'],
  [application('7', 'permitted_unpaid', 'pay'), '/applications/7/check'],
  [application('7', 'permitted_unpaid', 'pay', { attempt: { state: 'declined' } as Application['attempt'] }), '/applications/7/payment'],
  [application('7', 'permitted_unpaid', 'pay', { attempt: { state: 'paid' } as Application['attempt'] }), '/applications/7/check'],
  [application('7', 'under_review', 'pay_difference'), '/applications/7/check'],
  [application('7', 'permitted', 'pay_difference'), '/applications/7/check'],
  [application('7', 'under_review', 'wait_for_review'), '/applications/7'],
  [application('7', 'permitted', 'none'), '/applications/7'],
])('one goes on where one stopped (%#)', (open, place) => expect(nextPlace(open)).toBe(place));
