// One space, one month: ○ △ × 休 －, and why.
import { useEffect, useState } from 'preact/hooks';
import type { PageProperties } from '../page';
import { loadMonth, serverNow, type Facility, type Space } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { navigate, to, usePlace } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { Waiting } from '../../shared/components/Waiting';
import { dateAndClock, longMonth, shortDate } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { addMonths, dateAt, isMonth, monthOf } from '../../shared/time/civil';
import { findSpace, useTown } from '../../shared/town';
import { ClosuresOn } from '../availability/ClosureNotices';
import { earliestFree, isOver, nextOpening, type MarkedDay } from '../availability/month_grid';
import { MonthLegend, MonthReasons, MonthTable } from '../availability/MonthTable';
import { useOpening } from '../availability/use_opening';
import { useViewClass } from '../availability/view_class';
import { ViewClassSwitch } from '../availability/ViewClassSwitch';
import { ViewSwitch } from '../availability/ViewSwitch';
import { NotFoundPage } from './NotFoundPage';

const most_months_searched = 13;

export function MonthPage({ parameters }: PageProperties) {
  const { town, failure } = useTown();
  if (failure) return <FailureNotice failure={failure} />;
  if (!town) return <Waiting />;
  const found = findSpace(town, parameters['space'] ?? '');
  return found ? <Month {...found} /> : <NotFoundPage />;
}

interface SpaceProperties { facility: Facility; space: Space }

function Month({ facility, space }: SpaceProperties) {
  const { query } = usePlace();
  const view = useViewClass();
  const today = dateAt(serverNow());
  const asked = query.get('month') ?? '';
  const [opened, setOpened] = useState(monthOf(today));
  const month = isMonth(asked) ? asked : opened;
  const { remote, reload } = useRemote(() => loadMonth(space.code, month, view.user_class),
    [space.code, month, view.user_class]);
  const days = remote.state === 'ready' ? remote.value.days : [];
  useOpening(nextOpening(days), remote, () => void reload());
  // Who names no month is shown the next one when nothing is left of this.
  useEffect(() => {
    if (remote.state === 'ready' && month === monthOf(today) && !isMonth(asked) && isOver(remote.value.days, today))
      setOpened(addMonths(month, 1));
  }, [remote]);
  const name = townText(space.name);
  usePageTitle(`${name} ${longMonth(month)}`);
  const first = month === monthOf(today) ? today : `${month}-01`;
  return (
    <>
      <ClosuresOn facility={facility} date={first} space={space.code} />
      <p><a class="back-link" href={to(`/facilities/${facility.code}`)}><Icon name="back" />{townText(facility.name)}</a></p>
      <Heading>{t('resident.month.title', { space: name })}</Heading>
      <p class="lead">{townText(facility.name)}・{t('resident.capacity', { capacity: space.capacity })}</p>
      <ViewSwitch facility={facility} space={space} date={first} current="month" />
      <ViewClassSwitch view={view} />
      <MonthTurner space={space} month={month} today={today} />
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <MonthView facility={facility} space={space} month={month} days={days} today={today} />}
    </>
  );
}

function MonthTurner({ space, month, today }: { space: Space; month: string; today: string }) {
  return (
    <div class="month-turner">
      {month > monthOf(today)
        ? <a key="previous" class="button button--small button--secondary" data-keep-focus
          href={to(`/spaces/${space.code}?month=${addMonths(month, -1)}`)}>
          <Icon name="back" />{t('resident.month.previous')}</a>
        : <span key="previous" />}
      <h2 key="month" aria-live="polite">{longMonth(month)}</h2>
      <a key="next" class="button button--small button--secondary" data-keep-focus
        href={to(`/spaces/${space.code}?month=${addMonths(month, 1)}`)}>
        {t('resident.month.next')}<Icon name="next" /></a>
    </div>
  );
}

interface ViewProperties extends SpaceProperties { month: string; days: readonly MarkedDay[]; today: string }

function MonthView({ facility, space, month, days, today }: ViewProperties) {
  const opening = nextOpening(days);
  const earliest = earliestFree(days);
  const dayPlace = (date: string) => to(`/facilities/${facility.code}/days/${date}?space=${space.code}`);
  return (
    <>
      <MonthTable days={days} caption={`${townText(space.name)} ${longMonth(month)}`} today={today}
        waiting_list={facility.waiting_list} place={dayPlace} />
      <MonthLegend />
      {opening !== undefined && <p>{t('resident.month.opens', { at: dateAndClock(opening) })}</p>}
      {earliest
        ? <p><a class="button" href={dayPlace(earliest.date)}>{t('resident.month.earliest_is', { date: shortDate(earliest.date) })}</a></p>
        : <EarliestSearch space={space} month={month} />}
      <MonthReasons days={days} />
    </>
  );
}

function EarliestSearch({ space, month }: { space: Space; month: string }) {
  const view = useViewClass();
  const [searching, setSearching] = useState(false);
  const [none, setNone] = useState(false);

  async function search(): Promise<void> {
    setSearching(true);
    for (let later = 1; later < most_months_searched; later += 1) {
      const candidate = addMonths(month, later);
      const answer = await loadMonth(space.code, candidate, view.user_class);
      if (!answer.ok || !earliestFree(answer.value.days)) continue;
      navigate(`/spaces/${space.code}?month=${candidate}`, { keep_focus: true });
      return;
    }
    setSearching(false);
    setNone(true);
  }

  return (
    <>
      <p>
        <button type="button" class="button" onClick={() => void search()} aria-busy={searching}>
          {t('resident.month.search_earliest')}
        </button>
      </p>
      <p role="status">{none ? t('resident.month.none') : ''}</p>
    </>
  );
}
