// A closure's report in numbers.
import type { ClosureReport } from '../../shared/api/staff';

export interface ReportSums { kept: number; revoked: number; reinstated: number; not_reinstated: number; refund_yen: number }

/** `not_reinstated`: still revoked after the closure was lifted, with a code that says why. */
export function sumsOf({ closure, conflicts }: ClosureReport): ReportSums {
  const count = (outcome: ClosureReport['conflicts'][number]['outcome']) => conflicts.filter((conflict) => conflict.outcome === outcome).length;
  return {
    kept: count('kept'), revoked: count('revoked'), reinstated: count('reinstated'),
    not_reinstated: closure.state === 'lifted' ? conflicts.filter(({ outcome, code }) => outcome === 'revoked' && code !== null).length : 0,
    refund_yen: conflicts.filter(({ outcome }) => outcome === 'revoked').reduce((sum, { refund_yen }) => sum + refund_yen, 0),
  };
}
