// What was looked for, in words.
import type { Town } from '../../shared/api/hiroba';
import { shortDate, timeRange, weekdayName } from '../../shared/format';
import { t, townText, type MessageId } from '../../shared/i18n/text';
import { findEquipment, findFacility } from '../../shared/town';
import { wishesOf } from '../../shared/terms/equipment_wish';
import { readPeople } from './people';
import { weekdays, type Wish } from './wish';

function partOfDay(wish: Wish): string[] {
  if (wish.start === '' && wish.end === '') return [];
  return [timeRange(wish.start || '00:00', wish.end || '24:00')];
}

function equipmentOf(wish: Wish, town: Town): string[] {
  return wishesOf(wish.equipment).map(({ code, quantity }) => {
    const found = findEquipment(town, code);
    return t('resident.equipment.pieces', { name: found ? townText(found.name) : code, quantity });
  });
}

/** One part each: 12月1日（火）〜12月7日（月）, 20人, コーラス … */
export function wordsOfWish(wish: Wish, town: Town): string[] {
  const people = readPeople(wish.people);
  const activity = town.activities.find(({ code }) => code === wish.activity);
  const facility = findFacility(town, wish.facility);
  const days = weekdays.flatMap((day, index) => (wish.weekdays.includes(day) ? [weekdayName(index)] : []));
  return [
    wish.to === '' || wish.to === wish.from ? shortDate(wish.from)
      : t('resident.search.period', { from: shortDate(wish.from), to: shortDate(wish.to) }),
    ...(days.length > 0 ? [days.join(t('resident.comma'))] : []),
    ...partOfDay(wish),
    ...(wish.minutes ? [t('resident.search.at_least', { hours: Number(wish.minutes) / 60 })] : []),
    ...(wish.nights ? [t('resident.nights', { nights: Number(wish.nights) })] : []),
    ...(people === undefined ? [] : [t('resident.search.people', { people })]),
    ...(activity ? [townText(activity.name)] : []),
    ...(facility ? [townText(facility.name)] : []),
    ...equipmentOf(wish, town),
    ...wish.access.map((feature) => t(`resident.access.${feature}` as MessageId)),
  ];
}

export function WishSummary({ wish, town }: { wish: Wish; town: Town }) {
  return <ul class="wish">{wordsOfWish(wish, town).map((words) => <li key={words}>{words}</li>)}</ul>;
}
