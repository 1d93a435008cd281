// Changing a booking: the form begins with how it is; only what differs is asked for.
import type { ChangeRequest } from '../../shared/api/applications';
import type { ApplicationDetails, Booking, Space, Use } from '../../shared/api/hiroba';
import { addDays, isDate, minuteOf, timeAt } from '../../shared/time/civil';
import { bareHours } from '../../shared/fee/quote_request';
import { admissionFaults, admissionFormOf, declaredSoFar, empty_admission, type AdmissionCode, type AdmissionForm } from '../../shared/terms/admission_form';
import { changedTerms, extraFaults, termsFormOf, type TermsForm } from '../../shared/terms/terms_form';

export type Scope = ChangeRequest['scope'];
export interface ChangeForm {
  scope: Scope;
  space: string;
  date: string;
  band: string;
  start: string;
  end: string;
  nights: string;
  terms: TermsForm;
  /** Of the whole application. */
  admission: AdmissionForm;
}
export type ChangeCode = 'nothing_changed' | 'date_missing' | 'band_missing' | 'time_missing' | 'end_before_start' | 'amount_wrong' | AdmissionCode;
export interface ChangeError { field: string; code: ChangeCode }
/** What the change is about: one booking, and what is declared of its application. */
export interface Changing { booking: Booking; details: ApplicationDetails | null; space: Space; climate_in_season: boolean }

export const terms_id = 'terms';

export function changeFormOf(booking: Booking, details: ApplicationDetails | null): ChangeForm {
  const { start, end } = bareHours(booking);
  return {
    scope: 'one',
    space: booking.space,
    date: booking.date,
    band: booking.band ?? '',
    start,
    end,
    nights: String(booking.nights ?? 1),
    terms: termsFormOf(booking),
    admission: details ? admissionFormOf(details) : empty_admission,
  };
}

/** Another space may be used in another way, and have other bands and equipment: what does not fit there falls away. */
export function inSpace(form: ChangeForm, space: Space): ChangeForm {
  const keeps_band = space.bands.some(({ code }) => code === form.band);
  const equipment = Object.fromEntries(Object.entries(form.terms.equipment).filter(([code]) => space.equipment.includes(code)));
  return { ...form, space: space.code, band: keeps_band ? form.band : '', terms: { ...form.terms, equipment } };
}

export function changeErrors(form: ChangeForm, changing: Changing): ChangeError[] {
  const { space, details } = changing;
  const errors: ChangeError[] = [];
  if (form.scope === 'one' && !isDate(form.date)) errors.push({ field: 'date', code: 'date_missing' });
  if (space.use === 'by_band' && form.band === '') errors.push({ field: 'band', code: 'band_missing' });
  if (space.use === 'by_hour' && (form.start === '' || form.end === '')) errors.push({ field: 'start', code: 'time_missing' });
  else if (space.use === 'by_hour' && minuteOf(form.end) <= minuteOf(form.start)) errors.push({ field: 'end', code: 'end_before_start' });
  errors.push(...extraFaults(form.terms, space.offers).map((code) => ({ field: `${terms_id}-${code}`, code: 'amount_wrong' as const })));
  if (details) errors.push(...admissionFaults(form.admission));
  if (errors.length === 0 && !changesAnything(changeRequest(form, changing))) {
    errors.push({ field: 'space', code: 'nothing_changed' });
  }
  return errors;
}

/** The use as it would be, without its terms; undefined while it is none. */
export function wishedUse(form: ChangeForm, booking: Booking, space: Space): Use | undefined {
  const date = form.scope === 'one' ? form.date : booking.date;
  if (!isDate(date)) return undefined;
  if (space.use === 'by_night') return { space: space.code, date, nights: Number(form.nights) };
  if (space.use === 'by_band') return form.band === '' ? undefined : { space: space.code, date, band: form.band };
  const { start, end } = form;
  return start !== '' && end !== '' && minuteOf(start) < minuteOf(end) ? { space: space.code, date, start, end } : undefined;
}

type Time = Pick<ChangeRequest, 'band' | 'start' | 'end' | 'nights'>;

function timeOf(form: ChangeForm, booking: Booking, space: Space): Time {
  if (space.use === 'by_band') return form.band === booking.band ? {} : { band: form.band };
  if (space.use === 'by_night') return Number(form.nights) === booking.nights ? {} : { nights: Number(form.nights) };
  const { start, end } = bareHours(booking);
  const same = booking.band === null && booking.nights === null && form.start === start && form.end === end;
  return same ? {} : { start: form.start, end: form.end };
}

function declaredOf(form: ChangeForm, details: ApplicationDetails | null): Pick<ChangeRequest, 'declared'> {
  if (!details) return {};
  const { highest_admission_yen, is_commercial } = declaredSoFar(form.admission);
  if (highest_admission_yen === details.highest_admission_yen && is_commercial === details.is_commercial) return {};
  return { declared: { is_commercial, ...(highest_admission_yen === undefined ? {} : { highest_admission_yen }) } };
}

export function changeRequest(form: ChangeForm, { booking, details, space, climate_in_season }: Changing): ChangeRequest {
  return {
    booking_id: booking.booking_id,
    scope: form.scope,
    ...(form.space === booking.space ? {} : { space: form.space }),
    ...(form.scope !== 'one' || form.date === booking.date ? {} : { date: form.date }),
    ...timeOf(form, booking, space),
    ...changedTerms(termsFormOf(booking), form.terms, space.offers, climate_in_season),
    ...declaredOf(form, details),
  };
}

function changesAnything({ booking_id: _id, scope: _scope, ...change }: ChangeRequest): boolean {
  return Object.keys(change).length > 0;
}

/** Beginnings and ends of a use by the hour, on the grid of its usual hours. */
export function hourMarks(space: Space): string[] {
  const step = space.hours?.step_minutes ?? 60;
  const marks: string[] = [];
  for (let minute = minuteOf(space.opens); minute <= minuteOf(space.closes); minute += step) marks.push(timeAt(minute));
  return marks;
}

export function departureOf(form: ChangeForm): string | undefined {
  const nights = Number(form.nights);
  return isDate(form.date) && nights >= 1 ? addDays(form.date, nights) : undefined;
}
