// One space, seven days, slot by slot.
import type { PageProperties } from '../page';
import { loadWeek, type WeekAvailability } from '../../shared/api/availability';
import { serverNow, type Facility, type Slot, type Space } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to, usePlace } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { Waiting } from '../../shared/components/Waiting';
import { shortDate, timeRange, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { addDays, dateAt, isDate } from '../../shared/time/civil';
import { findSpace, useTown } from '../../shared/town';
import { ClosuresOn } from '../availability/ClosureNotices';
import { groupSlots, stretchesOf, useOf, type Stretch } from '../availability/day_slots';
import { nextOpening } from '../availability/month_grid';
import { useOpening } from '../availability/use_opening';
import { useViewClass } from '../availability/view_class';
import { ViewClassSwitch } from '../availability/ViewClassSwitch';
import { ViewSwitch } from '../availability/ViewSwitch';
import { whyNot } from '../availability/why_not';
import { placeOfUse } from '../basket/use_place';
import { NotFoundPage } from './NotFoundPage';

type WeekDay = WeekAvailability['days'][number];

export function WeekPage({ parameters }: PageProperties) {
  const { town, failure } = useTown();
  if (failure) return <FailureNotice failure={failure} />;
  if (!town) return <Waiting />;
  const found = findSpace(town, parameters['space'] ?? '');
  return found ? <Week {...found} /> : <NotFoundPage />;
}

function Week({ facility, space }: { facility: Facility; space: Space }) {
  const { query } = usePlace();
  const view = useViewClass();
  const today = dateAt(serverNow());
  const asked = query.get('from') ?? '';
  const from = isDate(asked) ? asked : today;
  const { remote, reload } = useRemote(() => loadWeek(space.code, from, view.user_class), [space.code, from, view.user_class]);
  const days = remote.state === 'ready' ? remote.value.days : [];
  useOpening(nextOpening(days.flatMap(({ slots }) => slots)), remote, () => void reload());
  const name = townText(space.name);
  const period = t('resident.search.period', { from: shortDate(from), to: shortDate(addDays(from, 6)) });
  usePageTitle(`${name} ${period}`);
  const turn = (count: number) => to(`/spaces/${space.code}/week?from=${addDays(from, count)}`);
  return (
    <>
      <ClosuresOn facility={facility} date={from} space={space.code} />
      <p><a class="back-link" href={to(`/facilities/${facility.code}`)}><Icon name="back" />{townText(facility.name)}</a></p>
      <Heading>{t('resident.week.title', { space: name })}</Heading>
      <p class="lead">{townText(facility.name)}・{t('resident.capacity', { capacity: space.capacity })}</p>
      <ViewSwitch facility={facility} space={space} date={from} current="week" />
      <ViewClassSwitch view={view} />
      <nav class="day-turner" aria-label={t('resident.week.turn')}>
        {from > today
          ? <a data-keep-focus href={turn(-7)}><Icon name="back" />{t('resident.week.previous')}</a>
          : <span />}
        <a data-keep-focus href={turn(7)}>{t('resident.week.next')}<Icon name="next" /></a>
      </nav>
      <h2 aria-live="polite">{period}</h2>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {days.map((day) => <Day key={day.date} facility={facility} space={space} day={day} />)}
    </>
  );
}

interface DayProperties { facility: Facility; space: Space; day: WeekDay }

function countOf({ slots }: WeekDay, space: Space): number {
  return groupSlots(slots, space.bands).single.filter(({ state }) => state === 'free').length;
}

function Day({ facility, space, day }: DayProperties) {
  const free = countOf(day, space);
  const stretches = space.use === 'by_hour' ? stretchesOf(day.slots)
    : groupSlots(day.slots, space.bands).single.map((slot) => ({ start: slot.start, end: slot.end, slot }));
  return (
    <details class="week-day" open={free > 0}>
      <summary>
        <span class="week-day__date">{shortDate(day.date)}</span>
        <span class={free > 0 ? 'week-day__free' : 'week-day__none'}>{t('resident.week.free', { free })}</span>
      </summary>
      {stretches.length === 0
        ? <p>{t('resident.search.none_free')}</p>
        : (
          <ul class="week-slots">
            {stretches.map((stretch) => (
              <li key={stretch.start}><WeekSlot facility={facility} space={space} date={day.date} stretch={stretch} /></li>
            ))}
          </ul>
        )}
      <p><a href={to(`/facilities/${facility.code}/days/${day.date}?space=${space.code}`)}>{t('resident.week.day', { date: shortDate(day.date) })}</a></p>
    </details>
  );
}

function nameOf(space: Space, slot: Slot, start: string, end: string): string {
  if (slot.nights !== undefined) return t('resident.nights', { nights: 1 });
  const band = space.bands.find(({ code }) => code === slot.band);
  return band ? `${townText(band.name)} ${timeRange(start, end)}` : timeRange(start, end);
}

/** A free stretch of hours leads to the day, where its beginning and length are chosen. */
function WeekSlot({ facility, space, date, stretch }: Omit<DayProperties, 'day'> & { date: string; stretch: Stretch }) {
  const { slot, start, end } = stretch;
  const name = nameOf(space, slot, start, end);
  if (slot.state !== 'free') return <span class="week-slot week-slot--not">{name}<br />{whyNot(slot)}</span>;
  const place = space.use === 'by_hour' ? `/facilities/${facility.code}/days/${date}?space=${space.code}`
    : placeOfUse(facility.code, useOf(space, date, { ...slot }, {}));
  return (
    <a class="week-slot" href={to(place)}>
      {name}<br />{space.use !== 'by_hour' && slot.price_yen !== undefined ? yen(slot.price_yen) : t('resident.slot.free')}
    </a>
  );
}
