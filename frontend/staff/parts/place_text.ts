// When and where something is used, in words.
import { dateAndClock, shortDate, timeRange } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { shortTime } from '../../shared/time/civil';
import { findFacility, findSpace } from '../../shared/town';
import type { Town } from '../../shared/api/hiroba';

export interface UseTime { date: string; start: string; last_date: string; end: string }

/** `12月1日（火） 9:00〜12:00`, of nights `12月1日（火） 14:00 〜 12月3日（木） 11:00` */
export function timesText({ date, start, last_date, end }: UseTime): string {
  if (last_date === date) return `${shortDate(date)} ${timeRange(start, end)}`;
  return t('staff.use.nights', { from: `${shortDate(date)} ${shortTime(start)}`, to: `${shortDate(last_date)} ${shortTime(end)}` });
}

export function spaceText(town: Town | undefined, code: string): string {
  const found = town && findSpace(town, code);
  return found ? townText(found.space.name) : code;
}

export function facilityText(town: Town | undefined, code: string): string {
  const found = town && findFacility(town, code);
  return found ? townText(found.name) : code;
}

/** `文化センター 大ホール`; what the town no longer knows keeps its code. */
export function placeText(town: Town | undefined, facility: string, space: string): string {
  return `${facilityText(town, facility)} ${spaceText(town, space)}`;
}

export function equipmentText(town: Town | undefined, facility: string, wishes: readonly { code: string; quantity: number }[]): string {
  const known = town && findFacility(town, facility)?.equipment;
  return wishes.map(({ code, quantity }) => {
    const equipment = known?.find((candidate) => candidate.code === code);
    return t('staff.use.equipment', { name: equipment ? townText(equipment.name) : code, quantity });
  }).join(t('staff.list_separator'));
}

export function instantText(instant_ms: number): string {
  return dateAndClock(instant_ms);
}
