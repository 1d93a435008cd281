// Weekly and monthly use: the form, and what is asked of the server.
import type { SeriesPreview, SeriesRequest } from '../../shared/api/applications';
import type { Use } from '../../shared/api/hiroba';
import { isDate, weekdayOf } from '../../shared/time/civil';
import { weekdays, type Weekday } from '../search/wish';

export const rhythms = ['weekly', 'fortnightly', 'monthly_by_date', 'monthly_by_weekday', 'daily'] as const;
export type Rhythm = (typeof rhythms)[number];
export interface SeriesForm { rhythm: Rhythm; last: string; weekdays: readonly Weekday[] }
export type SeriesCode = 'last_missing' | 'last_before_first' | 'weekday_missing';
export interface SeriesError { field: 'last' | 'weekdays'; code: SeriesCode }

export function startingSeries(first: string): SeriesForm {
  return { rhythm: 'weekly', last: '', weekdays: [weekdays[weekdayOf(first)] ?? 'sun'] };
}

export function isWeekly(rhythm: Rhythm): boolean {
  return rhythm === 'weekly' || rhythm === 'fortnightly';
}

export function seriesErrors(form: SeriesForm, first: string): SeriesError[] {
  const errors: SeriesError[] = [];
  if (!isDate(form.last)) errors.push({ field: 'last', code: 'last_missing' });
  else if (form.last < first) errors.push({ field: 'last', code: 'last_before_first' });
  if (isWeekly(form.rhythm) && form.weekdays.length === 0) errors.push({ field: 'weekdays', code: 'weekday_missing' });
  return errors;
}

export function seriesRequest(use: Use, form: SeriesForm): SeriesRequest {
  const repeats = form.rhythm === 'fortnightly' ? 'weekly' : form.rhythm;
  return {
    use,
    repetition: {
      repeats,
      last: form.last,
      interval: form.rhythm === 'fortnightly' ? 2 : 1,
      ...(isWeekly(form.rhythm) ? { weekdays: weekdays.filter((day) => form.weekdays.includes(day)) } : {}),
    },
  };
}

type SeriesDate = SeriesPreview['dates'][number];

/** The free dates are ticked at first, as many as one application may have. */
export function tickedAtFirst(dates: readonly SeriesDate[], most: number): string[] {
  return dates.filter(({ code }) => code === null).slice(0, most).map(({ date }) => date);
}

/** The same use on each of the dates. */
export function usesOn(use: Use, dates: readonly string[]): Use[] {
  return [...dates].sort().map((date) => ({ ...use, date }));
}
