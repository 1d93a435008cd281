import { expect, test } from 'vitest';
import type { Fee } from '../api/hiroba';
import { feesOf, quotedUses } from './live_fees';

const fee = { total_yen: 470 } as Fee;

test('a use has its fee, or the reason why it has none', () => {
  const quoted = quotedUses({ reduction_code: null, total_yen: 470, total_if_granted_yen: null,
    uses: [{ fee, code: null, facts: {} }, { fee: null, code: 'climate_not_offered', facts: { date: '2026-10-10' } }] });
  expect(quoted[0]).toEqual({ fee });
  expect(quoted[1]).toMatchObject({ failure: { kind: 'refusal', code: 'climate_not_offered', facts: { date: '2026-10-10' } } });
  expect(feesOf(quoted)).toBeUndefined();
  expect(feesOf(quoted.slice(0, 1))).toEqual([fee]);
  expect(feesOf([])).toBeUndefined();
});
