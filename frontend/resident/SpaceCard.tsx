// One space in a list: what is free on the day, and the ways on.
import type { Facility, Slot, Space } from '../shared/api/hiroba';
import { to } from '../shared/app/router';
import { Hidden } from '../shared/components/Hidden';
import { Icon } from '../shared/components/Icon';
import { dateAndClock, timeRange, yen } from '../shared/format';
import { t, townText } from '../shared/i18n/text';
import { monthOf } from '../shared/time/civil';
import { freeStretches, groupSlots } from './day_slots';
import type { FoundSpace } from './search';

function FreeBands({ space, slots }: { space: Space; slots: Slot[] }) {
  return (
    <ul class="free-times">
      {groupSlots(slots, space.bands).single.filter((slot) => slot.state === 'free').map((slot) => {
        const band = space.bands.find((candidate) => candidate.code === slot.band);
        return (
          <li key={slot.start}>
            {band && <strong>{townText(band.name)}</strong>} {timeRange(slot.start, slot.end)}
            {slot.price_yen !== undefined && <span class="free-times__price">{yen(slot.price_yen)}</span>}
          </li>
        );
      })}
    </ul>
  );
}

function FreeHours({ slots }: { slots: Slot[] }) {
  const price = slots.find((slot) => slot.price_yen !== undefined)?.price_yen;
  return (
    <ul class="free-times">
      {freeStretches(slots).map((stretch, index) => (
        <li key={stretch.start}>
          {timeRange(stretch.start, stretch.end)}
          {index === 0 && price !== undefined && (
            <span class="free-times__price">{t('resident.per_hour', { price: yen(price) })}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

function whyNone(slots: Slot[]): string {
  const opening = slots.find((slot) => slot.opens_at_ms !== undefined)?.opens_at_ms;
  if (opening !== undefined) return t('resident.slot.opens', { at: dateAndClock(opening) });
  if (slots.some((slot) => slot.reason === 'after_booking_window')) return t('resident.slot.after_booking_window');
  if (slots.some((slot) => slot.reason === 'closed_day')) return t('resident.slot.closed_day');
  return t('resident.search.none_free');
}

interface Properties { found: FoundSpace; facility: Facility; date: string; heading: 'h2' | 'h3' }

export function SpaceCard({ found, facility, date, heading: Name }: Properties) {
  const { space, slots, free, too_small } = found;
  const name = townText(space.name);
  return (
    <li class={free && !too_small ? 'card' : 'card card--quiet'}>
      <Name class="card__title">{name}</Name>
      <p class="card__note">
        <Icon name="people" />{t('resident.capacity', { capacity: space.capacity })}
        {too_small && <strong class="card__objection">{t('resident.search.too_small')}</strong>}
      </p>
      {free && (space.use === 'by_band' ? <FreeBands space={space} slots={slots} /> : <FreeHours slots={slots} />)}
      {!free && <p>{whyNone(slots)}</p>}
      <p class="card__actions">
        {free && (
          <a class="button button--small" href={to(`/facilities/${facility.code}/days/${date}?space=${space.code}`)}>
            {t('resident.search.choose')}<Hidden>{t('resident.search.of_space', { space: name })}</Hidden>
          </a>
        )}
        <a class="button button--small button--secondary" href={to(`/spaces/${space.code}?month=${monthOf(date)}`)}>
          {t('resident.search.month')}<Hidden>{t('resident.search.of_space', { space: name })}</Hidden>
        </a>
      </p>
    </li>
  );
}
