// What waits between application and decision, by whose turn it is; the earliest use first.
import { useState } from 'preact/hooks';
import type { Application } from '../../shared/api/hiroba';
import { listReviews, type Review } from '../../shared/api/reviews';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to, usePlace } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Hidden } from '../../shared/components/Hidden';
import { Waiting } from '../../shared/components/Waiting';
import { t, townText } from '../../shared/i18n/text';
import { refreshCounters } from '../parts/counters';
import { AskedUses } from './AskedUses';
import { DecisionForm } from './DecisionForm';
import { byEarliestUse, stateAfterDecision } from './review_list';
import { ReviewFacts } from './ReviewFacts';
import { bookingsOf, chosenList, countedLists, inWorklist, isDecidedByDesk, standingOf, type Worklist } from './worklist';

export function ReviewsPage() {
  const { query } = usePlace();
  const { remote, reload } = useRemote(listReviews, []);
  const [decided, setDecided] = useState<Application | undefined>(undefined);
  usePageTitle(t('staff.reviews.title'));
  const only = query.get('application');

  function onDecided(application: Application): void {
    setDecided(application);
    refreshCounters();
    void reload();
  }

  const reviews = remote.state === 'ready' ? remote.value : [];
  const list = only === null ? chosenList(query.get('list'), reviews) : 'all';
  const listed = inWorklist(reviews, list).filter(({ application }) => only === null || application.application_id === only);
  return (
    <>
      <Heading>{t('staff.reviews.title')}</Heading>
      <div role="status">
        {decided && (
          <Banner kind="success" title={t('staff.reviews.decided', { number: decided.number ?? '', state: stateAfterDecision(decided) })}>
            <p><a href={to(`/applications/${decided.application_id}`)}>{t('staff.panel.open_application')}</a></p>
          </Banner>
        )}
      </div>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && only === null && <Lists reviews={reviews} chosen={list} />}
      {remote.state === 'ready' && listed.length === 0 && <p>{t('staff.reviews.none')}</p>}
      {only !== null && reviews.length > listed.length && <p><a href={to('/reviews?list=all')}>{t('staff.reviews.all', { count: reviews.length })}</a></p>}
      {byEarliestUse(listed).map((review) => <ReviewCard key={review.review_id} review={review} onDecided={onDecided} />)}
      <p><a href={to('/posts')}>{t('staff.posts.title')}</a></p>
    </>
  );
}

function Lists({ reviews, chosen }: { reviews: readonly Review[]; chosen: Worklist }) {
  return (
    <nav class="actions" aria-label={t('staff.reviews.lists')}>
      {countedLists(reviews).map(({ list, count }) => (
        <a key={list} class={list === chosen ? 'button button--small' : 'button button--small button--secondary'} href={to(`/reviews?list=${list}`)}
          aria-current={list === chosen ? 'page' : undefined}>
          {t(`staff.reviews.list_${list}`, { count })}
        </a>
      ))}
    </nav>
  );
}

function standingText(review: Review): string {
  const turn = review.steps[review.step - 1];
  return t(`staff.reviews.standing_${standingOf(review)}`, { post: turn ? townText(turn.post.name) : '', step: review.step, steps: review.steps.length });
}

function ReviewCard({ review, onDecided }: { review: Review; onDecided(application: Application): void }) {
  const { application } = review;
  const title = application.details?.group_name || application.holder || application.number || '';
  const title_id = `review-${review.review_id}`;
  return (
    <article class="review" aria-labelledby={title_id}>
      <h2 id={title_id}>{title}</h2>
      {review.matter !== 'permit' && <p><span class="tag tag--blue">{t(`staff.review.matter_${review.matter}`)}</span></p>}
      <p class="review__standing">{standingText(review)}</p>
      <ReviewFacts application={application} booking_ids={bookingsOf(review)} />
      {review.change !== null && <AskedUses id={review.review_id} application={application} change={review.change} />}
      {review.matter === 'permit' && isDecidedByDesk(review) && review.part.drafts && <DecisionForm application={application} onDecided={onDecided} />}
      <p>
        <a class="button button--small button--secondary" href={to(`/reviews/${application.application_id}?matter=${review.matter}`)}>
          {t('staff.reviews.open')}<Hidden>{t('staff.list.open_what', { title })}</Hidden>
        </a>
      </p>
    </article>
  );
}
