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

/** The earliest instant at which one of these opens for booking; it may have passed since they were fetched. */
export function nextOpening(days: readonly { opens_at_ms?: number }[]): number | undefined {
  const openings = days.map((day) => day.opens_at_ms).filter((at): at is number => at !== undefined);
  return openings.length > 0 ? Math.min(...openings) : undefined;
}
