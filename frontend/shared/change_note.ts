// What a booking was before a change, as its history keeps it: `small_meeting 2026-11-28 09:00–12:00`; and its fee before
// and after: `0 → 4160`.
import type { Town } from './api/hiroba';
import { longDate, timeRange, yen } from './format';
import { townText } from './i18n/text';
import { isDate } from './time/civil';
import { findSpace } from './town';

const fee_before_and_after = /^(\d+) → (\d+)$/;
const former_use = /^(\S+) (\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})–(\d{2}:\d{2})$/;

/** In the words of the town; every other note is what somebody wrote and stays as it is. */
export function noteText(town: Town | undefined, note: string): string {
  const [, before, after] = fee_before_and_after.exec(note) ?? [];
  if (before && after) return `${yen(Number(before))} → ${yen(Number(after))}`;
  const [, code, date, start, end] = former_use.exec(note) ?? [];
  if (!town || !code || !date || !start || !end || !isDate(date)) return note;
  const found = findSpace(town, code);
  return found ? `${townText(found.space.name)} ${longDate(date)} ${timeRange(start, end)}` : note;
}
