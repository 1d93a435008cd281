// One application whole: who, what for, every booking, the money, and what the desk can do about it.
import { useEffect, useState } from 'preact/hooks';
import { cancelApplication, loadApplication } from '../../shared/api/applications';
import { Attachments } from '../../shared/attachments/Attachments';
import type { Application, Town } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to, usePlace } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { DecisionList } from '../../shared/components/DecisionList';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { deadline, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { useTown } from '../../shared/town';
import { KindTag } from '../parts/KindTag';
import { codeText } from '../parts/code_text';
import { facilityText, instantText, spaceText } from '../parts/place_text';
import { wishText } from '../parts/wish_text';
import { findSpace } from '../../shared/town';
import { useAction } from '../parts/use_action';
import { StaffDocuments } from '../documents/StaffDocuments';
import { PaymentsTable } from '../counter/PaymentsTable';
import { paidByTickets } from '../../shared/tickets/paying';
import { TicketPayment } from '../../shared/tickets/TicketPayment';
import { useApplicationTickets } from '../../shared/tickets/use_application_tickets';
import { TakePayment } from '../counter/TakePayment';
import { DecisionForm } from '../reviews/DecisionForm';
import { ApplicationReduction } from './ApplicationReduction';
import { BookingsTable } from './BookingsTable';
import { CancelSelection } from './CancelSelection';
import { leftOutInOrder, recallLeftOut, type LeftOutUse } from './left_out';
import { RefundsTable } from './RefundsTable';
import { StoreVoucher } from './StoreVoucher';
import { inOrder } from './selection';

export function ApplicationPage({ application_id }: { application_id: string }) {
  const { town } = useTown();
  const { query } = usePlace();
  const { remote, reload, put } = useRemote(() => loadApplication(application_id), [application_id]);
  const number = remote.state === 'ready' ? remote.value.number ?? '' : '';
  const title = t('staff.application.title', { number });
  usePageTitle(title);
  return (
    <>
      <p><a class="back-link" href={to('/')}><Icon name="back" />{t('staff.back_to_board')}</a></p>
      <Heading>{title}</Heading>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && (
        <>
          {query.has('booked') && <Booked application={remote.value} />}
          {query.has('changed') && <Banner kind="success" title={t('staff.change.done')} announce />}
          {query.has('drafted') && <Banner kind="success" title={t('staff.change.drafted')} announce />}
          {query.has('booked') && <LeftOutList left_out={recallLeftOut(application_id)} town={town} />}
          <Whole application={remote.value} town={town} onApplication={put} onLater={() => void reload()} />
        </>
      )}
    </>
  );
}

function Booked({ application }: { application: Application }) {
  const { town } = useTown();
  const [first] = inOrder(application.bookings);
  const board = first && `/?${new URLSearchParams({ facility: application.facility, date: first.date })}`;
  return (
    <Banner kind="success" title={t('staff.booked.title')} announce>
      {application.number && <p class="booked-number"><span>{t('staff.panel.number')}</span> <strong>{application.number}</strong></p>}
      {application.reduction?.state === 'waiting' && <p>{t('staff.booked.reduction_waits')}</p>}
      <p>{t(`staff.booked.${application.state}`, { amount: yen(application.owed_yen),
        due: application.payment_due_at_ms === null ? 'none' : deadline(application.payment_due_at_ms) })}</p>
      {first && <p>{facilityText(town, application.facility)} {spaceText(town, first.space)}</p>}
      <p class="actions">
        <a class="button button--small" href={to('/book')}>{t('staff.booked.another')}</a>
        {board && <a class="button button--small button--secondary" href={to(board)}>{t('staff.back_to_board')}</a>}
      </p>
    </Banner>
  );
}

function LeftOutList({ left_out, town }: { left_out: readonly LeftOutUse[]; town: Town | undefined }) {
  if (left_out.length === 0) return null;
  const spaceOf = (code: string) => town && findSpace(town, code)?.space;
  return (
    <Banner kind="warning" title={t('staff.booked.left_out', { count: left_out.length })}>
      <ul class="plain-list">
        {leftOutInOrder(left_out, spaceOf).map(({ index, use, code, facts }) => {
          const space = spaceOf(use.space);
          return <li key={index}>{space ? `${townText(space.name)} ${wishText(space, use)}` : use.date}: {codeText(code, facts)}</li>;
        })}
      </ul>
    </Banner>
  );
}

interface WholeProperties { application: Application; town: Town | undefined; onApplication(application: Application): void; onLater(): void }

const ask_again_ms = 3_000;

function sumsText({ total_yen, paid_yen, owed_yen }: Application, tickets_yen: number): string {
  const sums = { total: yen(total_yen), paid: yen(paid_yen), owed: yen(owed_yen) };
  return tickets_yen > 0 ? t('staff.application.sums_with_tickets', { ...sums, tickets: yen(tickets_yen) }) : t('staff.application.sums', sums);
}

function Whole({ application, town, onApplication, onLater }: WholeProperties) {
  const { details } = application;
  const none = t('staff.none');
  const activity = town?.activities.find(({ code }) => code === details?.activity);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { remote } = useApplicationTickets(application);
  const tickets = remote.state === 'ready' ? remote.value.uses : undefined;
  const action = useAction();
  const closing = action.accepted && application.state === 'permitted_unpaid';
  useEffect(() => {
    if (!closing) return;
    const timer = setInterval(onLater, ask_again_ms);
    return () => clearInterval(timer);
  }, [closing]);

  async function cancel(): Promise<void> {
    const everything = chosen.size === application.bookings.length;
    const given_back = await action.run(() => cancelApplication(application.application_id, everything ? undefined : [...chosen]));
    if (!given_back) return;
    setChosen(new Set());
    onApplication(given_back);
  }

  return (
    <>
      <KindTag kind={application.kind} />
      {application.owed_yen > 0 && (
        <Banner kind="warning" title={t('staff.panel.unpaid', { amount: yen(application.owed_yen) })}>
          {application.payment_due_at_ms !== null && <p>{t('staff.panel.due', { at: deadline(application.payment_due_at_ms) })}</p>}
        </Banner>
      )}
      {application.change_request !== null && (
        <Banner kind="info" title={t('staff.asked_change.waits')}>
          <p><a href={to(`/reviews/${application.application_id}?matter=change`)}>{t('staff.asked_change.look')}</a></p>
        </Banner>
      )}
      {application.warnings.map(({ code, facts }) => (
        <Banner key={code} kind="warning" title={t(`staff.warning.${code}`, { space: spaceText(town, String(facts['space'] ?? '')) })} />
      ))}
      <SummaryList rows={[
        { name: t('staff.panel.holder'), value: application.kind === 'official' ? t('staff.kind.official_short')
          : t('staff.application.holder', { name: application.holder ?? none, class: application.user_class }) },
        { name: t('staff.panel.group'), value: details?.group_name || none },
        { name: t('staff.panel.purpose'), value: details?.purpose || none },
        ...(activity ? [{ name: t('staff.book.activity'), value: townText(activity.name) }] : []),
        { name: t('staff.panel.people'), value: details ? t('staff.panel.people_count', { people: details.people }) : none },
        ...(details && (details.is_commercial || details.highest_admission_yen !== undefined) ? [{ name: t('staff.application.admission'), value: t('common.yes') }] : []),
        { name: t('staff.application.money'), value: sumsText(application, paidByTickets(tickets ?? [])) },
        ...(application.attempt && application.payments.length === 0 ? [{ name: t('staff.application.method'), value: t(`common.method.${application.attempt.method}`) }] : []),
        { name: t('staff.application.made'), value: instantText(application.created_at_ms) },
      ]} />
      <StoreVoucher application={application} onLater={onLater} />
      {application.state !== 'held' && <TicketPayment application={application} onApplication={onApplication} />}
      <TakePayment application={application} onApplication={onApplication} />
      <PaymentsTable application={application} onApplication={onApplication} />
      {application.review !== null && (application.review.steps === 0
        ? <DecisionForm application={application} onDecided={onApplication} />
        : <p><a class="button button--small" href={to(`/reviews/${application.application_id}`)}>{t('staff.reviews.open')}</a></p>)}
      <h2>{t('staff.application.bookings')}</h2>
      {action.failure && <FailureNotice failure={action.failure} />}
      {closing && <Banner kind="info" title={t('staff.cancel.closing')} announce />}
      <BookingsTable application={application} tickets={tickets} chosen={chosen} onChosen={setChosen} />
      <CancelSelection application={application} chosen={chosen} action={action} onChosen={setChosen} onCancel={() => void cancel()} />
      {town && <ApplicationReduction application={application} town={town} onApplication={onApplication} />}
      <Attachments application_id={application.application_id} editable />
      {application.refunds.length > 0 && <RefundsTable refunds={application.refunds} bookings={application.bookings} />}
      <DecisionList decisions={application.decisions} />
      <StaffDocuments application_id={application.application_id} version={application.version} level={2} />
    </>
  );
}
