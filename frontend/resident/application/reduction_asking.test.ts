import { expect, test } from 'vitest';
import type { Application, Booking, Town } from '../../shared/api/hiroba';
import { askingFor, type Asking } from './reduction_asking';

const town = { reductions: [{ code: 'g5', automatic: false, user_class: null }] } as unknown as Town;
const none = { reductions: [{ code: 'g5', automatic: true, user_class: null }] } as unknown as Town;
const booking = (state: Booking['state']) => ({ date: '2026-12-10', start: '09:00', state }) as Booking;
const application = (part: Partial<Application>) =>
  ({ state: 'permitted', bookings: [booking('permitted')], reduction: null, user_class: 'in_town', ...part }) as Application;
const waiting = { state: 'waiting' } as Application['reduction'];
const refused = { state: 'refused' } as Application['reduction'];
const before = Date.parse('2026-12-10T08:59:00+09:00');
const after = Date.parse('2026-12-10T09:00:00+09:00');

test.each<[string, Partial<Application>, Town, number, Asking]>([
  ['what is permitted and to come can be reduced', {}, town, before, 'open'],
  ['what has begun cannot', {}, town, after, 'over'],
  ['what was given back cannot', { bookings: [booking('cancelled')] }, town, before, 'over'],
  ['what is held is asked for in the form', { state: 'held', bookings: [booking('held')] }, town, before, 'in_the_form'],
  ['one request at a time', { reduction: waiting }, town, before, 'waiting'],
  ['again after a refusal', { reduction: refused }, town, before, 'open'],
  ['nobody asks for what is given by rule', {}, none, before, 'none_offered'],
])('%s', (_, part, of, now_ms, asking) => expect(askingFor(application(part), of, now_ms)).toBe(asking));
