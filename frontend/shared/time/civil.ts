// Civil dates (`2026-12-01`), months (`2026-12`) and times of day (`09:30`, `24:00`) of the town.
// No `Date` with a local time zone anywhere: the town lives in Asia/Tokyo wherever the phone is.

const day_ms = 86_400_000;
const tokyo_offset_ms = 9 * 3_600_000;
const full_width_zero = '０'.charCodeAt(0);

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function epochDay(date: string): number {
  const [year, month, day] = dateParts(date);
  return Math.round(Date.UTC(year, month - 1, day) / day_ms);
}

function fromEpochDay(days: number): string {
  return new Date(days * day_ms).toISOString().slice(0, 10);
}

export function dateParts(date: string): [year: number, month: number, day: number] {
  const [year, month, day] = date.split('-').map(Number);
  return [year ?? NaN, month ?? NaN, day ?? NaN];
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(epochDay(text)) && fromEpochDay(epochDay(text)) === text;
}

export function isMonth(text: string): boolean {
  return /^\d{4}-\d{2}$/.test(text) && isDate(`${text}-01`);
}

export function addDays(date: string, days: number): string {
  return fromEpochDay(epochDay(date) + days);
}

export function daysBetween(first: string, last: string): number {
  return epochDay(last) - epochDay(first);
}

export function addMonths(month: string, months: number): string {
  const [year, number] = dateParts(`${month}-01`);
  const count = year * 12 + (number - 1) + months;
  return `${Math.floor(count / 12)}-${twoDigits((count % 12) + 1)}`;
}

export function monthOf(date: string): string {
  return date.slice(0, 7);
}

/** 0 is Sunday. */
export function weekdayOf(date: string): number {
  return (((epochDay(date) + 4) % 7) + 7) % 7;
}

/** The instant of that time of day in the town, in epoch milliseconds. */
export function timeOf(date: string, time: string): number {
  return epochDay(date) * day_ms + minuteOf(time) * 60_000 - tokyo_offset_ms;
}

export function dateAt(instant_ms: number): string {
  return fromEpochDay(Math.floor((instant_ms + tokyo_offset_ms) / day_ms));
}

/** `14:20`, the town's clock at an instant. */
export function clockAt(instant_ms: number): string {
  return new Date(instant_ms + tokyo_offset_ms).toISOString().slice(11, 16);
}

/** `14:03:21` */
export function clockWithSecondsAt(instant_ms: number): string {
  return new Date(instant_ms + tokyo_offset_ms).toISOString().slice(11, 19);
}

export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

export function timeAt(minute: number): string {
  return `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;
}

/** `9:00`, as people write it. */
export function shortTime(time: string): string {
  return time.replace(/^0(?=\d:)/, '');
}

/** Full-width digits and hyphens become ASCII, spaces and thousands separators go: what an input method leaves behind. */
export function normalizeDigits(text: string): string {
  return text
    .replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - full_width_zero))
    .replace(/[－‐−ー]/g, '-')
    .replace(/[\s　,，、]/g, '');
}
