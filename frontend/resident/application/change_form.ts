// Changing a booking: the form begins with how it is; only what differs is asked for.
import type { ChangeRequest } from '../../shared/api/applications';
import type { Booking, Space } from '../../shared/api/hiroba';
import { addDays, isDate, minuteOf, timeAt } from '../../shared/time/civil';
import { quantitiesOf, sameQuantities, wishesOf, type Quantities } from '../../shared/terms/equipment_wish';

export type Scope = ChangeRequest['scope'];
export interface ChangeForm {
  scope: Scope;
  space: string;
  date: string;
  band: string;
  start: string;
  end: string;
  nights: string;
  equipment: Quantities;
}
export type ChangeCode = 'nothing_changed' | 'date_missing' | 'band_missing' | 'time_missing' | 'end_before_start';
export interface ChangeError { field: 'space' | 'date' | 'band' | 'start' | 'end'; code: ChangeCode }

export function changeFormOf(booking: Booking): ChangeForm {
  return {
    scope: 'one',
    space: booking.space,
    date: booking.date,
    band: booking.band ?? '',
    start: booking.start,
    end: booking.end,
    nights: String(booking.nights ?? 1),
    equipment: quantitiesOf(booking.equipment),
  };
}

/** Another space may be used in another way, and have other bands and equipment: what does not fit there falls away. */
export function inSpace(form: ChangeForm, space: Space): ChangeForm {
  const keeps_band = space.bands.some(({ code }) => code === form.band);
  const equipment = Object.fromEntries(Object.entries(form.equipment).filter(([code]) => space.equipment.includes(code)));
  return { ...form, space: space.code, band: keeps_band ? form.band : '', equipment };
}

export function changeErrors(form: ChangeForm, booking: Booking, space: Space): ChangeError[] {
  const errors: ChangeError[] = [];
  if (form.scope === 'one' && !isDate(form.date)) errors.push({ field: 'date', code: 'date_missing' });
  if (space.use === 'by_band' && form.band === '') errors.push({ field: 'band', code: 'band_missing' });
  if (space.use === 'by_hour' && (form.start === '' || form.end === '')) errors.push({ field: 'start', code: 'time_missing' });
  else if (space.use === 'by_hour' && minuteOf(form.end) <= minuteOf(form.start)) errors.push({ field: 'end', code: 'end_before_start' });
  if (errors.length === 0 && !changesAnything(changeRequest(form, booking, space))) {
    errors.push({ field: 'space', code: 'nothing_changed' });
  }
  return errors;
}

type Time = Pick<ChangeRequest, 'band' | 'start' | 'end' | 'nights'>;

function timeOf(form: ChangeForm, booking: Booking, space: Space): Time {
  if (space.use === 'by_band') return form.band === booking.band ? {} : { band: form.band };
  if (space.use === 'by_night') return Number(form.nights) === booking.nights ? {} : { nights: Number(form.nights) };
  const same = booking.band === null && booking.nights === null && form.start === booking.start && form.end === booking.end;
  return same ? {} : { start: form.start, end: form.end };
}

export function changeRequest(form: ChangeForm, booking: Booking, space: Space): ChangeRequest {
  return {
    booking_id: booking.booking_id,
    scope: form.scope,
    ...(form.space === booking.space ? {} : { space: form.space }),
    ...(form.scope !== 'one' || form.date === booking.date ? {} : { date: form.date }),
    ...timeOf(form, booking, space),
    ...(sameQuantities(form.equipment, quantitiesOf(booking.equipment)) ? {} : { equipment: wishesOf(form.equipment) }),
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
