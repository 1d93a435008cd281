// Dates, times and money as the resident reads them.
import { language, t } from './i18n/text';
import { clockAt, dateAt, dateParts, minuteOf, shortTime, weekdayOf } from './time/civil';
import { eraYear } from './time/era';

const weekdays = { ja: ['日', '月', '火', '水', '木', '金', '土'], en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] };
const months_en = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
  'November', 'December'];

export function weekdayName(index: number): string {
  return weekdays[language()][index] ?? '';
}

/** `2026年（令和8年）12月1日（火）` / `Tue, 1 December 2026` */
export function longDate(date: string): string {
  const [year, month, day] = dateParts(date);
  const weekday = weekdayName(weekdayOf(date));
  if (language() === 'en') return `${weekday}, ${day} ${months_en[month - 1]} ${year}`;
  return `${year}年（${eraYear(date)}）${month}月${day}日（${weekday}）`;
}

/** `12月1日（火）` / `Tue, 1 December` */
export function shortDate(date: string): string {
  const [, month, day] = dateParts(date);
  const weekday = weekdayName(weekdayOf(date));
  return language() === 'en' ? `${weekday}, ${day} ${months_en[month - 1]}` : `${month}月${day}日（${weekday}）`;
}

/** `2026年（令和8年）12月` / `December 2026` */
export function longMonth(month: string): string {
  const [year, number] = dateParts(`${month}-01`);
  if (language() === 'en') return `${months_en[number - 1]} ${year}`;
  return `${year}年（${eraYear(`${month}-01`)}）${number}月`;
}

/** `9:00〜12:00` / `9:00–12:00` */
export function timeRange(start: string, end: string): string {
  return `${shortTime(start)}${language() === 'en' ? '–' : '〜'}${shortTime(end)}`;
}

/** `12月1日（火） 9:00` */
export function dateAndClock(instant_ms: number): string {
  return `${shortDate(dateAt(instant_ms))} ${shortTime(clockAt(instant_ms))}`;
}

/** The day and the time of day at which something ends: midnight is the end of the day before, 24:00. */
export function endOf(instant_ms: number): { date: string; clock: string } {
  const clock = clockAt(instant_ms);
  return clock === '00:00' ? { date: dateAt(instant_ms - 1), clock: '24:00' } : { date: dateAt(instant_ms), clock: shortTime(clock) };
}

/** Until when something is possible or lasts: `12月7日（月） 24:00` / `Mon, 7 December 24:00` */
export function deadline(instant_ms: number): string {
  const { date, clock } = endOf(instant_ms);
  return `${shortDate(date)} ${clock}`;
}

export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1,234円` / `¥1,234` */
export function yen(amount_yen: number): string {
  const digits = groupDigits(Math.abs(amount_yen));
  const sign = amount_yen < 0 ? '−' : '';
  return language() === 'en' ? `${sign}¥${digits}` : `${sign}${digits}円`;
}

/** How long from one time of day to another: `2時間`, `1時間30分` / `2 hours`, `1 hour 30 minutes` */
export function duration(start: string, end: string): string {
  const minutes = minuteOf(end) - minuteOf(start);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [];
  if (hours > 0) parts.push(t('common.hours', { hours }));
  if (rest > 0) parts.push(t('common.minutes', { minutes: rest }));
  return parts.join(language() === 'en' ? ' ' : '');
}

const kilobyte = 1024;
const megabyte = kilobyte * kilobyte;

/** `350 KB`, `1.2 MB`: a number and a unit that both languages write alike. */
export function fileSize(bytes: number): string {
  if (bytes < megabyte) return `${Math.max(1, Math.round(bytes / kilobyte))} KB`;
  const tenths = Math.round(bytes / megabyte * 10) / 10;
  return `${tenths} MB`;
}
