import { expect, test } from 'vitest';
import type { Booking, Space } from '../../shared/api/hiroba';
import { changeOf, formOf, type ChangeForm } from './change_form';

const booking = { booking_id: '5', space: 'hall', date: '2026-12-01', start: '09:00', end: '12:00', band: 'morning', nights: null,
  equipment: [{ code: 'piano', quantity: 1 }, { code: 'microphone', quantity: 2 }] } as Booking;
const hall = { code: 'hall', use: 'by_band', bands: [{ code: 'morning' }, { code: 'evening' }] } as unknown as Space;
const court = { code: 'court', use: 'by_hour', bands: [] } as unknown as Space;
const before = formOf(booking);

test.each<[string, Space | undefined, Partial<ChangeForm>, unknown]>([
  ['nothing', hall, {}, 'nothing_changed'],
  ['the same equipment in another order is nothing', hall, { equipment: [...before.equipment].reverse() }, 'nothing_changed'],
  ['the date', hall, { place: { ...before.place, date: '2026-12-02' } }, { booking_id: '5', scope: 'one', date: '2026-12-02' }],
  ['a date that does not exist', hall, { place: { ...before.place, date: '2026-02-30' } }, 'date_missing'],
  ['the date of all is left out', hall, { scope: 'all', place: { ...before.place, date: '2026-12-02', wish: { band: 'evening' } } },
    { booking_id: '5', scope: 'all', band: 'evening' }],
  ['the band of this and the following', hall, { scope: 'following', place: { ...before.place, wish: { band: 'evening' } } },
    { booking_id: '5', scope: 'following', band: 'evening' }],
  ['another space brings its own time', court, { place: { ...before.place, space: 'court', wish: { start: '09:00', end: '11:00' } } },
    { booking_id: '5', scope: 'one', space: 'court', start: '09:00', end: '11:00' }],
  ['another space without a time', court, { place: { ...before.place, space: 'court', wish: {} } }, 'time_missing'],
  ['less equipment', hall, { equipment: [] }, { booking_id: '5', scope: 'one', equipment: [] }],
])('%s', (_, space, change, expected) => expect(changeOf(booking, space, { ...before, ...change })).toEqual(expected));
