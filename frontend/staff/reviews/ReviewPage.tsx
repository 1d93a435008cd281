// The file of one application on its way to a decision: what is applied for, the route step by step, what can be done.
import { useState } from 'preact/hooks';
import { loadReview, reviewArchiveAddress, type ReviewFile } from '../../shared/api/reviews';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to, usePlace } from '../../shared/app/router';
import { session, type Application } from '../../shared/api/hiroba';
import { Attachments } from '../../shared/attachments/Attachments';
import { Banner } from '../../shared/components/Banner';
import { DecisionList } from '../../shared/components/DecisionList';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { Documents } from '../../shared/documents/Documents';
import { longDate } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { useStore } from '../../shared/store';
import { reductionNamed } from '../../shared/terms/reductions';
import { useTown } from '../../shared/town';
import { StaffDocuments } from '../documents/StaffDocuments';
import { refreshCounters } from '../parts/counters';
import { ApprovalForm, OpinionForm, OtherActs } from './ApprovalForm';
import { AskedUses } from './AskedUses';
import { ChangeDecisionForm } from './ChangeDecisionForm';
import { DecisionForm } from './DecisionForm';
import { DraftForm } from './DraftForm';
import { ReviewFacts } from './ReviewFacts';
import { Consultations, ReviewHistory, RouteSteps } from './RouteSteps';
import { bookingsOf, isDecidedByDesk, matterOf, proposalWord, reasonWord, standingOf, stateWord, turnOf } from './worklist';

export function ReviewPage({ application_id }: { application_id: string }) {
  const matter = matterOf(usePlace().query.get('matter'));
  const { remote, reload, put } = useRemote(() => loadReview(application_id, matter), [application_id, matter]);
  const [told, setTold] = useState('');
  const number = remote.state === 'ready' ? remote.value.review.application.number ?? '' : '';
  const title = matter === 'permit' ? t('staff.review.title', { number }) : `${t('staff.review.title', { number })} ${t(`staff.review.matter_${matter}`)}`;
  usePageTitle(title);

  function onDone(file: ReviewFile): void {
    setTold(t(stateWord(file.review)));
    put(file);
    refreshCounters();
  }

  return (
    <>
      <p><a class="back-link" href={to('/reviews')}><Icon name="back" />{t('staff.review.back')}</a></p>
      <Heading>{title}</Heading>
      <div role="status">{told && <Banner kind="success" title={told} />}</div>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <File key={turnOf(remote.value.review)} file={remote.value} onDone={onDone} onDecided={() => void reload()} />}
    </>
  );
}

interface FileProperties { file: ReviewFile; onDone(file: ReviewFile): void; onDecided(): void }

function File({ file, onDone, onDecided }: FileProperties) {
  const { review } = file;
  const of_the_desk = useStore(session)?.account?.role === 'desk';
  const [outside, setOutside] = useState(false);
  const open = standingOf(review) !== 'over';
  const { town } = useTown();
  const reductionName = (code: string) => {
    const found = reductionNamed(town, code);
    return found ? townText(found.name) : code;
  };
  return (
    <>
      <p><span class="tag tag--blue">{t(stateWord(review))}</span></p>
      <ReviewFacts application={review.application} booking_ids={bookingsOf(review)} />
      {review.change !== null && <AskedUses id={review.review_id} application={review.application} change={review.change} />}
      <h2>{t('staff.review.route')}</h2>
      <RouteSteps review={review} />
      {review.draft && (
        <>
          <h2>{t('staff.review.draft')}</h2>
          <SummaryList rows={[
            { name: t('staff.review.drafter'), value: review.draft.by },
            { name: t('staff.review.proposal'), value: t(proposalWord(review.matter, review.draft.proposal)) },
            ...(review.draft.cause === null ? [] : [{ name: t('staff.cause.legend'), value: t(`staff.cause.${review.draft.cause}`) }]),
            ...(review.draft.reduction_code === null ? [] : [{ name: t('staff.review.reduction_class'), value: reductionName(review.draft.reduction_code) }]),
            ...(review.draft.evidence_seen_on === null ? [] : [{ name: t('staff.review.evidence_seen_on'), value: longDate(review.draft.evidence_seen_on) }]),
            ...(review.draft.conditions.length > 0
              ? [{ name: t('staff.review.conditions'), value: <ol>{review.draft.conditions.map((text) => <li key={text.ja}>{townText(text)}</li>)}</ol> }] : []),
            ...(review.draft.reason === null ? [] : [{ name: t(reasonWord(review.matter)), value: review.draft.reason }]),
          ]} />
        </>
      )}
      {review.part.sees_papers && <Papers application={review.application} of_the_desk={of_the_desk} />}
      <Consultations review={review} />
      <ApprovalForm file={file} onDone={onDone} />
      <OpinionForm file={file} onDone={onDone} />
      <OtherActs file={file} onDone={onDone} />
      {review.part.drafts && review.matter === 'change' && <ChangeDecisionForm file={file} onDone={onDone} />}
      {review.part.drafts && (review.matter === 'revocation' || review.matter === 'reduction') && <p>{t(`staff.review.again_${review.matter}`)}</p>}
      {review.part.drafts && review.matter === 'permit' && isDecidedByDesk(review) && <DecisionForm application={review.application} onDecided={onDecided} />}
      {review.part.drafts && review.matter === 'permit' && !isDecidedByDesk(review) && (
        <>
          <h2>{t('staff.review.draft_title')}</h2>
          <DraftForm file={file} outside={false} onDone={onDone} />
        </>
      )}
      {open && of_the_desk && review.matter === 'permit' && (
        <>
          <h2>{t('staff.review.outside_title')}</h2>
          <p>{t('staff.review.outside_help')}</p>
          <p><a href={reviewArchiveAddress(review.application.application_id, review.matter)} download><Icon name="download" />{t('staff.review.export')}</a></p>
          {outside ? <DraftForm file={file} outside onDone={onDone} />
            : <p><button type="button" class="button button--small button--secondary" onClick={() => setOutside(true)}>{t('staff.review.outside_open')}</button></p>}
        </>
      )}
      <DecisionList decisions={review.application.decisions} />
      <ReviewHistory review={review} />
      {of_the_desk && <p><a href={to(`/applications/${review.application.application_id}`)}>{t('staff.panel.open_application')}</a></p>}
    </>
  );
}

/** What approvers read before they decide; the desk can also issue papers here. */
function Papers({ application: { application_id, version }, of_the_desk }: { application: Application; of_the_desk: boolean }) {
  return (
    <>
      <Attachments application_id={application_id} editable={false} />
      {of_the_desk ? <StaffDocuments application_id={application_id} version={version} level={2} />
        : <Documents application_id={application_id} version={version} level={2} only_issued />}
    </>
  );
}
