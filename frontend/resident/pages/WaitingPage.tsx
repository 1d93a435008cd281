// Waiting for a taken time: what it means, then the place in the line.
import { useState } from 'preact/hooks';
import type { PageProperties } from '../page';
import type { Failure } from '../../shared/api/answer';
import { joinWaitingList } from '../../shared/api/applications';
import type { Facility, Space, Use } from '../../shared/api/hiroba';
import { sentenceFor } from '../../shared/api/wording';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, to, usePlace } from '../../shared/app/router';
import { ErrorSummary } from '../../shared/components/ErrorSummary';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { longDate } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { findSpace, useTown } from '../../shared/town';
import { RequireLogIn } from '../account/RequireLogIn';
import { useOfQuery } from '../basket/use_place';
import { requestedTimeWords } from '../use_words';
import { OwnBooking } from '../availability/OwnBooking';
import { ownApplicationIn } from '../availability/suggestions';
import { NotFoundPage } from './NotFoundPage';

export function WaitingPage(_: PageProperties) {
  const { town, failure } = useTown();
  const { query } = usePlace();
  if (failure) return <FailureNotice failure={failure} />;
  if (!town) return <Waiting />;
  const found = findSpace(town, query.get('space') ?? '');
  const use = found && useOfQuery(found.space.code, query.get('date') ?? '', query);
  if (!found?.facility.waiting_list || !use) return <NotFoundPage />;
  return <RequireLogIn><Join {...found} use={use} /></RequireLogIn>;
}

function Join({ facility, space, use }: { facility: Facility; space: Space; use: Use }) {
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  usePageTitle(t('resident.waiting.join_title'), failure !== undefined);

  async function join(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const answer = await joinWaitingList(use);
    setBusy(false);
    if (answer.ok) return navigate('/applications');
    setFailure(answer.failure);
    setAttempt((count) => count + 1);
  }

  return (
    <>
      <ErrorSummary attempt={attempt} title={t('resident.waiting.not_possible')} errors={failure ? [{ message: sentenceFor(failure) }] : []} />
      <OwnBooking place={failure && ownApplicationIn(failure)} />
      <Heading>{t('resident.waiting.join_title')}</Heading>
      <SummaryList rows={[
        { name: t('resident.row.space'), value: <>{townText(space.name)}<br /><small>{townText(facility.name)}</small></> },
        { name: t('resident.row.date'), value: longDate(use.date) },
        { name: t('resident.row.time'), value: requestedTimeWords(space, use) },
      ]} />
      <ul class="plain-list">
        <li>{t('resident.waiting.how_order')}</li>
        <li>{t('resident.waiting.how_offer')}</li>
        <li>{t('resident.waiting.how_notice')}</li>
      </ul>
      <p class="actions">
        <button type="button" class="button" aria-busy={busy} onClick={() => void join()}>{t('resident.waiting.join')}</button>
        <a class="button button--secondary" href={to(`/facilities/${facility.code}/days/${use.date}?space=${space.code}`)}>{t('resident.waiting.other')}</a>
      </p>
    </>
  );
}
