import { expect, test } from 'vitest';
import type { Town } from '../api/hiroba';
import { askable, brokenCondition, conditionsOf, percentParts, type ReductionClass } from './reductions';

const text = (word: string) => ({ ja: word, en: word });
const welfare: ReductionClass = {
  code: 'welfare', name: text('福祉団体'), percent: { facility: 50, additional: 0, equipment: 25 }, automatic: false, only_registered_groups: false,
  not_with_admission: true, not_with_commercial: false, user_class: null, evidence: text('手帳'), article: text('別表第3'),
};
const school: ReductionClass = { ...welfare, code: 'school', automatic: true };
const residents: ReductionClass = { ...welfare, code: 'residents', user_class: 'in_town', only_registered_groups: true, not_with_commercial: true };
const town = { reductions: [welfare, school, residents] } as Town;

test('nobody asks for what is given by rule, nor for what is for others', () => {
  expect(askable(town, 'in_town').map(({ code }) => code)).toEqual(['welfare', 'residents']);
  expect(askable(town, 'out_of_town').map(({ code }) => code)).toEqual(['welfare']);
});

test('conditions are told before they are broken', () => {
  expect(conditionsOf(residents)).toEqual(['registered', 'no_admission', 'no_commercial']);
  expect(brokenCondition(welfare, { charges: 'yes', sells: 'no' })).toBe('no_admission');
  expect(brokenCondition(welfare, { charges: 'no', sells: 'yes' })).toBeUndefined();
  expect(brokenCondition(residents, { charges: 'no', sells: 'yes' })).toBe('no_commercial');
});

test('what is taken off of what', () => {
  expect(percentParts(welfare)).toEqual([{ component: 'facility', percent: 50 }, { component: 'equipment', percent: 25 }]);
});
