// A closure's report in numbers.
import type { ClosureReport, ClosureTask } from '../../shared/api/staff';

export function countOf({ totals: { kept, revoked, reinstated } }: Pick<ClosureReport, 'totals'>): number {
  return kept + revoked + reinstated;
}

/** Bookings that are counted and not listed. */
export function unlisted(report: Pick<ClosureReport, 'totals' | 'conflicts'>): number {
  return countOf(report) - report.conflicts.length;
}

export function doneOf({ total, left }: ClosureTask): number {
  return total - left;
}

/** What is read aloud: full tenths only, so that a screen reader is not talked to death. */
export function tenthsDone(task: ClosureTask): number {
  return Math.floor((doneOf(task) * 10) / task.total) * 10;
}
