// A use that repeats: what is typed, what is missing, which dates are booked.
import type { SeriesPreview, SeriesRequest } from '../../shared/api/applications';
import type { Space, Use } from '../../shared/api/hiroba';
import type { Repetition } from '../../shared/api/staff';
import { addDays, isDate, normalizeDigits, weekdayOf } from '../../shared/time/civil';
import { isWhole } from '../parts/time_choices';
import type { Place } from '../parts/PlaceChooser';

export type Weekday = NonNullable<Repetition['weekdays']>[number];
export const weekday_codes: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export interface RepetitionForm { repeats: Repetition['repeats']; interval: string; weekdays: Weekday[]; last: string }
export type SeriesFault = 'time_missing' | 'first_missing' | 'last_missing' | 'last_before_first' | 'interval_wrong';

export function weekdayCodeOf(date: string): Weekday | undefined {
  return isDate(date) ? weekday_codes[weekdayOf(date)] : undefined;
}

/** Three months of the first date's weekday. */
export function startRepetition(first: string): RepetitionForm {
  return { repeats: 'weekly', interval: '1', weekdays: [], last: isDate(first) ? addDays(first, 13 * 7) : '' };
}

function intervalOf(form: RepetitionForm): number | undefined {
  const interval = Number(normalizeDigits(form.interval));
  return Number.isInteger(interval) && interval >= 1 && interval <= 12 ? interval : undefined;
}

export function seriesFaults(space: Space | undefined, place: Place, form: RepetitionForm): SeriesFault[] {
  const faults: SeriesFault[] = [];
  if (!space || !isWhole(space, place.wish)) faults.push('time_missing');
  if (!isDate(place.date)) faults.push('first_missing');
  if (!isDate(form.last)) faults.push('last_missing');
  else if (isDate(place.date) && form.last < place.date) faults.push('last_before_first');
  if (intervalOf(form) === undefined) faults.push('interval_wrong');
  return faults;
}

/** What is declared of each of its uses. */
export type SeriesTerms = Omit<Use, 'space' | 'date' | 'band' | 'start' | 'end' | 'nights'>;
export function termsIn({ space: _space, date: _date, band: _band, start: _start, end: _end, nights: _nights, ...terms }: Use): SeriesTerms {
  return terms;
}

/** At the prices of whom it is for, once that is known. */
export function seriesOf(place: Place, terms: SeriesTerms, form: RepetitionForm, applicant?: { account_id: string }): SeriesRequest {
  const use: Use = { space: place.space, date: place.date, ...place.wish, ...terms };
  const weekdays = form.repeats === 'weekly' && form.weekdays.length > 0 ? { weekdays: form.weekdays } : {};
  return { use, repetition: { repeats: form.repeats, last: form.last, interval: intervalOf(form) ?? 1, ...weekdays },
    ...(applicant ? { account_id: applicant.account_id } : {}) };
}

type PreviewDate = SeriesPreview['dates'][number];

/** The dates that staff did not leave out, each as a use of its own. */
export function usesOn(use: Use, dates: readonly PreviewDate[], left_out: ReadonlySet<string>): Use[] {
  return dates.filter(({ date }) => !left_out.has(date)).map(({ date }) => ({ ...use, date }));
}

/** Those of them that can be booked: what clashes costs nothing. */
export function fittingUsesOn(use: Use, dates: readonly PreviewDate[], left_out: ReadonlySet<string>): Use[] {
  return usesOn(use, dates.filter(({ code }) => code === null), left_out);
}

export interface SeriesCount { wanted: number; fitting: number; clashing: number }

export function countSeries(dates: readonly PreviewDate[], left_out: ReadonlySet<string>): SeriesCount {
  const wanted = dates.filter(({ date }) => !left_out.has(date));
  const fitting = wanted.filter(({ code }) => code === null);
  return { wanted: wanted.length, fitting: fitting.length, clashing: wanted.length - fitting.length };
}
