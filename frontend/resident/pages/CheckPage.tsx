// Step 3: look once more, then pay. The button names what it does.
import { useEffect, useState } from 'preact/hooks';
import type { PageProperties } from '../ResidentPages';
import type { Failure } from '../../shared/api/answer';
import { startPayment } from '../../shared/api/hiroba';
import { hasCode, sentenceFor } from '../../shared/api/wording';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, to } from '../../shared/app/router';
import { ErrorSummary } from '../../shared/components/ErrorSummary';
import { Heading } from '../../shared/components/Heading';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { yen } from '../../shared/format';
import { language, t } from '../../shared/i18n/text';
import { detailsRows, placeRows } from '../booking_rows';
import { BookingOver } from '../BookingOver';
import { FeeTable } from '../FeeTable';
import { HoldBanner } from '../HoldBanner';
import { markOutbound } from '../outbound';
import { Steps } from '../Steps';
import { WithBooking, type BookingView } from '../WithBooking';

export function CheckPage({ parameters }: PageProperties) {
  return (
    <WithBooking booking_id={parameters['booking_id'] ?? ''}>
      {(view) => {
        const payable = view.booking.state === 'held' || view.booking.state === 'awaiting_payment';
        return payable ? <Check {...view} /> : <BookingOver {...view} />;
      }}
    </WithBooking>
  );
}

function Check(view: BookingView) {
  const { booking, put, reload } = view;
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const details_place = `/bookings/${booking.booking_id}/details`;
  const held = booking.state === 'held';
  const incomplete = booking.details === null;
  usePageTitle(t('resident.check.title'), failure !== undefined);
  useEffect(() => {
    if (incomplete && held) navigate(details_place, { replace: true });
  }, [incomplete, held]);

  async function pay(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const answer = await startPayment(booking.booking_id, language());
    setBusy(false);
    if (answer.ok) {
      markOutbound(answer.value.attempt_id);
      return navigate(`/bookings/${booking.booking_id}/payment`);
    }
    if (hasCode(answer.failure, 'attempt_in_progress', 'already_paid')) {
      return navigate(`/bookings/${booking.booking_id}/payment`);
    }
    if (hasCode(answer.failure, 'hold_expired')) return void reload();
    setFailure(answer.failure);
    setAttempt((count) => count + 1);
  }

  if (incomplete && held) return <Waiting />;
  return (
    <>
      <ErrorSummary attempt={attempt} title={t('resident.check.not_possible')}
        errors={failure ? [{ message: sentenceFor(failure) }] : []} />
      <Steps current={3} />
      <Heading>{t('resident.check.title')}</Heading>
      <p class="lead">{t('resident.check.not_done_yet')}</p>
      {held && <HoldBanner booking={booking} onBooking={put} onExpired={() => void reload()} />}
      <SummaryList rows={[...placeRows(view), ...detailsRows(view, held ? to(details_place) : undefined)]} />
      <FeeTable fee={booking.fee} />
      <form class="form" onSubmit={(event) => void pay(event)}>
        <p>{t('resident.check.payment_help')}</p>
        <button class="button button--large" type="submit" aria-busy={busy}>
          {t('resident.check.pay', { amount: yen(booking.fee.total_yen) })}
        </button>
      </form>
      <p><a href={to(`/bookings/${booking.booking_id}/cancel`)}>{t('resident.check.give_up')}</a></p>
    </>
  );
}
