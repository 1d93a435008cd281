import { expect, test } from 'vitest';
import { changeYen, formForNothing, freshForm, isTooMuch, takeErrors, takingOf, yenOf, type TakeForm } from './take_form';

const cash = (more: Partial<TakeForm> = {}): TakeForm => ({ ...freshForm(['cash', 'terminal', 'bank_transfer'], 1240, '2026-11-29'), ...more });

test('amounts are read as people type them', () => {
  expect(yenOf('１２，３００円')).toBe(12_300);
  expect(yenOf(' 1,240 ')).toBe(1240);
  for (const wrong of ['', '12.5', '-3', 'abc', '12345678901']) expect(yenOf(wrong)).toBe(undefined);
});

test('a form begins with all that is left, in cash', () => {
  expect(takingOf(cash())).toEqual({ method: 'cash', amount_yen: 1240, given_yen: 1240 });
  expect(freshForm(['terminal'], 500, '2026-11-29').method).toBe('terminal');
});

test('the change is what was given above the amount', () => {
  expect(changeYen(cash({ given: '2000' }))).toBe(760);
  expect(changeYen(cash())).toBe(0);
  expect(changeYen(cash({ given: '1000' }))).toBe(undefined);
});

test('never more than is left, never less given than is taken', () => {
  expect(takeErrors(cash({ amount: '1241' }), 1240)).toEqual([{ field: 'amount', code: 'too_much' }]);
  expect(takeErrors(cash({ amount: '' , given: '1000' }), 1240)).toEqual([{ field: 'amount', code: 'amount_missing' }]);
  expect(takeErrors(cash({ given: '1000' }), 1240)).toEqual([{ field: 'given', code: 'given_too_little' }]);
  expect(takeErrors(cash({ amount: '1000', given: '1000' }), 1240)).toEqual([]);
});

test('what is no cash names how it can be found again, a transfer also its day', () => {
  expect(takeErrors(cash({ method: 'terminal' }), 1240)).toEqual([{ field: 'reference', code: 'reference_missing' }]);
  expect(takingOf(cash({ method: 'terminal', reference: ' 000123 ' }))).toEqual({ method: 'terminal', amount_yen: 1240, terminal_kind: 'credit', reference: '000123' });
  expect(takeErrors(cash({ method: 'bank_transfer', reference: 'A-1', received_on: '' }), 1240)).toEqual([{ field: 'received_on', code: 'date_missing' }]);
  expect(takingOf(cash({ method: 'bank_transfer', reference: 'A-1' }))).toEqual({ method: 'bank_transfer', amount_yen: 1240, reference: 'A-1', received_on: '2026-11-29' });
});

test('a transfer that is too much is taken when what is too much becomes a case; cash never', () => {
  const transfer = cash({ method: 'bank_transfer', amount: '2000', reference: 'A-1' });
  expect(isTooMuch(transfer, 1240)).toBe(true);
  expect(isTooMuch(cash({ amount: '2000' }), 1240)).toBe(false);
  expect(takeErrors(transfer, 1240)).toEqual([{ field: 'amount', code: 'too_much' }]);
  expect(takeErrors({ ...transfer, excess_to_case: true }, 1240)).toEqual([]);
  expect(takeErrors(cash({ amount: '2000', excess_to_case: true }), 1240)).toEqual([{ field: 'amount', code: 'too_much' }]);
  expect(takingOf({ ...transfer, excess_to_case: true })).toMatchObject({ amount_yen: 2000, excess_to_case: true });
});

test('for nothing that is owed a transfer is recorded, and is a case', () => {
  const form = { ...formForNothing('2026-11-29'), amount: '470', reference: 'A-1' };
  expect(takeErrors(form, 0)).toEqual([]);
  expect(takingOf(form)).toEqual({ method: 'bank_transfer', amount_yen: 470, reference: 'A-1', received_on: '2026-11-29', excess_to_case: true });
});
