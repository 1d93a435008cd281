// Standing reductions: which need a warning, and what is missing in a new one.
import type { StandingReduction } from '../../shared/api/staff';
import { daysBetween, isDate } from '../../shared/time/civil';

const warned_days = 60;

/** Days until it ends, when that is soon; undefined otherwise. */
export function endsSoon({ state, valid_until }: Pick<StandingReduction, 'state' | 'valid_until'>, today: string): number | undefined {
  if (state !== 'in_force') return undefined;
  const days = daysBetween(today, valid_until);
  return days <= warned_days ? days : undefined;
}

export interface GrantForm { reduction: string; group_name: string; valid_until: string; seen: boolean }
export type GrantField = 'reduction' | 'valid_until' | 'seen';
export const empty_grant: GrantForm = { reduction: '', group_name: '', valid_until: '', seen: false };

export function grantFaults({ reduction, valid_until, seen }: GrantForm, today: string): GrantField[] {
  return [
    ...(reduction === '' ? ['reduction' as const] : []),
    ...(!isDate(valid_until) || valid_until < today ? ['valid_until' as const] : []),
    ...(seen ? [] : ['seen' as const]),
  ];
}
