// What was collected in a period: total first, then every line, and the file for the accounting system.
import { useState } from 'preact/hooks';
import { collectionsFile, listCollections, serverNow, type CollectionList } from '../shared/api/hiroba';
import { usePageTitle } from '../shared/app/page_title';
import { useRemote } from '../shared/app/remote';
import { navigate, usePlace } from '../shared/app/router';
import { ErrorSummary } from '../shared/components/ErrorSummary';
import { FailureNotice } from '../shared/components/FailureNotice';
import { TextField } from '../shared/components/Field';
import { Heading } from '../shared/components/Heading';
import { Icon } from '../shared/components/Icon';
import { Waiting } from '../shared/components/Waiting';
import { longDate, yen } from '../shared/format';
import { t } from '../shared/i18n/text';
import { dateAt } from '../shared/time/civil';
import { CollectionsTable } from './CollectionsTable';
import { periodErrors, periodOf, type Period, type PeriodError } from './period';

export function CollectionsPage() {
  const { query } = usePlace();
  const period = periodOf(query, dateAt(serverNow()));
  const { remote, reload } = useRemote(() => listCollections(period.from, period.to), [period.from, period.to]);
  return (
    <>
      <PeriodForm key={`${period.from}-${period.to}`} period={period} />
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <Collections list={remote.value} />}
    </>
  );
}

function PeriodForm({ period }: { period: Period }) {
  const [form, setForm] = useState(period);
  const [errors, setErrors] = useState<PeriodError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const title = t('finance.collections.title');
  usePageTitle(title, errors.length > 0);

  function submit(event: Event): void {
    event.preventDefault();
    const found = periodErrors(form);
    setErrors(found);
    setAttempt(attempt + 1);
    if (found.length === 0) navigate(`/?${new URLSearchParams({ ...form })}`, { keep_focus: true });
  }

  const messageFor = (field: keyof Period) => {
    const error = errors.find((candidate) => candidate.field === field);
    return error && t(`finance.period.${error.code}`);
  };
  return (
    <>
      <ErrorSummary attempt={attempt}
        errors={errors.map(({ field, code }) => ({ field, message: t(`finance.period.${code}`) }))} />
      <Heading focus={false}>{title}</Heading>
      <form class="period" onSubmit={submit} noValidate>
        <TextField id="from" type="date" label={t('finance.period.from')} value={form.from} error={messageFor('from')}
          onValue={(from) => setForm({ ...form, from })} />
        <TextField id="to" type="date" label={t('finance.period.to')} value={form.to} error={messageFor('to')}
          onValue={(to) => setForm({ ...form, to })} />
        <button class="button" type="submit">{t('finance.period.show')}</button>
      </form>
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
