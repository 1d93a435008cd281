// What was collected in a period: total first, then every line, and the file for the accounting system.
import { collectionsFile, listCollections, serverNow, type CollectionList } from '../shared/api/hiroba';
import { useRemote } from '../shared/app/remote';
import { navigate, usePlace } from '../shared/app/router';
import { FailureNotice } from '../shared/components/FailureNotice';
import { Icon } from '../shared/components/Icon';
import { Waiting } from '../shared/components/Waiting';
import { longDate, yen } from '../shared/format';
import { t } from '../shared/i18n/text';
import { dateAt } from '../shared/time/civil';
import { CollectionsTable } from './CollectionsTable';
import { PeriodForm } from './PeriodForm';
import { periodOf } from './period';

export function CollectionsPage() {
  const { query } = usePlace();
  const period = periodOf(query, dateAt(serverNow()));
  const { remote, reload } = useRemote(() => listCollections(period.from, period.to), [period.from, period.to]);
  return (
    <>
      <PeriodForm key={`${period.from}-${period.to}`} period={period} title={t('finance.collections.title')}
        onPeriod={(chosen) => navigate(`/?${new URLSearchParams({ ...chosen })}`, { keep_focus: true })} />
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <Collections list={remote.value} />}
    </>
  );
}

function Collections({ list }: { list: CollectionList }) {
  return (
    <>
      <section class="total" aria-label={t('finance.collections.total')}>
        <p class="total__period">{t('finance.collections.period', { from: longDate(list.from), to: longDate(list.to) })}</p>
        <p class="total__amount">
          <span class="total__label">{t('finance.collections.total')}</span> {yen(list.total_yen)}
          <span class="total__count">{t('finance.collections.count', { count: list.count })}</span>
        </p>
        <p class="actions">
          {(['utf-8', 'cp932'] as const).map((encoding) => (
            <a key={encoding} class="button button--small button--secondary" href={collectionsFile(list.from, list.to, encoding)}
              download>
              <Icon name="download" />{t(`finance.collections.csv_${encoding === 'cp932' ? 'cp932' : 'utf8'}`)}
            </a>
          ))}
        </p>
      </section>
      {list.count === 0 ? <p>{t('finance.collections.none')}</p> : <CollectionsTable list={list} />}
    </>
  );
}
