// Every space that answers the wish, the earliest first; when none does, what comes nearest to it.
import { useEffect } from 'preact/hooks';
import { searchFree, type SearchAnswer } from '../../shared/api/availability';
import { serverNow, type Town } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { navigate, to, usePlace } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { Waiting } from '../../shared/components/Waiting';
import { shortDate } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { addDays, dateAt } from '../../shared/time/civil';
import { useTown } from '../../shared/town';
import { useViewClass } from '../availability/view_class';
import { ViewClassSwitch } from '../availability/ViewClassSwitch';
import type { PageProperties } from '../page';
import { FreeUses } from '../search/FreeUses';
import { queryOfWish, questionOf, wishErrors, wishOfQuery, type Wish } from '../search/wish';
import { WishSummary } from '../search/WishSummary';

export function SearchPage(_: PageProperties) {
  const { query } = usePlace();
  const wish = wishOfQuery(query);
  const unclear = wishErrors(wish, dateAt(serverNow())).length > 0;
  // An address that asks for nothing that could be answered: the form says what is missing.
  useEffect(() => {
    if (unclear) navigate(`/?${queryOfWish(wish)}`, { replace: true });
  }, [unclear]);
  return unclear ? <Waiting /> : <Found wish={wish} />;
}

function Found({ wish }: { wish: Wish }) {
  const { town, failure } = useTown();
  const view = useViewClass();
  const { remote, reload } = useRemote(() => searchFree(questionOf(wish, view.user_class)),
    [queryOfWish(wish).toString(), view.user_class]);
  usePageTitle(t('resident.search.title'));
  return (
    <>
      <p><a class="back-link" href={to(`/?${queryOfWish(wish)}`)}><Icon name="back" />{t('resident.search.change')}</a></p>
      <Heading>{t('resident.search.title')}</Heading>
      {town && <WishSummary wish={wish} town={town} />}
      <ViewClassSwitch view={view} />
      <DayTurner wish={wish} />
      {failure && <FailureNotice failure={failure} />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {!failure && (remote.state === 'loading' || !town) && <Waiting />}
      {remote.state === 'ready' && town && <Results answer={remote.value} town={town} wish={wish} />}
    </>
  );
}

/** Only for a wish of a single day. */
function DayTurner({ wish }: { wish: Wish }) {
  if (wish.to !== '' && wish.to !== wish.from) return null;
  const today = dateAt(serverNow());
  const turn = (days: number) => to(`/search?${queryOfWish({ ...wish, from: addDays(wish.from, days), to: '' })}`);
  return (
    <nav class="day-turner" aria-label={t('resident.day.turn')}>
      {wish.from > today
        ? <a data-keep-focus href={turn(-1)}><Icon name="back" />{shortDate(addDays(wish.from, -1))}</a>
        : <span />}
      <a data-keep-focus href={turn(1)}>{shortDate(addDays(wish.from, 1))}<Icon name="next" /></a>
    </nav>
  );
}

function Results({ answer, town, wish }: { answer: SearchAnswer; town: Town; wish: Wish }) {
  const { free, alternatives, more } = answer;
  if (free.length > 0) {
    return (
      <>
        <p role="status">{t('resident.search.count', { count: free.length })}</p>
        <FreeUses uses={free} town={town} equipment={wish.equipment} />
        {more && <Banner kind="info" title={t('resident.search.more')} />}
      </>
    );
  }
  return (
    <>
      <Banner kind="info" title={t('resident.search.nothing')} announce>
        <p>{t(alternatives.length > 0 ? 'resident.search.alternatives' : 'resident.search.no_alternatives')}</p>
      </Banner>
      <FreeUses uses={alternatives} town={town} equipment={wish.equipment} />
    </>
  );
}
