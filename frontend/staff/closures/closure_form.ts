// Closing a space, a building or all halls: what is typed, what is missing, what is sent.
import type { ClosureRequest, ExtraOpeningRequest } from '../../shared/api/staff';
import { isDate, minuteOf } from '../../shared/time/civil';

export type Reach = 'space' | 'facility' | 'town';

export interface PeriodForm { first: string; last: string; whole_day: boolean; start: string; end: string; reason_ja: string; reason_en: string }

export interface ClosureForm extends PeriodForm {
  kind: ClosureRequest['kind'];
  reach: Reach;
  facility: string;
  space: string;
  bookings: ClosureRequest['bookings'];
}

export type ClosureField = 'space' | 'facility' | 'first' | 'last' | 'start' | 'end' | 'reason_ja' | 'reason_en';
export type ClosureFault = { field: ClosureField; code: 'space_missing' | 'facility_missing' | 'first_missing' | 'last_missing'
  | 'last_before_first' | 'first_past' | 'time_missing' | 'end_before_start' | 'reason_missing' };

export function periodFaults(form: PeriodForm, today: string): ClosureFault[] {
  const faults: ClosureFault[] = [];
  if (!isDate(form.first)) faults.push({ field: 'first', code: 'first_missing' });
  else if (form.first < today) faults.push({ field: 'first', code: 'first_past' });
  if (!isDate(form.last)) faults.push({ field: 'last', code: 'last_missing' });
  else if (isDate(form.first) && form.last < form.first) faults.push({ field: 'last', code: 'last_before_first' });
  if (!form.whole_day) faults.push(...timeFaults(form));
  if (form.reason_ja.trim() === '') faults.push({ field: 'reason_ja', code: 'reason_missing' });
  if (form.reason_en.trim() === '') faults.push({ field: 'reason_en', code: 'reason_missing' });
  return faults;
}

function timeFaults({ start, end }: PeriodForm): ClosureFault[] {
  if (start === '') return [{ field: 'start', code: 'time_missing' }];
  if (end === '') return [{ field: 'end', code: 'time_missing' }];
  return minuteOf(start) < minuteOf(end) ? [] : [{ field: 'end', code: 'end_before_start' }];
}

export function closureFaults(form: ClosureForm, today: string): ClosureFault[] {
  const faults: ClosureFault[] = [];
  if (form.reach !== 'town' && form.facility === '') faults.push({ field: 'facility', code: 'facility_missing' });
  if (form.reach === 'space' && form.space === '') faults.push({ field: 'space', code: 'space_missing' });
  return [...faults, ...periodFaults(form, today)];
}

function periodOf({ first, last, reason_ja, reason_en }: PeriodForm) {
  return { first, last, reason: { ja: reason_ja.trim(), en: reason_en.trim() } };
}

export function closureOf(form: ClosureForm): ClosureRequest {
  return {
    kind: form.kind, bookings: form.bookings, ...periodOf(form),
    ...(form.reach === 'town' ? {} : { facility: form.facility }),
    ...(form.reach === 'space' ? { space: form.space } : {}),
    ...(form.whole_day ? {} : { start: form.start, end: form.end }),
  };
}

/** An extra opening always says its hours, and always of one facility. */
export function openingOf(form: ClosureForm): ExtraOpeningRequest {
  return { facility: form.facility, ...periodOf(form), start: form.start, end: form.end, ...(form.reach === 'space' ? { space: form.space } : {}) };
}

/** Every quarter of an hour, `00:00` to `24:00`. */
export function quarterHours(): string[] {
  return Array.from({ length: 97 }, (_, index) =>
    `${String(Math.floor(index / 4)).padStart(2, '0')}:${String((index % 4) * 15).padStart(2, '0')}`);
}

export const reason_templates = ['typhoon', 'earthquake', 'shelter', 'outage', 'failure', 'works', 'inspection', 'election'] as const;
export type ReasonTemplate = (typeof reason_templates)[number];
