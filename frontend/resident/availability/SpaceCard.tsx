// One space in a list: what is free on the day, why the rest is not, and the ways on.
import type { Facility, Slot, Space } from '../../shared/api/hiroba';
import { to } from '../../shared/app/router';
import { Hidden } from '../../shared/components/Hidden';
import { Icon } from '../../shared/components/Icon';
import { timeRange, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { monthOf } from '../../shared/time/civil';
import { groupSlots, stretchesOf } from './day_slots';
import type { FoundSpace } from './found_spaces';
import { stepPrice } from './HourChoice';
import { whyNot } from './why_not';

function Bands({ space, slots }: { space: Space; slots: Slot[] }) {
  return (
    <ul class="free-times">
      {groupSlots(slots, space.bands).single.map((slot) => {
        const band = space.bands.find((candidate) => candidate.code === slot.band);
        return (
          <li key={slot.start} class={slot.state === 'free' ? undefined : 'free-times__not'}>
            {band && <strong>{townText(band.name)}</strong>} {timeRange(slot.start, slot.end)}
            <span class="free-times__price">{slot.state === 'free' ? slot.price_yen !== undefined && yen(slot.price_yen) : whyNot(slot)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Hours({ space, slots }: { space: Space; slots: Slot[] }) {
  const stretches = stretchesOf(slots);
  const first_free = stretches.find(({ slot }) => slot.state === 'free');
  return (
    <ul class="free-times">
      {stretches.map((stretch) => (
        <li key={stretch.start} class={stretch.slot.state === 'free' ? undefined : 'free-times__not'}>
          {timeRange(stretch.start, stretch.end)}
          <span class="free-times__price">
            {stretch.slot.state === 'free' ? stretch === first_free && stepPrice(space, slots) : whyNot(stretch.slot)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Night({ slots }: { slots: Slot[] }) {
  const night = slots.find(({ nights }) => nights !== undefined);
  if (!night) return null;
  if (night.state !== 'free') return <p>{whyNot(night)}</p>;
  return <p>{t('resident.slot.free')}{night.price_yen !== undefined && ` ${t('resident.per_night', { price: yen(night.price_yen) })}`}</p>;
}

function Times({ space, slots }: { space: Space; slots: Slot[] }) {
  if (slots.length === 0) return <p>{t('resident.search.none_free')}</p>;
  if (space.use === 'by_band') return <Bands space={space} slots={slots} />;
  return space.use === 'by_hour' ? <Hours space={space} slots={slots} /> : <Night slots={slots} />;
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
      <Times space={space} slots={slots} />
      <p class="card__actions">
        {(free || facility.waiting_list) && (
          <a class={free ? 'button button--small' : 'button button--small button--secondary'}
            href={to(`/facilities/${facility.code}/days/${date}?space=${space.code}`)}>
            {t(free ? 'resident.search.choose' : 'resident.search.look')}<Hidden>{t('resident.search.of_space', { space: name })}</Hidden>
          </a>
        )}
        <a class="button button--small button--secondary" href={to(`/spaces/${space.code}?month=${monthOf(date)}`)}>
          {t('resident.search.month')}<Hidden>{t('resident.search.of_space', { space: name })}</Hidden>
        </a>
      </p>
    </li>
  );
}
