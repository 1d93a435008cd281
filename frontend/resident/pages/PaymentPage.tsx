// Step 4: off to the provider's page, and what became of it. The browser's return proves nothing; the application does.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageProperties } from '../page';
import { usePageTitle } from '../../shared/app/page_title';
import { withdrawPayment } from '../../shared/api/applications';
import type { Failure } from '../../shared/api/answer';
import { serverNow } from '../../shared/api/hiroba';
import { sentenceFor } from '../../shared/api/wording';
import { navigate, to } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { Heading } from '../../shared/components/Heading';
import { SummaryList, type SummaryRow } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { clearOutbound, isOutbound } from '../application/outbound';
import { askAgainAfter, isWebPage, paymentStep, type PaymentStep } from '../application/payment_step';
import { usesRows } from '../application/rows';
import { dayOfFirst } from '../application/Standing';
import { Steps } from '../application/Steps';
import { StillPayable, StoreVoucher } from '../application/StoreVoucher';
import { WithApplication, type ApplicationView } from '../application/WithApplication';

export function PaymentPage({ parameters }: PageProperties) {
  return (
    <WithApplication application_id={parameters['application_id'] ?? ''}>
      {(view) => <Payment {...view} />}
    </WithApplication>
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

function usePaymentStep({ application, reload }: ApplicationView): PaymentStep {
  const [waited_ms, look] = useWaited();
  const attempt = application.attempt;
  const step = paymentStep(application, { outbound: isOutbound(attempt?.attempt_id), waited_ms, now_ms: serverNow() });

  useEffect(() => {
    if (step === 'done') navigate(`/applications/${application.application_id}`, { replace: true });
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

/** Of an attempt what it asks for; else what is owed. */
function amountRow({ application }: ApplicationView): SummaryRow {
  const amount = application.attempt && application.owed_yen === 0 ? application.attempt.amount_yen : application.owed_yen || application.total_yen;
  return { name: t('resident.row.to_pay'), value: yen(amount) };
}

function Payment(view: ApplicationView) {
  const step = usePaymentStep(view);
  const title = t(`resident.payment.${step}`);
  usePageTitle(title);
  const waiting = step === 'preparing' || step === 'leaving' || step === 'confirming' || step === 'closing' || step === 'done';
  return (
    <>
      <Steps current={4} />
      <Heading>{title}</Heading>
      {waiting && <Waiting text={t(`resident.payment.${step}_help`)} />}
      {step === 'closing' && view.application.attempt?.voucher != null && <StillPayable />}
      {!waiting && <PaymentAdvice step={step} view={view} />}
      <SummaryList rows={[...usesRows(view), amountRow(view)]} />
    </>
  );
}

/** The way out of a page, or of a number for a store, that keeps the booking. */
function AnotherWay({ application, reload }: ApplicationView) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const attempt_id = application.attempt?.attempt_id;
  if (attempt_id === undefined) return null;

  async function withdraw(id: string): Promise<void> {
    if (busy) return;
    setBusy(true);
    const answer = await withdrawPayment(id);
    setFailure(answer.ok ? undefined : answer.failure);
    if (answer.ok) await reload();
    setBusy(false);
  }

  return (
    <>
      {failure && <Banner kind="error" title={sentenceFor(failure)} announce />}
      <button class="button button--secondary" type="button" aria-busy={busy} onClick={() => void withdraw(attempt_id)}>
        {t('resident.payment.another_way')}
      </button>
    </>
  );
}

function PaymentAdvice({ step, view }: { step: PaymentStep; view: ApplicationView }) {
  const { application, facility } = view;
  const root = `/applications/${application.application_id}`;
  const page = application.attempt?.redirect_url;
  const give_up = application.next_step === 'pay_difference'
    ? <a class="button button--secondary" href={to(root)}>{t('resident.check.later')}</a>
    : <a class="button button--secondary" href={to(`${root}/cancel`)}>{t('resident.payment.give_up')}</a>;
  switch (step) {
    case 'choose':
      return (
        <>
          <Banner kind="info" title={t('resident.payment.choose_help')} announce />
          <p class="actions">
            {page != null && isWebPage(page, location.href)
              && <a class="button" href={page} data-leaves>{t('resident.payment.back_to_page')}</a>}
            <AnotherWay {...view} />
            {give_up}
          </p>
        </>
      );
    case 'voucher':
      return (
        <>
          {application.attempt?.voucher != null && <StoreVoucher voucher={application.attempt.voucher} amount_yen={application.attempt.amount_yen} />}
          <Banner kind="info" title={t('resident.payment.voucher_help')} announce />
          <p class="actions"><AnotherWay {...view} />{give_up}</p>
        </>
      );
    case 'voucher_over':
      return (
        <>
          <Banner kind="info" title={t('resident.payment.voucher_over_help', { phone: facility.phone })} announce />
          <p class="actions"><AnotherWay {...view} />{give_up}</p>
        </>
      );
    case 'withdrawn':
    case 'declined':
    case 'not_started':
      return (
        <>
          <Banner kind={step === 'withdrawn' ? 'info' : 'warning'} title={t(`resident.payment.${step}_help`)} announce />
          <p class="actions"><a class="button" href={to(`${root}/check`)}>{t(step === 'withdrawn' ? 'resident.payment.choose_way' : 'resident.payment.pay_again')}</a>{give_up}</p>
        </>
      );
    case 'unknown':
      return <Banner kind="warning" title={t('resident.payment.unknown_help', { phone: facility.phone })} announce />;
    case 'late':
      return <Banner kind="warning" title={t('resident.payment.late_help', { phone: facility.phone })} announce />;
    case 'not_due':
      return (
        <>
          <Banner kind="info" title={t('resident.payment.not_due_help')} announce />
          <p><a class="button" href={to(root)}>{t('resident.applications.look')}</a></p>
        </>
      );
    default:
      return (
        <>
          <Banner kind="info" title={t('resident.payment.over_help')} announce />
          <p><a class="button" href={to(dayOfFirst(application))}>{t('resident.over.choose_again')}</a></p>
        </>
      );
  }
}
