// What somebody looks for: as typed, as an address that can be kept and sent on, as a question to the server.
import type { SearchQuery } from '../../shared/api/availability';
import type { UserClass } from '../../shared/api/hiroba';
import { isDate, minuteOf } from '../../shared/time/civil';
import { quantitiesText, readQuantities, type Quantities } from '../../shared/terms/equipment_wish';
import { readPeople } from './people';

export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof weekdays)[number];

export interface Wish {
  from: string;
  /** Empty: only the one day. */
  to: string;
  people: string;
  activity: string;
  facility: string;
  start: string;
  end: string;
  minutes: string;
  nights: string;
  weekdays: readonly Weekday[];
  access: readonly string[];
  equipment: Quantities;
}
export type WishField = 'from' | 'to' | 'people' | 'end';
export type WishCode = 'date_missing' | 'date_past' | 'to_not_a_date' | 'to_before_from' | 'people_not_a_number' | 'end_before_start';
export interface WishError { field: WishField; code: WishCode }

const time_pattern = /^([01][0-9]|2[0-4]):[0-5][0-9]$/;
const code_pattern = /^[a-z0-9_]{1,40}$/;

export const empty_wish: Wish = {
  from: '', to: '', people: '', activity: '', facility: '', start: '', end: '', minutes: '', nights: '', weekdays: [],
  access: [], equipment: {},
};

export function wishErrors(wish: Wish, today: string): WishError[] {
  const errors: WishError[] = [];
  if (!isDate(wish.from)) errors.push({ field: 'from', code: 'date_missing' });
  else if (wish.from < today) errors.push({ field: 'from', code: 'date_past' });
  if (wish.to !== '' && !isDate(wish.to)) errors.push({ field: 'to', code: 'to_not_a_date' });
  else if (wish.to !== '' && isDate(wish.from) && wish.to < wish.from) errors.push({ field: 'to', code: 'to_before_from' });
  if (wish.people.trim() !== '' && readPeople(wish.people) === undefined) {
    errors.push({ field: 'people', code: 'people_not_a_number' });
  }
  if (wish.start !== '' && wish.end !== '' && minuteOf(wish.end) <= minuteOf(wish.start)) {
    errors.push({ field: 'end', code: 'end_before_start' });
  }
  return errors;
}

/** Whether something is asked for that the short form does not show. */
export function isDetailed(wish: Wish): boolean {
  return [wish.start, wish.end, wish.minutes, wish.nights].some((text) => text !== '')
    || wish.weekdays.length > 0 || wish.access.length > 0 || Object.keys(wish.equipment).length > 0;
}

export function queryOfWish(wish: Wish): URLSearchParams {
  const people = readPeople(wish.people);
  const parts: [string, string][] = [
    ['from', wish.from], ['to', wish.to === wish.from ? '' : wish.to], ['people', people === undefined ? '' : String(people)],
    ['activity', wish.activity], ['facility', wish.facility], ['start', wish.start], ['end', wish.end],
    ['minutes', wish.minutes], ['nights', wish.nights], ['weekdays', weekdays.filter((day) => wish.weekdays.includes(day)).join(',')],
    ['access', wish.access.join(',')], ['equipment', quantitiesText(wish.equipment)],
  ];
  return new URLSearchParams(parts.filter(([, value]) => value !== ''));
}

function listIn(query: URLSearchParams, name: string): string[] {
  return (query.get(name) ?? '').split(',').filter((part) => code_pattern.test(part));
}

function fitting(query: URLSearchParams, name: string, pattern: RegExp): string {
  const value = query.get(name) ?? '';
  return pattern.test(value) ? value : '';
}

/** Reads an address; what no page has written there is left out. */
export function wishOfQuery(query: URLSearchParams): Wish {
  const date = (name: string) => (isDate(query.get(name) ?? '') ? (query.get(name) ?? '') : '');
  return {
    from: date('from'),
    to: date('to'),
    people: fitting(query, 'people', /^[0-9]{1,6}$/),
    activity: fitting(query, 'activity', code_pattern),
    facility: fitting(query, 'facility', code_pattern),
    start: fitting(query, 'start', time_pattern),
    end: fitting(query, 'end', time_pattern),
    minutes: fitting(query, 'minutes', /^[0-9]{1,4}$/),
    nights: fitting(query, 'nights', /^[0-9]{1,2}$/),
    weekdays: weekdays.filter((day) => listIn(query, 'weekdays').includes(day)),
    access: listIn(query, 'access'),
    equipment: readQuantities(query.get('equipment')),
  };
}

/**
 * The question to the server. A part of the day needs both its ends; the one not said is that of the day. Who says both
 * and no length wants all of the time between them.
 */
export function questionOf(wish: Wish, user_class: UserClass): SearchQuery {
  const has_part = wish.start !== '' || wish.end !== '';
  const wants_whole = wish.start !== '' && wish.end !== '' && wish.minutes === '';
  return {
    from: wish.from,
    to: wish.to === '' ? wish.from : wish.to,
    people: readPeople(wish.people) ?? 1,
    user_class,
    ...(wish.facility ? { facility: wish.facility } : {}),
    ...(wish.activity ? { activity: wish.activity } : {}),
    ...(has_part ? { start: wish.start || '00:00', end: wish.end || '24:00' } : {}),
    ...(wants_whole ? { span: 'whole' as const } : {}),
    ...(wish.minutes ? { minutes: Number(wish.minutes) } : {}),
    ...(wish.nights ? { nights: Number(wish.nights) } : {}),
    ...(wish.weekdays.length > 0 ? { weekdays: wish.weekdays.join(',') } : {}),
    ...(wish.access.length > 0 ? { access: wish.access.join(',') } : {}),
    ...(Object.keys(wish.equipment).length > 0 ? { equipment: quantitiesText(wish.equipment) } : {}),
  };
}
