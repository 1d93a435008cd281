// Giving a booking back before it is paid: says what it means before the button.
import { useEffect, useState } from 'preact/hooks';
import type { PageProperties } from '../ResidentPages';
import type { Failure } from '../../shared/api/answer';
import { cancelBooking } from '../../shared/api/hiroba';
import { sentenceFor } from '../../shared/api/wording';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, to } from '../../shared/app/router';
import { ErrorSummary } from '../../shared/components/ErrorSummary';
import { Heading } from '../../shared/components/Heading';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { t } from '../../shared/i18n/text';
import { placeRows } from '../booking_rows';
import { nextPlace } from '../my_bookings';
import { WithBooking, type BookingView } from '../WithBooking';

const ask_every_ms = 1_500;

export function CancelPage({ parameters }: PageProperties) {
  return (
    <WithBooking booking_id={parameters['booking_id'] ?? ''}>
      {(view) => <Cancel {...view} />}
    </WithBooking>
  );
}

function Cancel(view: BookingView) {
  const { booking, put, reload } = view;
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const [closing, setClosing] = useState(booking.attempt?.state === 'cancel_requested');
  const open = booking.state === 'held' || booking.state === 'awaiting_payment';
  usePageTitle(t('resident.cancel.title'), failure !== undefined);

  // The booking's own page tells how it ended.
  useEffect(() => {
    if (!open) navigate(`/bookings/${booking.booking_id}`, { replace: true });
  }, [open]);

  // The provider has to close the payment first; the booking tells when it has.
  useEffect(() => {
    if (!closing || !open) return;
    const timer = setTimeout(() => void reload(), ask_every_ms);
    return () => clearTimeout(timer);
  });

  async function giveUp(): Promise<void> {
    const answer = await cancelBooking(booking.booking_id);
    if (answer.ok) {
      setClosing(answer.status === 202);
      put(answer.value);
      return;
    }
    setFailure(answer.failure);
    setAttempt((count) => count + 1);
  }

  if (!open) return <Waiting />;
  if (closing) return <><Heading>{t('resident.cancel.closing')}</Heading><Waiting text={t('resident.cancel.closing_help')} /></>;
  return (
    <>
      <ErrorSummary attempt={attempt} title={t('resident.cancel.not_possible')}
        errors={failure ? [{ message: sentenceFor(failure) }] : []} />
      <Heading>{t('resident.cancel.title')}</Heading>
      <SummaryList rows={placeRows(view)} />
      <p class="lead">{t('resident.cancel.help')}</p>
      <p class="actions">
        <button type="button" class="button button--danger" onClick={() => void giveUp()}>{t('resident.cancel.do')}</button>
        <a class="button button--secondary" href={to(nextPlace(booking))}>{t('resident.cancel.keep')}</a>
      </p>
    </>
  );
}
