import { expect, test } from 'vitest';
import type { Application, Booking } from '../../shared/api/hiroba';
import { isReducible } from './reducible';

const details = { purpose: 'x', people: 1, is_commercial: false };
const application = (part: Partial<Application>) => ({ kind: 'ordinary', details, bookings: [{ state: 'permitted' }], ...part }) as Application;
const only = (state: Booking['state']) => [{ state }] as Booking[];

test.each<[string, Partial<Application>, boolean]>([
  ['what is permitted', {}, true],
  ['what is looked at', { bookings: only('under_review') }, true],
  ['what was used', { bookings: only('used') }, true],
  ['what is held', { bookings: only('held') }, false],
  ['what was given back', { bookings: only('cancelled') }, false],
  ['official use', { kind: 'official' }, false],
  ['what is not filled in', { details: null }, false],
])('%s', (_, part, can) => expect(isReducible(application(part))).toBe(can));
