// 減免: what waits for a decision, and the standing reductions of people and their groups.
import { useState } from 'preact/hooks';
import type { Application } from '../../shared/api/hiroba';
import { listReviews, type Review } from '../../shared/api/reviews';
import { listReductionRequests } from '../../shared/api/staff';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { reductionNamed } from '../../shared/terms/reductions';
import { useTown } from '../../shared/town';
import { refreshCounters } from '../parts/counters';
import { spaceText, timesText } from '../parts/place_text';
import { DraftNotice } from './DraftNotice';
import { draftOf, isWithPosts } from './reduction_draft';
import { ReductionDecisionForm } from './ReductionDecisionForm';
import { StandingReductions } from './StandingReductions';

export function ReductionsPage() {
  const { remote, reload } = useRemote(listReductionRequests, []);
  const reviews = useRemote(listReviews, []);
  const drafts = reviews.remote.state === 'ready' ? reviews.remote.value : [];
  const [decided, setDecided] = useState<Application | undefined>(undefined);
  usePageTitle(t('staff.reductions.title'));

  function onDecided(application: Application): void {
    if (application.reduction?.state === 'waiting') setDecided(undefined); // drafted: its card says so
    else setDecided(application);
    refreshCounters();
    void reload();
    void reviews.reload();
  }

  return (
    <>
      <Heading>{t('staff.reductions.title')}</Heading>
      <div role="status">
        {decided && (
          <Banner kind="success" title={t(decided.reduction?.state === 'refused' ? 'staff.reductions.refused' : 'staff.reductions.granted', { number: decided.number ?? '' })} />
        )}
      </div>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && remote.value.length === 0 && <p>{t('staff.reductions.nothing')}</p>}
      {remote.state === 'ready' && remote.value.map((application) => (
        <RequestCard key={application.application_id} application={application} draft={draftOf(drafts, application.application_id)} onDecided={onDecided} />
      ))}
      <StandingReductions />
    </>
  );
}

interface CardProperties { application: Application; draft: Review | undefined; onDecided(application: Application): void }

function RequestCard({ application, draft, onDecided }: CardProperties) {
  const { town } = useTown();
  const { details, reduction } = application;
  const known = reduction && reductionNamed(town, reduction.code);
  const none = t('staff.none');
  const title_id = `reduction-${application.application_id}`;
  return (
    <article class="review" aria-labelledby={title_id}>
      <h2 id={title_id}>{details?.group_name || application.holder || application.number}</h2>
      <SummaryList rows={[
        { name: t('staff.panel.number'), value: <a href={to(`/applications/${application.application_id}`)}>{application.number ?? none}</a> },
        { name: t('staff.panel.holder'), value: t('staff.application.holder', { name: application.holder ?? none, class: application.user_class }) },
        { name: t('staff.panel.purpose'), value: details?.purpose ?? none },
        { name: t('staff.application.bookings'), value: (
          <ul>{application.bookings.map((booking) => <li key={booking.booking_id}>{spaceText(town, booking.space)} {timesText(booking)}</li>)}</ul>
        ) },
        { name: t('staff.panel.fee'), value: yen(application.total_yen) },
        { name: t('staff.reductions.asked'), value: known ? `${townText(known.name)} (${townText(known.article)})` : reduction?.code ?? none },
      ]} />
      {draft && <DraftNotice draft={draft} />}
      {!isWithPosts(draft) && <ReductionDecisionForm application={application} reduction={known ?? undefined} onDecided={onDecided} />}
    </article>
  );
}
