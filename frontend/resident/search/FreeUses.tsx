// Free times, day by day, each with its price and the way to book it.
import type { FreeUse } from '../../shared/api/availability';
import type { Space, Town, Use } from '../../shared/api/hiroba';
import { to } from '../../shared/app/router';
import { Hidden } from '../../shared/components/Hidden';
import { Icon } from '../../shared/components/Icon';
import { longDate, shortDate, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { findSpace } from '../../shared/town';
import { placeOfUse } from '../basket/use_place';
import { equipmentWords, timeWords } from '../use_words';
import { wishesOf, type Quantities } from '../../shared/terms/equipment_wish';
import { byDate } from './free_uses';

interface Properties { uses: readonly FreeUse[]; town: Town; equipment: Quantities }

/** Equipment that was given up is not asked for, and no more pieces than there are. */
function useFor(free: FreeUse, space: Space, equipment: Quantities): Use {
  const wished = free.gave_up === 'equipment' ? [] : free.equipment ?? wishesOf(equipment).filter(({ code }) => space.equipment.includes(code));
  return {
    space: free.space,
    date: free.date,
    ...(free.band !== undefined ? { band: free.band } : free.nights !== undefined ? { nights: free.nights } : { start: free.start, end: free.end }),
    ...(wished.length > 0 ? { equipment: wished } : {}),
  };
}

function FreeCard({ free, town, equipment }: { free: FreeUse; town: Town; equipment: Quantities }) {
  const found = findSpace(town, free.space);
  if (!found) return null;
  const { facility, space } = found;
  const name = townText(space.name);
  const time = timeWords(space, free);
  return (
    <li class="card">
      <h3 class="card__title">{time}</h3>
      <p><strong>{name}</strong>（{townText(facility.name)}）</p>
      <p class="card__note"><Icon name="people" />{t('resident.capacity', { capacity: space.capacity })}</p>
      {free.gave_up && (
        <p class="card__objection">
          {t(`resident.search.gave_up.${free.gave_up}`, { equipment: equipmentWords(facility, free.equipment ?? []) })}
        </p>
      )}
      <p class="card__price">{yen(free.price_yen)}</p>
      <p class="card__actions">
        <a class="button button--small" href={to(placeOfUse(facility.code, useFor(free, space, equipment)))}>
          {t('resident.search.book')}<Hidden>{t('resident.search.of_use', { space: name, date: shortDate(free.date), time })}</Hidden>
        </a>
        <a class="button button--small button--secondary" href={to(`/spaces/${space.code}?month=${free.date.slice(0, 7)}`)}>
          {t('resident.search.month')}<Hidden>{t('resident.search.of_space', { space: name })}</Hidden>
        </a>
      </p>
    </li>
  );
}

export function FreeUses({ uses, town, equipment }: Properties) {
  return (
    <>
      {byDate(uses).map(({ date, uses: of_date }) => (
        <section class="results" key={date} aria-labelledby={`free-${date}`}>
          <h2 id={`free-${date}`}>{longDate(date)}</h2>
          <ul class="cards">
            {of_date.map((free) => (
              <FreeCard key={`${free.space} ${free.band ?? ''} ${free.start}`} free={free} town={town} equipment={equipment} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
