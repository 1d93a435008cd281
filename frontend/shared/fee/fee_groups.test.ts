import { expect, test } from 'vitest';
import type { Fee } from '../api/hiroba';
import { alikeFees, feeGroups, reducedBy, roundedBy, sumOf, taxAddedTo } from './fee_groups';

const text = (word: string) => ({ ja: word, en: word });
const line = (component: Fee['lines'][number]['component'], yen: number): Fee['lines'][number] =>
  ({ component, label: text('line'), quantity: 1, unit_yen: yen, percent: null, yen, article: text('別表第1'), account_code: '' });
const sum = (component: Fee['lines'][number]['component'], before: number, reduction: number, rounding: number): Fee['components'][number] =>
  ({ component, account_code: '', before_reduction_yen: before, reduction_yen: reduction, tax_added_yen: 0, rounding_yen: rounding, yen: before + reduction + rounding });

const fee: Fee = {
  total_yen: 1_340, tax_included_yen: 121, reduction_code: 'welfare',
  components: [sum('facility', 1_685, -843, -2), sum('additional', 0, 0, 0), sum('equipment', 500, 0, 0)],
  lines: [line('facility', 1_685), line('facility', -843), line('facility', -2), line('equipment', 500)],
};

test('only the components that say something are shown, each with its lines', () => {
  expect(feeGroups(fee).map(({ component, lines }) => [component, lines.length])).toEqual([['facility', 3], ['equipment', 1]]);
});

test('what was taken off is told as what it is worth', () => {
  expect(reducedBy(fee)).toBe(843);
  expect(roundedBy(fee)).toBe(2);
});

test('the fees of several uses together', () => expect(sumOf([fee, fee])).toBe(2_680));

test('fees that are the same are told once, with all their uses', () => {
  const other = { ...fee, total_yen: 0 };
  expect(alikeFees([fee, other, { ...fee }], ['1 Dec', '8 Dec', '15 Dec'])).toEqual([
    { fee, titles: ['1 Dec', '15 Dec'] }, { fee: other, titles: ['8 Dec'] },
  ]);
});

test('the amounts of the table add up to its total: the lines of all components, and nothing else', () => {
  const up: Fee = {
    total_yen: 15_015, tax_included_yen: 1_365, reduction_code: 'welfare',
    components: [
      { ...sum('facility', 13_646, 0, 4), tax_added_yen: 1_365, yen: 15_015 },
      sum('additional', 1_000, -1_000, 0),
    ],
    lines: [line('facility', 13_646), line('facility', 1_365), line('facility', 4), line('additional', 1_000), line('additional', -1_000)],
  };
  for (const each of [fee, up]) {
    const groups = feeGroups(each);
    expect(groups.flatMap(({ lines }) => lines).reduce((added, { yen }) => added + yen, 0)).toBe(each.total_yen);
    for (const { lines, sum: told } of groups) expect(lines.reduce((added, { yen }) => added + yen, 0)).toBe(told?.yen);
  }
  expect([taxAddedTo(up), roundedBy(up)]).toEqual([1_365, -4]);
});
