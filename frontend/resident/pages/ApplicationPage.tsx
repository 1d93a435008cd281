// One application as it stands; permitted: the number, large, and what happens next. Can be reloaded and bookmarked.
import { useEffect } from 'preact/hooks';
import type { PageProperties } from '../page';
import type { Application, Booking } from '../../shared/api/hiroba';
import { Attachments } from '../../shared/attachments/Attachments';
import { usePageTitle } from '../../shared/app/page_title';
import { to, usePlace } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { DecisionList } from '../../shared/components/DecisionList';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { SummaryList } from '../../shared/components/SummaryList';
import { Documents } from '../../shared/documents/Documents';
import { dividedWords } from '../../shared/fee/divided_refund';
import { deadline, longDate, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { useApplicationTickets } from '../../shared/tickets/use_application_tickets';
import { nextPlace } from '../account/my_applications';
import { forgetLeftOut } from '../basket/left_out';
import { AskedChange } from '../application/AskedChange';
import { BookingCard } from '../application/BookingCard';
import { dropDraft } from '../application/draft';
import { EndedHold } from '../application/EndedHold';
import { Fees } from '../application/Fees';
import { History } from '../application/History';
import { payBy } from '../application/payment_step';
import { Payments } from '../application/Payments';
import { Refunds } from '../application/Refunds';
import { detailsRows } from '../application/rows';
import { cancellable, givenBack, occupies, refundedFor, setOffFor, standingOf, standingWord } from '../application/states';
import { Steps } from '../application/Steps';
import { TicketsPaid } from '../application/TicketsPaid';
import { ReductionLink, ReductionNotice } from '../application/ReductionNotice';
import { Warnings } from '../application/Warnings';
import { spaceOf, WithApplication, type ApplicationView } from '../application/WithApplication';
import { dateAndTimeWords, timeWords } from '../use_words';

export function ApplicationPage({ parameters }: PageProperties) {
  return (
    <WithApplication application_id={parameters['application_id'] ?? ''}>
      {(view) => {
        const { state } = view.application;
        return state === 'permitted' || state === 'under_review' ? <AppliedFor {...view} /> : <Standing {...view} />;
      }}
    </WithApplication>
  );
}

function appliedTitle({ state, next_step, owed_yen }: Application, came_from_cancelling: boolean): string {
  if (state === 'under_review') return t('resident.done.title_review');
  if (next_step === 'pay_difference') return t('resident.application.difference', { amount: yen(owed_yen) });
  return t(came_from_cancelling ? 'resident.over.permitted' : 'resident.done.title');
}

/** The end of the way: permitted, handed in for review, or changed to something dearer and not paid yet. */
function AppliedFor(view: ApplicationView) {
  const { application } = view;
  const reviewed = application.state === 'under_review';
  const owes = !reviewed && application.next_step === 'pay_difference';
  const { query } = usePlace();
  const given_back = givenBack(application, query.get('given_back'));
  const title = appliedTitle(application, given_back.length > 0);
  usePageTitle(title);
  useEffect(() => {
    dropDraft();
    forgetLeftOut(application.application_id);
  }, []);
  return (
    <>
      <GivenBack view={view} bookings={given_back} />
      {owes && <ChangeDone />}
      {!owes && given_back.length === 0 && <Steps current={5} />}
      <div class={owes ? 'done done--owing' : reviewed ? 'done done--waiting' : 'done'}>
        <Icon name={owes ? 'yen' : reviewed ? 'clock' : 'check'} />
        <Heading>{title}</Heading>
        {owes && <Difference {...view} />}
        {application.number !== null && (
          <>
            <p class="done__label">{t('resident.done.number')}</p>
            <p class="done__number">{application.number}</p>
          </>
        )}
        <DoneUses {...view} />
      </div>
      {!owes && <Changed {...view} />}
      <h2>{t('resident.done.next')}</h2>
      <NextSteps {...view} />
      <Everything {...view} />
    </>
  );
}

function DoneUses({ application, facility }: ApplicationView) {
  const bookings = application.bookings.filter(occupies);
  const [first, ...others] = bookings;
  if (!first) return null;
  const space = spaceOf(facility, first);
  return (
    <p>
      {longDate(first.date)} {timeWords(space, first)}<br />{townText(space.name)}
      {others.length > 0 && <><br />{t('resident.done.and_others', { count: others.length })}</>}
    </p>
  );
}

function NextSteps({ application, facility }: ApplicationView) {
  const reviewed = application.state === 'under_review';
  return (
    <ul class="plain-list">
      <li>{t('resident.done.next_number')}</li>
      {reviewed && <li>{t('resident.done.next_review')}{application.review !== null && application.review.step > 0 && ` ${t('resident.done.review_step', application.review)}`}</li>}
      {!reviewed && facility.check_in && <li>{t('resident.done.next_day', { facility: townText(facility.name) })}</li>}
      {cancellable(application).length > 0 && <li>{t('resident.done.next_change')}</li>}
      <li>{t('resident.done.next_call', { phone: facility.phone })}</li>
    </ul>
  );
}

/** That some of it was given back: which, and what comes back for them. */
function GivenBack({ view: { application, facility }, bookings }: { view: ApplicationView; bookings: readonly Booking[] }) {
  if (bookings.length === 0) return null;
  const refund = refundedFor(application, bookings);
  const set_off = setOffFor(application, bookings);
  const divided = dividedWords({ yen: refund + set_off, set_off_yen: set_off, pay_out_yen: refund });
  return (
    <Banner kind="success" title={t('resident.cancel.done')} announce>
      <ul class="plain-list">
        {bookings.map((booking) => {
          const space = spaceOf(facility, booking);
          return <li key={booking.booking_id}>{dateAndTimeWords(space, booking)} {townText(space.name)}</li>;
        })}
      </ul>
      {divided !== undefined ? <p>{divided}</p> : refund > 0 && <p>{t('resident.notice.refund', { amount: yen(refund) })}</p>}
    </Banner>
  );
}

function ChangeDone() {
  const { query } = usePlace();
  return query.has('changed') ? <Banner kind="success" title={t('resident.change.done')} announce /> : null;
}

/** By when the difference is to be paid, and the way there. Without a deadline of its own: before the use begins. */
function Difference({ application }: ApplicationView) {
  const due = application.payment_due_at_ms;
  return (
    <>
      <p>{due === null ? t('resident.application.difference_due')
        : t(due <= application.server_time_ms ? 'resident.application.difference_overdue' : 'resident.check.due', { until: deadline(due) })}</p>
      <p>
        <a class="button button--large" href={to(nextPlace(application))}>
          {t('resident.check.do_pay_difference', { amount: yen(application.owed_yen) })}
        </a>
      </p>
    </>
  );
}

/** What a change has left to do: a difference to pay, or one that is given back. */
function Changed(view: ApplicationView) {
  const { application } = view;
  return (
    <>
      <ChangeDone />
      {application.next_step === 'pay_difference' && (
        <Banner kind="warning" title={t('resident.application.difference', { amount: yen(application.owed_yen) })} announce>
          <Difference {...view} />
        </Banner>
      )}
    </>
  );
}

function Standing(view: ApplicationView) {
  const { application } = view;
  const title = t(`resident.over.${standingWord(application)}`);
  usePageTitle(title);
  const next = nextPlace(application);
  const { query } = usePlace();
  const [first] = application.bookings;
  const pay_by_ms = payBy(application);
  return (
    <>
      {application.state !== 'over' && <GivenBack view={view} bookings={givenBack(application, query.get('given_back'))} />}
      <Heading catches_focus>{title}</Heading>
      {standingOf(application) === 'expired' && <p class="lead">{t('resident.over.expired_help')}</p>}
      <EndedHold {...view} />
      {application.state === 'permitted_unpaid' && pay_by_ms !== null && (
        <Banner kind="warning" title={t('resident.check.due', { until: deadline(pay_by_ms) })} />
      )}
      <HowToPay {...view} />
      <Changed {...view} />
      <p>
        {application.state === 'over'
          ? first && <a class="button" href={to(`/facilities/${application.facility}/days/${first.date}?space=${first.space}`)}>{t('resident.over.choose_again')}</a>
          : <a class="button" href={to(next)}>{t('resident.unfinished.go_on')}</a>}
      </p>
      <Everything {...view} />
    </>
  );
}

/** What was said about how it will be paid, and what is left of it. */
function HowToPay({ application, facility }: ApplicationView) {
  const plan = application.payment_plan;
  if (plan === null || application.owed_yen <= 0) return null;
  return (
    <Banner kind="info" title={t('resident.plan.title', { method: t(`common.method.${plan}`), amount: yen(application.owed_yen) })}>
      <p>{t(`resident.plan.how_${plan}`, { facility: townText(facility.name), phone: facility.phone })}</p>
      {application.paid_yen > 0 && <p>{t('resident.plan.paid_already', { amount: yen(application.paid_yen) })}</p>}
    </Banner>
  );
}

/** Uses, details, fees, refunds, history: the same for every state. */
function Everything(view: ApplicationView) {
  const { application } = view;
  const root = `/applications/${application.application_id}`;
  const { remote: tickets } = useApplicationTickets(application);
  const known = tickets.state === 'ready' ? tickets.value : undefined;
  return (
    <>
      <AskedChange {...view} />
      <Warnings application={application} facility={view.facility} />
      <ReductionNotice {...view} />
      <ReductionLink {...view} />
      <h2>{t('resident.application.uses')}</h2>
      <ul class="cards">
        {application.bookings.map((booking) => <BookingCard key={booking.booking_id} view={view} booking={booking} tickets={known} />)}
      </ul>
      {cancellable(application).length > 1 && (
        <p><a href={to(`${root}/cancel`)}>{t('resident.application.cancel_all')}</a></p>
      )}
      <h2>{t('resident.application.title')}</h2>
      <SummaryList rows={[
        ...(application.number === null ? [] : [{ name: t('resident.done.number'), value: application.number }]),
        ...detailsRows(view),
        { name: t('resident.row.facility'), value: townText(view.facility.name) },
      ]} />
      <DecisionList decisions={application.decisions} />
      <Fees {...view} />
      <Payments {...view} />
      {known && <TicketsPaid application={application} uses={known.uses} />}
      <Refunds {...view} />
      <Attachments application_id={application.application_id} editable />
      <Documents application_id={application.application_id} version={application.version} level={2} />
      <History {...view} />
      <p class="actions">
        <a class="button button--secondary" href={to('/applications')}>{t('resident.application.all')}</a>
        <a class="button button--secondary" href={to('/')}>{t('resident.done.another')}</a>
      </p>
    </>
  );
}
