// The spaces that answer the search, with what is free that day.
import type { PageProperties } from '../ResidentPages';
import { loadDay, type Facility } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to, usePlace } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { Waiting } from '../../shared/components/Waiting';
import { longDate, shortDate } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { addDays, isDate } from '../../shared/time/civil';
import { useTown } from '../../shared/town';
import { findSpaces } from '../search';
import { SpaceCard } from '../SpaceCard';
import { useViewClass } from '../view_class';
import { ViewClassSwitch } from '../ViewClassSwitch';
import { NotFoundPage } from './NotFoundPage';

interface FacilityProperties { facility: Facility; date: string; people: number; view_class: 'in_town' | 'out_of_town' }

function FacilityResults({ facility, date, people, view_class }: FacilityProperties) {
  const { remote, reload } = useRemote(() => loadDay(facility.code, date, view_class, 0), [facility.code, date, view_class]);
  return (
    <section class="results" aria-labelledby={`results-${facility.code}`}>
      <h2 id={`results-${facility.code}`}>{townText(facility.name)}</h2>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && remote.value.closed && (
        <Banner kind="info" title={t('resident.day.closed', { date: shortDate(date) })} />
      )}
      {remote.state === 'ready' && !remote.value.closed && (
        <ul class="cards">
          {findSpaces(facility, remote.value, people).map((found) => (
            <SpaceCard key={found.space.code} found={found} facility={facility} date={date} heading="h3" />
          ))}
        </ul>
      )}
    </section>
  );
}

function dayPlace(query: URLSearchParams, date: string): string {
  const other = new URLSearchParams(query);
  other.set('date', date);
  return to(`/search?${other}`);
}

export function SearchPage(_: PageProperties) {
  const { query } = usePlace();
  const { town, failure } = useTown();
  const view = useViewClass();
  const date = query.get('date') ?? '';
  const people = Number(query.get('people') ?? '0') || 0;
  const wanted = query.get('facility');
  const valid = isDate(date);
  usePageTitle(valid ? t('resident.search.title', { date: shortDate(date) }) : t('common.no_such_page'));
  if (!valid) return <NotFoundPage />;
  const facilities = (town?.facilities ?? []).filter((facility) => !wanted || facility.code === wanted);
  return (
    <>
      <p><a class="back-link" href={to('/')}><Icon name="back" />{t('resident.search.change')}</a></p>
      <Heading>{t('resident.search.title', { date: longDate(date) })}</Heading>
      {people > 0 && <p class="lead">{t('resident.search.people', { people })}</p>}
      <ViewClassSwitch view={view} />
      <nav class="day-turner" aria-label={t('resident.day.turn')}>
        <a data-keep-focus href={dayPlace(query, addDays(date, -1))}><Icon name="back" />{shortDate(addDays(date, -1))}</a>
        <a data-keep-focus href={dayPlace(query, addDays(date, 1))}>{shortDate(addDays(date, 1))}<Icon name="next" /></a>
      </nav>
      {failure && <FailureNotice failure={failure} />}
      {!town && !failure && <Waiting />}
      {facilities.map((facility) => (
        <FacilityResults key={`${facility.code}-${date}`} facility={facility} date={date} people={people}
          view_class={view.user_class} />
      ))}
    </>
  );
}
