import { expect, test } from 'vitest';
import type { Application, Booking } from '../../shared/api/hiroba';
import { chosenAtFirst, countsInCap, idsToSend, meaningOf, setOffOf } from './cancel_choice';

function booking(booking_id: string, yen: number | undefined, kept_yen = 1000): Booking {
  const refund = yen === undefined ? null : { percent: 50, fee_yen: 1000, kept_yen, yen, article: { ja: '', en: '' } };
  return { booking_id, refund, older_difference_yen: 0 } as Booking;
}

const application = { paid_yen: 2000, refunds: [], bookings: [booking('1', 500), booking('2', 300), booking('3', undefined), booking('4', 0, 0)] } as unknown as Application;

test('the one that was pointed at is chosen, else all that can be given back', () => {
  expect(chosenAtFirst(application, '2')).toEqual(['2']);
  expect(chosenAtFirst(application, '3')).toEqual(['1', '2', '4']);
  expect(chosenAtFirst(application, null)).toEqual(['1', '2', '4']);
});

test('all of it is given back as a whole', () => {
  expect(idsToSend(application, ['1', '2', '4'])).toBeUndefined();
  expect(idsToSend(application, ['2'])).toEqual(['2']);
});

test('what is paid and what comes back is summed over what is chosen', () => {
  expect(meaningOf(application, ['1', '4'])).toEqual({ paid_yen: 1000, refund_yen: 500 });
  expect(meaningOf(application, ['1', '2'])).toEqual({ paid_yen: 2000, refund_yen: 800 });
  expect(meaningOf(application, [])).toEqual({ paid_yen: 0, refund_yen: 0 });
});

test('of what is paid in part, that part is told', () => {
  const part = { bookings: [booking('1', 0, 300), booking('2', 500)] } as Application;
  expect(meaningOf(part, ['1'])).toEqual({ paid_yen: 300, refund_yen: 0 });
  expect(meaningOf(part, ['1', '2'])).toEqual({ paid_yen: 1300, refund_yen: 500 });
});

test('what comes back pays first an unpaid difference of a use that stays', () => {
  const owing = { ...application, bookings: [booking('1', 500), { ...booking('2', 300), older_difference_yen: 200 }] } as Application;
  expect(setOffOf(owing, ['1'])).toBe(200);
  expect(setOffOf({ ...owing, bookings: [booking('1', 500), { ...booking('2', 300), older_difference_yen: 700 }] } as Application, ['1'])).toBe(500);
  expect(setOffOf(owing, ['1', '2'])).toBe(0);
  expect(setOffOf(application, ['1'])).toBe(0);
});

test('whether what is given back counts towards a daily cap', () => {
  const capped = { ...application, bookings: [booking('1', 500), { ...booking('2', 300), counts_in_day_cap: true }] } as Application;
  expect(countsInCap(capped, ['1'])).toBe(false);
  expect(countsInCap(capped, ['1', '2'])).toBe(true);
});
