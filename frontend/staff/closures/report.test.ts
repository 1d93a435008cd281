import { expect, test } from 'vitest';
import type { ClosureReport } from '../../shared/api/staff';
import staff_en from '../../shared/i18n/generated/staff.en.gen';
import { setCatalogue, t } from '../../shared/i18n/text';
import { countOf, doneOf, tenthsDone, unlisted } from './report';

const totals = { kept: 2, revoked: 700, reinstated: 3, not_reinstated: 1, refund_yen: 1500 };

test('every booking in the way is counted once, whatever became of it', () => expect(countOf({ totals })).toBe(705));
test('what is counted and not listed is told as a number', () =>
  expect(unlisted({ totals, conflicts: Array.from({ length: 500 }) as ClosureReport['conflicts'] })).toBe(205));
test('what is done is what is not left', () => expect(doneOf({ kind: 'revoke', total: 120, left: 70 })).toBe(50));
test.each([[120, 120, 0], [120, 109, 0], [120, 108, 10], [120, 70, 40], [120, 1, 90], [3, 1, 60]])(
  'of %i, %i left is read aloud as %i percent', (total, left, percent) => expect(tenthsDone({ kind: 'revoke', total, left })).toBe(percent));
test.each([[0, 'No booking is back'], [1, '1 booking is back'], [2, '2 bookings are back']])('%i that came back are told as “%s”', (reinstated, words) => {
  setCatalogue('en', staff_en);
  expect(t('staff.closure.lifted_result', { reinstated, not_reinstated: 0 })).toBe(`Lifted. ${words}, 0 could not be brought back`);
});
