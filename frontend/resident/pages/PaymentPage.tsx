// Step 4: off to the provider's page, and what became of it. The browser's return proves nothing; the booking does.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageProperties } from '../ResidentPages';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, to } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { Heading } from '../../shared/components/Heading';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { t } from '../../shared/i18n/text';
import { feeRow, placeRows } from '../booking_rows';
import { clearOutbound, isOutbound } from '../outbound';
import { askAgainAfter, isWebPage, paymentStep, type PaymentStep } from '../payment_step';
import { Steps } from '../Steps';
import { WithBooking, type BookingView } from '../WithBooking';

export function PaymentPage({ parameters }: PageProperties) {
  return (
    <WithBooking booking_id={parameters['booking_id'] ?? ''}>
      {(view) => <Payment {...view} />}
    </WithBooking>
  );
}

/** Milliseconds since this visit began; grows with every answer. A page brought back by the browser begins anew. */
function useWaited(): [waited_ms: number, look: () => void] {
  const since = useRef(Date.now());
  const [waited_ms, setWaited] = useState(0);
  const look = () => setWaited(Date.now() - since.current);
  useEffect(() => {
    const restart = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      since.current = Date.now();
      look();
    };
    addEventListener('pageshow', restart);
    return () => removeEventListener('pageshow', restart);
  }, []);
  return [waited_ms, look];
}

function usePaymentStep({ booking, reload }: BookingView): PaymentStep {
  const [waited_ms, look] = useWaited();
  const attempt = booking.attempt;
  const step = paymentStep(booking, { outbound: isOutbound(attempt?.attempt_id), waited_ms });

  useEffect(() => {
    if (step === 'done') navigate(`/bookings/${booking.booking_id}`, { replace: true });
    if (step !== 'leaving' || attempt?.redirect_url == null) return;
    clearOutbound();
    if (isWebPage(attempt.redirect_url, location.href)) location.assign(attempt.redirect_url);
  }, [step]);

  useEffect(() => {
    const wait_ms = askAgainAfter(step, waited_ms);
    if (wait_ms === undefined) return;
    const timer = setTimeout(() => void reload().then(look), wait_ms);
    return () => clearTimeout(timer);
  });
  return step;
}

function Payment(view: BookingView) {
  const step = usePaymentStep(view);
  const title = t(`resident.payment.${step}`);
  usePageTitle(title);
  const waiting = step === 'preparing' || step === 'leaving' || step === 'confirming' || step === 'closing' || step === 'done';
  return (
    <>
      <Steps current={4} />
      <Heading>{title}</Heading>
      {waiting && <Waiting text={t(`resident.payment.${step}_help`)} />}
      {!waiting && <PaymentAdvice step={step} view={view} />}
      <SummaryList rows={[...placeRows(view), feeRow(view)]} />
    </>
  );
}

function PaymentAdvice({ step, view }: { step: PaymentStep; view: BookingView }) {
  const { booking, facility, space } = view;
  const root = `/bookings/${booking.booking_id}`;
  const page = booking.attempt?.redirect_url;
  const give_up = <a class="button button--secondary" href={to(`${root}/cancel`)}>{t('resident.payment.give_up')}</a>;
  switch (step) {
    case 'choose':
      return (
        <>
          <Banner kind="info" title={t('resident.payment.choose_help')} announce />
          <p class="actions">
            {page != null && isWebPage(page, location.href)
              && <a class="button" href={page} data-leaves>{t('resident.payment.back_to_page')}</a>}
            {give_up}
          </p>
        </>
      );
    case 'declined':
    case 'not_started':
      return (
        <>
          <Banner kind="warning" title={t(`resident.payment.${step}_help`)} announce />
          <p class="actions"><a class="button" href={to(`${root}/check`)}>{t('resident.payment.pay_again')}</a>{give_up}</p>
        </>
      );
    case 'unknown':
      return <Banner kind="warning" title={t('resident.payment.unknown_help', { phone: facility.phone })} announce />;
    case 'late':
      return <Banner kind="warning" title={t('resident.payment.late_help', { phone: facility.phone })} announce />;
    default:
      return (
        <>
          <Banner kind="info" title={t('resident.payment.over_help')} announce />
          <p>
            <a class="button" href={to(`/facilities/${facility.code}/days/${booking.date}?space=${space.code}`)}>
              {t('resident.over.choose_again')}
            </a>
          </p>
        </>
      );
  }
}
