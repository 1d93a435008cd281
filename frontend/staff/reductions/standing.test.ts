import { expect, test } from 'vitest';
import { empty_grant, endsSoon, grantFaults } from './standing';

test.each([
  ['in_force', '2027-01-28', 60], ['in_force', '2027-01-29', undefined], ['in_force', '2026-11-29', 0], ['ended', '2026-12-01', undefined], ['expired', '2026-11-01', undefined],
] as const)('%s until %s: %s', (state, valid_until, days) => expect(endsSoon({ state, valid_until }, '2026-11-29')).toBe(days));

test('a standing reduction needs its class, a day to come, and evidence that was seen', () => {
  expect(grantFaults(empty_grant, '2026-11-29')).toEqual(['reduction', 'valid_until', 'seen']);
  expect(grantFaults({ reduction: 'welfare', group_name: '', valid_until: '2026-11-28', seen: true }, '2026-11-29')).toEqual(['valid_until']);
  expect(grantFaults({ reduction: 'welfare', group_name: '', valid_until: '2027-03-31', seen: true }, '2026-11-29')).toEqual([]);
});
