import { describe, expect, test } from 'vitest';
import { admissionFaults, admissionFormOf, declaredSoFar, empty_admission, isWrongPrice, lacksPrice, yenOf } from './admission_form';

test.each([
  ['1000', 1000], ['１，０００円', 1000], ['¥ 500', 500], ['0', undefined], ['-5', undefined], ['1000001', undefined], ['千円', undefined], ['', undefined],
])('the ticket of %s is %s yen', (typed, amount) => expect(yenOf(typed)).toBe(amount));

test.each([
  ['yes', '', true], ['yes', '-5', true], ['yes', 'abc', true], ['yes', '99999999', true], ['yes', '800', false], ['no', 'abc', false],
] as const)('tickets "%s" of "%s" leave the fee open: %s', (charges, highest_yen, lacks) =>
  expect(lacksPrice({ ...empty_admission, charges, highest_yen })).toBe(lacks));

test.each([['', false], [' ', false], ['800', false], ['-5', true], ['abc', true], ['99999999', true]])(
  '"%s" is typed wrongly: %s', (typed, wrong) => expect(isWrongPrice(typed)).toBe(wrong));

describe('what is missing', () => {
  const whole = { charges: 'no', highest_yen: '', sells: 'no', reduction: '' } as const;
  test.each([
    [empty_admission, ['charges_missing', 'sells_missing']],
    [whole, []],
    [{ ...whole, charges: 'yes' as const }, ['highest_missing']],
    [{ ...whole, charges: 'yes' as const, highest_yen: 'たくさん' }, ['highest_not_a_number']],
    [{ ...whole, charges: 'yes' as const, highest_yen: '800' }, []],
  ])('of %o: %o', (form, codes) => expect(admissionFaults(form).map(({ code }) => code)).toEqual(codes));
});

test('a price that was typed before "no" was chosen does not count', () => {
  expect(declaredSoFar({ charges: 'no', highest_yen: '800', sells: 'no', reduction: 'school' })).toEqual({ is_commercial: false, reduction_code: 'school' });
});

test('what was declared comes back into the form', () => {
  for (const declared of [{ highest_admission_yen: 800, is_commercial: true, reduction_code: 'school' }, { is_commercial: false }])
    expect(declaredSoFar(admissionFormOf(declared))).toEqual(declared);
});
