// From what somebody looks for to the spaces that answer it.
import type { DayAvailability, Facility, Slot, Space } from '../shared/api/hiroba';
import { isDate, normalizeDigits } from '../shared/time/civil';

export interface SearchForm { facility: string; date: string; people: string; purpose: string }
export type SearchField = 'date' | 'people';
export type SearchError = { field: SearchField; code: 'date_missing' | 'date_past' | 'people_not_a_number' };

/** A count of people as typed: full-width digits and "人" are understood. Undefined when it is no positive number. */
export function readPeople(text: string): number | undefined {
  const digits = normalizeDigits(text).replace(/(人|名)$/, '');
  if (!/^\d{1,6}$/.test(digits)) return undefined;
  const people = Number(digits);
  return people >= 1 && people <= 100_000 ? people : undefined;
}

export function searchErrors(form: SearchForm, today: string): SearchError[] {
  const errors: SearchError[] = [];
  if (!isDate(form.date)) errors.push({ field: 'date', code: 'date_missing' });
  else if (form.date < today) errors.push({ field: 'date', code: 'date_past' });
  if (form.people.trim() !== '' && readPeople(form.people) === undefined) {
    errors.push({ field: 'people', code: 'people_not_a_number' });
  }
  return errors;
}

export interface FoundSpace { space: Space; slots: Slot[]; free: boolean; too_small: boolean }

/** Free and big enough first, the smallest sufficient room before larger ones; the rest keep the town's order. */
export function findSpaces(facility: Facility, day: DayAvailability, people: number): FoundSpace[] {
  const found = facility.spaces.map((space) => {
    const slots = day.spaces.find((entry) => entry.space === space.code)?.slots ?? [];
    return { space, slots, free: slots.some((slot) => slot.state === 'free'), too_small: space.capacity < people };
  });
  const rank = (entry: FoundSpace) => (entry.too_small ? 2 : 0) + (entry.free ? 0 : 1);
  const size = (entry: FoundSpace) => (people > 0 && !entry.too_small ? entry.space.capacity : 0);
  return found.sort((a, b) => rank(a) - rank(b) || size(a) - size(b));
}
