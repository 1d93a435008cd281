// One space, one month: ○ △ × 休 －.
import { useState } from 'preact/hooks';
import type { PageProperties } from '../ResidentPages';
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
import { earliestFree, nextOpening } from '../month_grid';
import { MonthLegend, MonthTable } from '../MonthTable';
import { useOpening } from '../use_opening';
import { useViewClass } from '../view_class';
import { ViewClassSwitch } from '../ViewClassSwitch';
import { NotFoundPage } from './NotFoundPage';

const most_months_searched = 13;

export function MonthPage({ parameters }: PageProperties) {
  const { town, failure } = useTown();
  if (failure) return <FailureNotice failure={failure} />;
  if (!town) return <Waiting />;
  const found = findSpace(town, parameters['space'] ?? '');
  return found ? <Month {...found} /> : <NotFoundPage />;
}

function Month({ facility, space }: { facility: Facility; space: Space }) {
  const { query } = usePlace();
  const view = useViewClass();
  const today = dateAt(serverNow());
  const asked = query.get('month') ?? '';
  const month = isMonth(asked) ? asked : monthOf(today);
  const { remote, reload } = useRemote(() => loadMonth(space.code, month, view.user_class),
    [space.code, month, view.user_class]);
  const [searching, setSearching] = useState(false);
  const [none, setNone] = useState(false);
  const days = remote.state === 'ready' ? remote.value.days : [];
  const opening = nextOpening(days);
  const earliest = earliestFree(days);
  useOpening(opening, remote, () => void reload());
  usePageTitle(`${townText(space.name)} ${longMonth(month)}`);

  function show(other: string): void {
    setNone(false);
    navigate(`/spaces/${space.code}?month=${other}`, { keep_focus: true });
  }

  async function searchEarliest(): Promise<void> {
    setSearching(true);
    for (let later = 1; later < most_months_searched; later += 1) {
      const candidate = addMonths(month, later);
      const answer = await loadMonth(space.code, candidate, view.user_class);
      if (!answer.ok || !earliestFree(answer.value.days)) continue;
      setSearching(false);
      show(candidate);
      return;
    }
    setSearching(false);
    setNone(true);
  }

  const name = townText(space.name);
  return (
    <>
      <p><a class="back-link" href={to('/')}><Icon name="back" />{t('resident.nav.search')}</a></p>
      <Heading>{t('resident.month.title', { space: name })}</Heading>
      <p class="lead">{townText(facility.name)}・{t('resident.capacity', { capacity: space.capacity })}</p>
      <ViewClassSwitch view={view} />
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
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && (
        <>
          <MonthTable days={days} caption={`${name} ${longMonth(month)}`} today={today}
            place={(date) => to(`/facilities/${facility.code}/days/${date}?space=${space.code}`)} />
          <MonthLegend />
          {opening !== undefined && <p>{t('resident.month.opens', { at: dateAndClock(opening) })}</p>}
          {earliest && (
            <p>
              <a class="button" href={to(`/facilities/${facility.code}/days/${earliest.date}?space=${space.code}`)}>
                {t('resident.month.earliest_is', { date: shortDate(earliest.date) })}
              </a>
            </p>
          )}
          {!earliest && (
            <p>
              <button type="button" class="button" onClick={() => void searchEarliest()} aria-busy={searching}>
                {t('resident.month.search_earliest')}
              </button>
            </p>
          )}
          <p role="status">{none ? t('resident.month.none') : ''}</p>
        </>
      )}
    </>
  );
}
