// One facility, one day, live: choose a space, then a time.
import { useState } from 'preact/hooks';
import type { PageProperties } from '../page';
import type { DayAvailability, Facility, Space } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { to, usePlace } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { Waiting } from '../../shared/components/Waiting';
import { longDate, shortDate } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { loadLiveDay } from '../../shared/live/day_delta';
import { useLiveDay, type LiveDay } from '../../shared/live/live_day';
import { addDays, clockWithSecondsAt, isDate } from '../../shared/time/civil';
import { findFacility, useTown } from '../../shared/town';
import { Steps } from '../application/Steps';
import { Closures } from '../availability/ClosureNotices';
import { DayTable } from '../availability/DayTable';
import { findSpaces } from '../availability/found_spaces';
import { nextOpening } from '../availability/month_grid';
import { SlotChooser } from '../availability/SlotChooser';
import { SpaceCard } from '../availability/SpaceCard';
import { useOpening } from '../availability/use_opening';
import { useViewClass } from '../availability/view_class';
import { ViewClassSwitch } from '../availability/ViewClassSwitch';
import { ViewSwitch } from '../availability/ViewSwitch';
import { useOfQuery } from '../basket/use_place';
import { NotFoundPage } from './NotFoundPage';

const poll_every_ms = 10_000;
const wide = '(min-width: 48rem)';

export function DayPage({ parameters }: PageProperties) {
  const { town, failure } = useTown();
  const { query } = usePlace();
  const date = parameters['date'] ?? '';
  if (failure) return <FailureNotice failure={failure} />;
  if (!town) return <Waiting />;
  const facility = findFacility(town, parameters['facility'] ?? '');
  const wanted = query.get('space');
  const space = facility?.spaces.find((candidate) => candidate.code === wanted);
  if (!facility || !isDate(date) || (wanted !== null && !space)) return <NotFoundPage />;
  return <Day facility={facility} space={space} date={date} />;
}

interface DayProperties { facility: Facility; space: Space | undefined; date: string }

function Day({ facility, space, date }: DayProperties) {
  const view = useViewClass();
  const { query } = usePlace();
  const live = useLiveDay<DayAvailability>({
    facility: facility.code, date, key: view.user_class, poll_every_ms,
    load: (version, shown) => loadLiveDay(facility.code, date, view.user_class, version, shown),
  });
  const name = townText(space ? space.name : facility.name);
  const title = t(space ? 'resident.day.choose_time' : 'resident.day.choose_space');
  usePageTitle(`${title} ${name} ${shortDate(date)}`);
  const day = live.value;
  return (
    <>
      {day && <Closures facility={facility} closures={day.closures} space={space?.code} />}
      <p>
        <a class="back-link" href={to(space ? `/facilities/${facility.code}/days/${date}` : `/facilities/${facility.code}`)}>
          <Icon name="back" />{space ? t('resident.day.back_to_building', { facility: townText(facility.name) }) : townText(facility.name)}
        </a>
      </p>
      <Steps current={1} />
      <Heading>{title}</Heading>
      <p class="day-of-use">
        <strong>{name}</strong>
        {space && <span>{townText(facility.name)}・{t('resident.capacity', { capacity: space.capacity })}</span>}
        <strong>{longDate(date)}</strong>
      </p>
      {space && <ViewSwitch facility={facility} space={space} date={date} current="day" />}
      <DayTurner facility={facility} space={space} date={date} />
      <ViewClassSwitch view={view} />
      {!day && live.failure && <FailureNotice failure={live.failure} onRetry={live.refresh} />}
      {!day && !live.failure && <Waiting />}
      {day?.closed && <Banner kind="info" title={t('resident.day.closed', { date: shortDate(date) })} />}
      {day && space && (
        <SlotChooser key={`${space.code}-${date}-${query}`} facility={facility} space={space} day={day} user_class={view.user_class}
          asked={useOfQuery(space.code, date, query)} refresh={live.refresh} distrust={live.distrust} />
      )}
      {day && !space && !day.closed && <Building facility={facility} day={day} refresh={live.refresh} />}
      {day && <Freshness live={live} />}
    </>
  );
}

function DayTurner({ facility, space, date }: DayProperties) {
  const query = space ? `?space=${space.code}` : '';
  const turn = (days: number) => to(`/facilities/${facility.code}/days/${addDays(date, days)}${query}`);
  return (
    <nav class="day-turner" aria-label={t('resident.day.turn')}>
      <a href={turn(-1)}><Icon name="back" />{shortDate(addDays(date, -1))}</a>
      <a href={turn(1)}>{shortDate(addDays(date, 1))}<Icon name="next" /></a>
    </nav>
  );
}

/** A table for wide screens, a list for narrow ones and for those who prefer it. */
function Building({ facility, day, refresh }: { facility: Facility; day: DayAvailability; refresh(): void }) {
  const [as_table, setAsTable] = useState(() => matchMedia(wide).matches);
  const title = t('resident.day.building', { facility: townText(facility.name), date: shortDate(day.date) });
  useOpening(nextOpening(day.spaces.flatMap(({ slots }) => slots)), day, refresh);
  return (
    <>
      <p>
        <button type="button" class="link-button" onClick={() => setAsTable(!as_table)}>
          {t(as_table ? 'resident.day.as_list' : 'resident.day.as_table')}
        </button>
      </p>
      {as_table
        ? <DayTable facility={facility} day={day} caption={title} />
        : (
          <ul class="cards">
            {findSpaces(facility, day, 0).map((found) => (
              <SpaceCard key={found.space.code} found={found} facility={facility} date={day.date} heading="h2" />
            ))}
          </ul>
        )}
    </>
  );
}

function Freshness({ live }: { live: LiveDay<DayAvailability> }) {
  return (
    <p class="freshness" data-connection={live.connection}>
      <Icon name="live" />
      {t(live.connection === 'lost' ? 'resident.day.not_live' : 'resident.day.live',
        { at: clockWithSecondsAt(live.confirmed_at_ms) })}
    </p>
  );
}
