// Place and time of a use in words.
import type { EquipmentWish, Facility, Space, Use } from '../shared/api/hiroba';
import { longDate, shortDate, timeRange } from '../shared/format';
import { language, t, townText } from '../shared/i18n/text';
import { addDays, shortTime } from '../shared/time/civil';

export interface Timed {
  date: string;
  start: string;
  end: string;
  last_date?: string;
  band?: string | null | undefined;
  nights?: number | null | undefined;
}

function stayWords(space: Space, { date, nights, last_date }: Timed): string {
  const leaves = last_date ?? addDays(date, nights ?? 1);
  return t('resident.stay', {
    nights: nights ?? 1,
    check_in: shortTime(space.nights?.check_in ?? ''),
    leaves: shortDate(leaves),
    check_out: shortTime(space.nights?.check_out ?? ''),
  });
}

/** `午前 9:00〜12:00`, `10:00〜12:00`, `2泊（14:00から、12月3日（木） 10:00まで）` */
export function timeWords(space: Space, use: Timed): string {
  if (use.nights != null) return stayWords(space, use);
  const band = space.bands.find(({ code }) => code === use.band);
  const time = timeRange(use.start, use.end);
  return band ? `${townText(band.name)} ${time}` : time;
}

/** Of a use as it is asked for, where the times of a band stand in the space. */
export function timesOfUse(space: Space, use: Use): Timed {
  const band = space.bands.find(({ code }) => code === use.band);
  return { ...use, start: band?.start ?? use.start ?? '', end: band?.end ?? use.end ?? '' };
}

export function requestedTimeWords(space: Space, use: Use): string {
  return timeWords(space, timesOfUse(space, use));
}

/** `12月1日（火） 午前 9:00〜12:00` */
export function dateAndTimeWords(space: Space, use: Timed, format: 'short' | 'long' = 'short'): string {
  const date = format === 'long' ? longDate(use.date) : shortDate(use.date);
  return `${date} ${timeWords(space, use)}`;
}

/** `プロジェクター 1、マイク 2` */
export function equipmentWords(facility: Facility, wishes: readonly EquipmentWish[]): string {
  return wishes.map(({ code, quantity }) => {
    const found = facility.equipment.find((equipment) => equipment.code === code);
    return t('resident.equipment.pieces', { name: found ? townText(found.name) : code, quantity });
  }).join(language() === 'en' ? ', ' : '、');
}
