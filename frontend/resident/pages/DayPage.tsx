// One facility, one day, live: choose a space, then a time.
import type { PageProperties } from '../ResidentPages';
import { loadDay, type Facility, type Space } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { to, usePlace } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { Waiting } from '../../shared/components/Waiting';
import { longDate, shortDate } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { useLiveDay } from '../../shared/live/live_day';
import { addDays, clockWithSecondsAt, isDate, monthOf } from '../../shared/time/civil';
import { findFacility, useTown } from '../../shared/town';
import { findSpaces } from '../search';
import { SlotChooser } from '../SlotChooser';
import { SpaceCard } from '../SpaceCard';
import { Steps } from '../Steps';
import { useViewClass } from '../view_class';
import { ViewClassSwitch } from '../ViewClassSwitch';
import { NotFoundPage } from './NotFoundPage';

const poll_every_ms = 10_000;

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

function Day({ facility, space, date }: { facility: Facility; space: Space | undefined; date: string }) {
  const view = useViewClass();
  const live = useLiveDay({
    facility: facility.code, date, key: view.user_class, poll_every_ms,
    load: (version) => loadDay(facility.code, date, view.user_class, version),
  });
  const name = townText(space ? space.name : facility.name);
  const title = t(space ? 'resident.day.choose_time' : 'resident.day.choose_space');
  usePageTitle(`${title} ${name} ${shortDate(date)}`);
  const day = live.value;
  const query = space ? `?space=${space.code}` : '';
  const turn = (days: number) => to(`/facilities/${facility.code}/days/${addDays(date, days)}${query}`);

  return (
    <>
      <p>
        {space
          ? <a class="back-link" href={to(`/spaces/${space.code}?month=${monthOf(date)}`)}>
            <Icon name="back" />{t('resident.day.back_to_month', { space: name })}</a>
          : <a class="back-link" href={to('/')}><Icon name="back" />{t('resident.nav.search')}</a>}
      </p>
      <Steps current={1} />
      <Heading>{title}</Heading>
      <p class="day-of-use">
        <strong>{name}</strong>
        {space && <span>{townText(facility.name)}・{t('resident.capacity', { capacity: space.capacity })}</span>}
        <strong>{longDate(date)}</strong>
      </p>
      <nav class="day-turner" aria-label={t('resident.day.turn')}>
        <a href={turn(-1)}><Icon name="back" />{shortDate(addDays(date, -1))}</a>
        <a href={turn(1)}>{shortDate(addDays(date, 1))}<Icon name="next" /></a>
      </nav>
      <ViewClassSwitch view={view} />
      {!day && live.failure && <FailureNotice failure={live.failure} onRetry={live.refresh} />}
      {!day && !live.failure && <Waiting />}
      {day?.closed && <Banner kind="info" title={t('resident.day.closed', { date: shortDate(date) })} />}
      {day && !day.closed && space && (
        <SlotChooser key={`${space.code}-${date}`} facility={facility} space={space} day={day} refresh={live.refresh}
          distrust={live.distrust} />
      )}
      {day && !day.closed && !space && (
        <ul class="cards">
          {findSpaces(facility, day, 0).map((found) => (
            <SpaceCard key={found.space.code} found={found} facility={facility} date={date} heading="h2" />
          ))}
        </ul>
      )}
      {day && (
        <p class="freshness" data-connection={live.connection}>
          <Icon name="live" />
          {t(live.connection === 'lost' ? 'resident.day.not_live' : 'resident.day.live',
            { at: clockWithSecondsAt(live.confirmed_at_ms) })}
        </p>
      )}
    </>
  );
}
