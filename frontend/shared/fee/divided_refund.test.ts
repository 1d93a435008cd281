import { beforeAll, expect, test } from 'vitest';
import words from '../i18n/generated/staff.ja.gen';
import { setCatalogue, type Catalogue } from '../i18n/text';
import { dividedWords, paidFirst } from './divided_refund';

beforeAll(() => setCatalogue('ja', words as Catalogue));

test('what is set off and what is paid out are told where a refund is divided, and nothing where it is not', () => {
  expect(dividedWords({ yen: 1_000, set_off_yen: 600, pay_out_yen: 400 })).toBe('還付額 1,000円 のうち 600円 を未納の差額に充て（充当）、400円 をお返しします');
  expect(dividedWords({ yen: 600, set_off_yen: 600, pay_out_yen: 0 })).toBe('還付額 600円 のうち 600円 を未納の差額に充て（充当）、0円 をお返しします');
  expect(dividedWords({ yen: 1_000, set_off_yen: 0, pay_out_yen: 1_000 })).toBeUndefined();
});

test('a refund pays first what the uses that stay owe, and no more than it is', () => {
  const bookings = [{ booking_id: '1', older_difference_yen: 100 }, { booking_id: '2', older_difference_yen: 300 }, { booking_id: '3', older_difference_yen: 0 }];
  expect(paidFirst(bookings, ['3'], 1_000)).toBe(400);
  expect(paidFirst(bookings, ['1', '3'], 1_000)).toBe(300);
  expect(paidFirst(bookings, ['3'], 250)).toBe(250);
  expect(paidFirst(bookings, ['1', '2'], 1_000)).toBe(0);
});
