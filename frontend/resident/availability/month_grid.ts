// A month as weeks, Sunday first, for the table of ○ △ × 休 －, and why its days cannot be booked.
import type { MonthAvailability } from '../../shared/api/hiroba';
import { addDays, weekdayOf } from '../../shared/time/civil';

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

/** From that day on nothing of the month can be booked or waited for, today or later. */
export function isOver(days: readonly MarkedDay[], today: string): boolean {
  return days.every(({ date, mark, opens_at_ms }) => date < today || ((mark === 'closed' || mark === 'outside') && opens_at_ms === undefined));
}

/** The earliest instant at which one of these opens for booking; it may have passed since they were fetched. */
export function nextOpening(days: readonly { opens_at_ms?: number }[]): number | undefined {
  const openings = days.map((day) => day.opens_at_ms).filter((at): at is number => at !== undefined);
  return openings.length > 0 ? Math.min(...openings) : undefined;
}

export interface DateRun { first: string; last: string }

/** Dates in a row become one: 1, 2, 3, 7 → 1–3, 7. */
export function runsOf(dates: readonly string[]): DateRun[] {
  const runs: DateRun[] = [];
  for (const date of dates) {
    const last = runs[runs.length - 1];
    if (last && addDays(last.last, 1) === date) last.last = date;
    else runs.push({ first: date, last: date });
  }
  return runs;
}

export interface MonthReason { day: MarkedDay; runs: DateRun[] }

/** Why days are closed or outside: each reason once, with its dates, in the order of the month. */
export function reasonsOf(days: readonly MarkedDay[]): MonthReason[] {
  const found = new Map<string, MarkedDay[]>();
  for (const day of days) {
    if (day.reason === undefined) continue;
    const key = `${day.mark} ${day.reason} ${day.opens_at_ms ?? ''}`;
    found.set(key, [...(found.get(key) ?? []), day]);
  }
  return [...found.values()].flatMap((same) => {
    const [day] = same;
    return day ? [{ day, runs: runsOf(same.map(({ date }) => date)) }] : [];
  });
}
