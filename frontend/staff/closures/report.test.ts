import { expect, test } from 'vitest';
import type { ClosureReport } from '../../shared/api/staff';
import { sumsOf } from './report';

function report(state: 'in_force' | 'lifted', ...conflicts: [outcome: string, refund_yen: number, code?: string][]): ClosureReport {
  return { closure: { state }, conflicts: conflicts.map(([outcome, refund_yen, code]) => ({ outcome, refund_yen, code: code ?? null })) } as ClosureReport;
}

test('counts what was kept and revoked, and what is due', () =>
  expect(sumsOf(report('in_force', ['kept', 0], ['revoked', 1000], ['revoked', 500])))
    .toEqual({ kept: 1, revoked: 2, reinstated: 0, not_reinstated: 0, refund_yen: 1500 }));
test('after lifting, what came back is no longer due and what could not is told', () =>
  expect(sumsOf(report('lifted', ['reinstated', 1000], ['revoked', 500, 'already_taken'])))
    .toEqual({ kept: 0, revoked: 1, reinstated: 1, not_reinstated: 1, refund_yen: 500 }));
