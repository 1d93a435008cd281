import { beforeEach, expect, test } from 'vitest';
import ja from '../../i18n/ja.json';
import type { Booking } from '../../shared/api/hiroba';
import { setCatalogue } from '../../shared/i18n/text';
import { feeText } from './fee_text';

// The sentences of the catalogue as they stand.
beforeEach(() => setCatalogue('ja', ja));

test('what no money paid is not called unpaid before it is known what tickets pay', () => {
  expect(feeText({ fee: { total_yen: 630 } as Booking['fee'], paid: false }, undefined)).toBe('630円');
  expect(feeText({ fee: { total_yen: 630 } as Booking['fee'], paid: true }, undefined)).toBe(feeText({ fee: { total_yen: 630 } as Booking['fee'], paid: true }, 0));
});

test.each([
  [0, true, 0, 'staff.panel.free_of_charge'],
  [630, true, 0, 'staff.panel.fee_paid'],
  [630, false, 0, 'staff.panel.fee_unpaid'],
  [630, false, 630, 'staff.panel.fee_by_tickets'],
  [630, false, 420, 'staff.panel.fee_tickets_unpaid'],
  [630, true, 420, 'staff.panel.fee_tickets_paid'],
] as const)('a fee of %i, paid: %s, %i of it by tickets', (total_yen, paid, tickets_yen, id) => {
  expect(feeText({ fee: { total_yen } as Booking['fee'], paid }, tickets_yen)).toBe(ja[id]);
});
