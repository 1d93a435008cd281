// A month as weeks, Sunday first, for the table of ○ △ × 休 －.
import type { MonthAvailability } from '../shared/api/hiroba';
import { weekdayOf } from '../shared/time/civil';

export type MarkedDay = MonthAvailability['days'][number];
export type Mark = MarkedDay['mark'];

/** Rows of seven; days of other months are undefined. */
export function weeksOf(days: readonly MarkedDay[]): (MarkedDay | undefined)[][] {
  const [first] = days;
  if (!first) return [];
  const cells: (MarkedDay | undefined)[] = [...Array<undefined>(weekdayOf(first.date)).fill(undefined), ...days];
  while (cells.length % 7 !== 0) cells.push(undefined);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

export function canBook(mark: Mark): boolean {
  return mark === 'free' || mark === 'few';
}

export function earliestFree(days: readonly MarkedDay[]): MarkedDay | undefined {
  return days.find((day) => canBook(day.mark));
}

/** The next instant at which a day of this month opens for booking. */
export function nextOpening(days: readonly { opens_at_ms?: number }[], now_ms: number): number | undefined {
  const coming = days.map((day) => day.opens_at_ms).filter((at): at is number => at !== undefined && at > now_ms);
  return coming.length > 0 ? Math.min(...coming) : undefined;
}
