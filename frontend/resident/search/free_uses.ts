import type { FreeUse } from '../../shared/api/availability';

export interface UsesOfDate { date: string; uses: FreeUse[] }

/** In the order in which they came: the earliest first, of alternatives the nearest first. */
export function byDate(uses: readonly FreeUse[]): UsesOfDate[] {
  const groups: UsesOfDate[] = [];
  for (const use of uses) {
    const group = groups.find(({ date }) => date === use.date);
    if (group) group.uses.push(use);
    else groups.push({ date: use.date, uses: [use] });
  }
  return groups;
}
