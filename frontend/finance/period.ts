// The period of a report: read from the address, checked before it is asked for.
import { isDate, monthOf } from '../shared/time/civil';

export interface Period { from: string; to: string }
export type PeriodError = { field: 'from' | 'to'; code: 'from_missing' | 'to_missing' | 'to_before_from' };

/** The current month so far, unless the address says otherwise. */
export function periodOf(query: URLSearchParams, today: string): Period {
  const from = query.get('from') ?? '';
  const to = query.get('to') ?? '';
  return isDate(from) && isDate(to) ? { from, to } : { from: `${monthOf(today)}-01`, to: today };
}

export function periodErrors({ from, to }: Period): PeriodError[] {
  const errors: PeriodError[] = [];
  if (!isDate(from)) errors.push({ field: 'from', code: 'from_missing' });
  if (!isDate(to)) errors.push({ field: 'to', code: 'to_missing' });
  if (errors.length === 0 && to < from) errors.push({ field: 'to', code: 'to_before_from' });
  return errors;
}
