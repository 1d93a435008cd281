// What waits for a decision, the earliest use first.
import { useState } from 'preact/hooks';
import type { Application, Booking } from '../../shared/api/hiroba';
import { listReviews } from '../../shared/api/staff';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to, usePlace } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { findFacility, useTown } from '../../shared/town';
import { equipmentText, instantText, facilityText, spaceText, timesText } from '../parts/place_text';
import { refreshCounters } from '../parts/counters';
import { DecisionForm } from './DecisionForm';
import { byEarliestUse, feeUnderReview, groundsOf, stateAfterDecision, underReview } from './review_list';

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

  const waiting = remote.state === 'ready' ? byEarliestUse(remote.value) : [];
  const shown = only === null ? waiting : waiting.filter(({ application_id }) => application_id === only);
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
      {remote.state === 'ready' && shown.length === 0 && <p>{t('staff.reviews.none')}</p>}
      {only !== null && waiting.length > shown.length && <p><a href={to('/reviews')}>{t('staff.reviews.all', { count: waiting.length })}</a></p>}
      {shown.map((application) => <ReviewCard key={application.application_id} application={application} onDecided={onDecided} />)}
    </>
  );
}

function ReviewCard({ application, onDecided }: { application: Application; onDecided(application: Application): void }) {
  const { town } = useTown();
  const waiting = underReview(application);
  const facility = town && findFacility(town, application.facility);
  const spaces = facility?.spaces.filter(({ code }) => waiting.some(({ space }) => space === code)) ?? [];
  const grounds = groundsOf(application, spaces);
  const { details } = application;
  const none = t('staff.none');
  const activity = town?.activities.find(({ code }) => code === details?.activity);
  const title_id = `review-${application.application_id}`;
  return (
    <article class="review" aria-labelledby={title_id}>
      <h2 id={title_id}>{details?.group_name || application.holder || application.number}</h2>
      <p class="review__grounds">
        {grounds.map((ground) => <span key={ground} class="tag tag--blue">{t(`staff.reviews.ground_${ground}`)}</span>)}
      </p>
      <SummaryList rows={[
        { name: t('staff.panel.number'), value: <a href={to(`/applications/${application.application_id}`)}>{application.number ?? none}</a> },
        { name: t('staff.panel.holder'), value: t('staff.application.holder', { name: application.holder ?? none, class: application.user_class }) },
        { name: t('staff.panel.purpose'), value: details?.purpose ?? none },
        ...(activity ? [{ name: t('staff.book.activity'), value: townText(activity.name) }] : []),
        { name: t('staff.panel.people'), value: details ? t('staff.panel.people_count', { people: details.people }) : none },
        { name: t('staff.application.bookings'), value: (
          <ul>{waiting.map((booking) => <UseLine key={booking.booking_id} booking={booking} />)}</ul>
        ) },
        { name: t('staff.panel.fee'), value: yen(feeUnderReview(application)) },
        { name: t('staff.application.made'), value: instantText(application.created_at_ms) },
      ]} />
      <DecisionForm application={application} onDecided={onDecided} />
    </article>
  );
}

function UseLine({ booking }: { booking: Booking }) {
  const { town } = useTown();
  const borrowed = equipmentText(town, booking.facility, booking.equipment);
  return (
    <li>
      {facilityText(town, booking.facility)} {spaceText(town, booking.space)} {timesText(booking)}
      {borrowed && <small class="review__equipment">{t('staff.panel.equipment')} {borrowed}</small>}
    </li>
  );
}
