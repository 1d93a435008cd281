import { beforeEach, expect, test } from 'vitest';
import ja from '../../i18n/ja.json';
import type { Application, Booking } from '../../shared/api/hiroba';
import { setCatalogue } from '../../shared/i18n/text';
import { reasonOf, reasonsOfHolds } from './ended_hold';

const booking = (booking_id: string, reason: string | null) => ({ booking_id, state: 'revoked', reason }) as Booking;
const closed = (booking_id: string) => ({ booking_id, reason: { ja: '漏水のため', en: 'Water' } });

beforeEach(() => setCatalogue('ja', ja));

test('a closure says why in the language of the page, and once for several holds', () => {
  const bookings = [booking('1', '漏水のため / Water'), booking('2', '漏水のため / Water')];
  const application = { bookings, decisions: [], closed_holds: [closed('1'), closed('2')] } as unknown as Application;
  expect(reasonOf(application, bookings[0]!)).toBe('漏水のため');
  expect(reasonsOfHolds(application)).toEqual(['漏水のため']);
});

test('else it is what staff wrote, of holds alone', () => {
  const bookings = [booking('1', '催しのため'), booking('2', '条件違反'), booking('3', null)];
  const application = { bookings, decisions: [{ booking_ids: ['2'] }] } as unknown as Application;
  expect(reasonsOfHolds(application)).toEqual(['催しのため']);
  expect(reasonOf(application, bookings[1]!)).toBe('条件違反');
});
