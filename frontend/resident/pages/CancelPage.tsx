// Giving an application or some of its uses back: says what it means before the button.
import { useEffect, useState } from 'preact/hooks';
import type { PageProperties } from '../page';
import { cancelApplication } from '../../shared/api/applications';
import { sentenceFor } from '../../shared/api/wording';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, to, usePlace } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { ErrorSummary, type PageError } from '../../shared/components/ErrorSummary';
import { Heading } from '../../shared/components/Heading';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { ticketsOf, ticketsSentence, type PayingTickets, type TicketsBack } from '../../shared/tickets/paying';
import { useApplicationTickets } from '../../shared/tickets/use_application_tickets';
import { nextPlace } from '../account/my_applications';
import { refundWords } from '../application/BookingCard';
import { chosenAtFirst, countsInCap, idsToSend, meaningOf, setOffOf } from '../application/cancel_choice';
import { hasNumberOut } from '../application/payment_step';
import { usesRows } from '../application/rows';
import { cancellable } from '../application/states';
import { ticketsBackWords } from '../application/tickets_back';
import { spaceOf, WithApplication, type ApplicationView } from '../application/WithApplication';
import { Checkboxes } from '../Checkboxes';
import { dateAndTimeWords } from '../use_words';

const ask_every_ms = 1_500;

export function CancelPage({ parameters }: PageProperties) {
  return (
    <WithApplication application_id={parameters['application_id'] ?? ''}>
      {(view) => <Cancel {...view} />}
    </WithApplication>
  );
}

/** The provider has to close the payment first; the application tells when it has. */
function useClosing({ application, reload }: ApplicationView): [closing: boolean, setClosing: (closing: boolean) => void] {
  const [asked, setAsked] = useState(false);
  const closing = (asked || application.attempt?.state === 'cancel_requested') && application.state === 'permitted_unpaid';
  useEffect(() => {
    if (!closing) return;
    const timer = setTimeout(() => void reload(), ask_every_ms);
    return () => clearTimeout(timer);
  });
  return [closing, setAsked];
}

function Cancel(view: ApplicationView) {
  const { application, put } = view;
  const { query } = usePlace();
  const possible = cancellable(application);
  const [chosen, setChosen] = useState(() => chosenAtFirst(application, query.get('booking')));
  const [error, setError] = useState<PageError | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const [done, setDone] = useState(false);
  const [closing, setClosing] = useClosing(view);
  const { remote: tickets, reload: askForTickets } = useApplicationTickets(application);
  usePageTitle(t('resident.cancel.title'), error !== undefined);
  const root = `/applications/${application.application_id}`;
  const over = (done && !closing) || (possible.length === 0 && !closing);

  // The application's own page tells how it ended, and what was given back of what goes on.
  useEffect(() => {
    if (over) navigate(done ? `${root}?given_back=${chosen.join(',')}` : root, { replace: true });
  }, [over]);

  function refuse(found: PageError): void {
    setError(found);
    setAttempt((count) => count + 1);
  }

  async function giveBack(): Promise<void> {
    if (chosen.length === 0) return refuse({ message: t('resident.cancel.nothing_chosen'), field: 'bookings' });
    const answer = await cancelApplication(application.application_id, idsToSend(application, chosen));
    if (!answer.ok) return refuse({ message: sentenceFor(answer.failure) });
    setDone(true);
    setClosing(answer.status === 202);
    put(answer.value);
  }

  if (closing) return <><Heading>{t('resident.cancel.closing')}</Heading><Waiting text={t('resident.cancel.closing_help')} /></>;
  // What becomes of the tickets is told before the button as well.
  if (over || tickets.state === 'loading') return <Waiting />;
  if (tickets.state === 'failed') return <FailureNotice failure={tickets.failure} onRetry={() => void askForTickets()} />;
  const { paying } = tickets.value;
  return (
    <>
      <ErrorSummary attempt={attempt} title={t('resident.cancel.not_possible')} errors={error ? [error] : []} />
      <Heading>{t('resident.cancel.title')}</Heading>
      {possible.length > 1
        ? <Choice view={view} paying={paying} chosen={chosen} onChange={setChosen} error={error?.field && error.message} />
        : <SummaryList rows={usesRows(view, possible)} />}
      <Meaning view={view} paying={paying} chosen={chosen} />
      {hasNumberOut(application) && <Banner kind="warning" title={t('resident.cancel.number_out', { phone: view.facility.phone })} />}
      <p class="actions">
        <button type="button" class="button button--danger" onClick={() => void giveBack()}>{t('resident.cancel.do')}</button>
        <a class="button button--secondary" href={to(application.state === 'permitted' ? root : nextPlace(application))}>{t('resident.cancel.keep')}</a>
      </p>
    </>
  );
}

interface ChoiceProperties { view: ApplicationView; paying: readonly PayingTickets[]; chosen: readonly string[]; onChange(chosen: string[]): void; error: string | undefined }

function Choice({ view, paying, chosen, onChange, error }: ChoiceProperties) {
  const { application, facility } = view;
  return (
    <Checkboxes id="bookings" width="wide" legend={t('resident.cancel.which')} chosen={chosen} onChange={onChange} error={error}
      options={cancellable(application).map((booking) => {
        const space = spaceOf(facility, booking);
        return {
          value: booking.booking_id,
          text: <>{dateAndTimeWords(space, booking)} {townText(space.name)}<br /><small>{yen(booking.fee.total_yen)}・{refundWords(booking, paying)}</small></>,
        };
      })} />
  );
}

function refundTitle(paid_yen: number, refund_yen: number, set_off_yen: number, tickets: TicketsBack): string {
  const sentence = ticketsSentence(tickets);
  if (paid_yen === 0 && sentence !== undefined) return t(`resident.cancel.tickets_${sentence}`, { count: tickets.count, back: tickets.come_back });
  if (paid_yen === 0) return t('resident.cancel.free');
  if (set_off_yen > 0) return t('resident.cancel.refund_set_off', { refund: yen(refund_yen - set_off_yen), set_off: yen(set_off_yen), paid: yen(paid_yen) });
  return t('resident.cancel.refund', { refund: yen(refund_yen), paid: yen(paid_yen) });
}

/** The refund is told before the button. */
function Meaning({ view: { application, facility }, paying, chosen }: { view: ApplicationView; paying: readonly PayingTickets[]; chosen: readonly string[] }) {
  const { paid_yen, refund_yen } = meaningOf(application, chosen);
  const tickets = ticketsOf(paying, chosen);
  const [only] = cancellable(application).filter(({ booking_id }) => chosen.includes(booking_id));
  return (
    <div aria-live="polite">
      <Banner kind={paid_yen > refund_yen || tickets.count > tickets.come_back ? 'warning' : 'info'}
        title={refundTitle(paid_yen, refund_yen, setOffOf(application, chosen), tickets)}>
        {paid_yen !== 0 && chosen.length === 1 && only && <p>{refundWords(only, paying)}</p>}
        {(paid_yen === 0 || chosen.length > 1) && tickets.count > 0 && <p>{ticketsBackWords(tickets)}</p>}
        {paid_yen !== 0 && <p>{t('resident.refunds.help', { phone: facility.phone })}</p>}
        {setOffOf(application, chosen) > 0 && <p>{t('resident.cancel.set_off')}</p>}
        {countsInCap(application, chosen) && <p>{t('resident.cancel.day_cap')}</p>}
        <p>{t('resident.cancel.help')}</p>
      </Banner>
    </div>
  );
}
