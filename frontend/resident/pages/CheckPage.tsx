// Step 3: look once more, then pay or apply. The button names what it does.
import { useEffect, useState } from 'preact/hooks';
import type { PageProperties } from '../page';
import type { Failure } from '../../shared/api/answer';
import { startPayment, submitApplication } from '../../shared/api/applications';
import { planPayment, type AnyPaymentMethod } from '../../shared/api/counter';
import type { Application } from '../../shared/api/hiroba';
import { hasCode, sentenceFor } from '../../shared/api/wording';
import { Attachments } from '../../shared/attachments/Attachments';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, to } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { ErrorSummary } from '../../shared/components/ErrorSummary';
import { Heading } from '../../shared/components/Heading';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { deadline, yen } from '../../shared/format';
import { language, t } from '../../shared/i18n/text';
import { TicketPayment } from '../../shared/tickets/TicketPayment';
import { SomeHoldsEnded } from '../application/EndedHold';
import { Fees } from '../application/Fees';
import { HoldBanner } from '../application/HoldBanner';
import { LeftOutNotice } from '../application/LeftOutNotice';
import { MethodChoice } from '../application/MethodChoice';
import { markOutbound } from '../application/outbound';
import { counterMethod, isOnline, methodsOf, methodToUse } from '../application/payment_method';
import { detailsRows, usesRows } from '../application/rows';
import { StandingNotice } from '../application/Standing';
import { isHeld, occupies } from '../application/states';
import { Steps } from '../application/Steps';
import { ReductionNotice } from '../application/ReductionNotice';
import { Warnings } from '../application/Warnings';
import { WithApplication, type ApplicationView } from '../application/WithApplication';

type Step = 'pay' | 'submit' | 'submit_for_review' | 'pay_difference';

function stepOf({ next_step }: Application): Step | 'fill_in' | undefined {
  return next_step === 'wait_for_review' || next_step === 'none' ? undefined : next_step;
}

export function CheckPage({ parameters }: PageProperties) {
  return (
    <WithApplication application_id={parameters['application_id'] ?? ''}>
      {(view) => {
        const step = stepOf(view.application);
        if (step === undefined) return <StandingNotice {...view} />;
        return step === 'fill_in' ? <ToDetails {...view} /> : <Check view={view} step={step} />;
      }}
    </WithApplication>
  );
}

function ToDetails({ application }: ApplicationView) {
  useEffect(() => navigate(`/applications/${application.application_id}/details`, { replace: true }), []);
  return <Waiting />;
}

interface Acting { busy: boolean; failure: Failure | undefined; attempt: number; act(): Promise<void> }

function useActing({ application, reload }: ApplicationView, step: Step, method: AnyPaymentMethod | undefined): Acting {
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const root = `/applications/${application.application_id}`;

  function refuse(found: Failure): void {
    if (hasCode(found, 'attempt_in_progress', 'already_paid')) return navigate(`${root}/payment`);
    if (hasCode(found, 'hold_expired') || (isHeld(application) && hasCode(found, 'wrong_state'))) return void reload();
    setFailure(found);
    setAttempt((count) => count + 1);
  }

  async function pay(): Promise<void> {
    const at_counter = counterMethod(method);
    if (at_counter !== undefined) {
      const planned = await planPayment(application.application_id, at_counter);
      if (planned.ok) navigate(root);
      else refuse(planned.failure);
      return;
    }
    if (!isOnline(method)) return;
    const answer = await startPayment(application.application_id, language(), method);
    if (!answer.ok) return refuse(answer.failure);
    markOutbound(answer.value.attempt_id);
    navigate(`${root}/payment`);
  }

  async function apply(): Promise<void> {
    const answer = await submitApplication(application.application_id);
    if (answer.ok) navigate(root);
    else refuse(answer.failure);
  }

  return {
    busy, failure, attempt,
    async act() {
      if (busy) return;
      setBusy(true);
      await (step === 'pay' || step === 'pay_difference' ? pay() : apply());
      setBusy(false);
    },
  };
}

/** What pressing the button leads to. */
function payingHelp(step: Step, method: AnyPaymentMethod | undefined): string {
  const later = counterMethod(method);
  if (later !== undefined) return t(`resident.plan.help_${later}`);
  return t(method === 'konbini' ? 'resident.check.help_konbini' : `resident.check.help_${step}`);
}

function Check({ view, step }: { view: ApplicationView; step: Step }) {
  const { application, facility, put, reload } = view;
  const [wish, setWish] = useState<AnyPaymentMethod | undefined>(undefined);
  const methods = methodsOf(application);
  const method = methodToUse(methods, wish);
  const later = counterMethod(method);
  const pays = step === 'pay' || step === 'pay_difference';
  const { busy, failure, attempt, act } = useActing(view, step, method);
  const held = isHeld(application);
  const details_place = `/applications/${application.application_id}/details`;
  const title = t(`resident.check.title_${step}`);
  usePageTitle(title, failure !== undefined);
  const amount = step === 'pay_difference' || !held ? application.owed_yen : application.total_yen;
  return (
    <>
      <ErrorSummary attempt={attempt} title={t('resident.check.not_possible')}
        errors={failure ? [{ message: sentenceFor(failure) }] : []} />
      {step !== 'pay_difference' && <Steps current={3} />}
      <Heading>{title}</Heading>
      <p class="lead">{t(`resident.check.lead_${step}`)}</p>
      {held && <HoldBanner application={application} onApplication={put} onExpired={() => void reload()} />}
      {!held && application.payment_due_at_ms !== null && (
        <Banner kind="info" title={t('resident.check.due', { until: deadline(application.payment_due_at_ms) })} />
      )}
      <LeftOutNotice application_id={application.application_id} facility={facility} />
      <SomeHoldsEnded {...view} />
      <Warnings application={application} facility={facility} />
      <ReductionNotice {...view} />
      <SummaryList rows={[...usesRows(view, application.bookings.filter(occupies)), ...detailsRows(view, held ? to(details_place) : undefined)]} />
      <Fees {...view} />
      <Attachments application_id={application.application_id} editable={false} />
      {pays && <TicketPayment application={application} onApplication={(paid) => {
        put(paid);
        if (paid.owed_yen === 0) navigate(`/applications/${application.application_id}`);
      }} />}
      <form class="form" onSubmit={(event) => {
        event.preventDefault();
        void act();
      }}>
        {pays && <MethodChoice methods={methods} chosen={method} onChoose={setWish} />}
        <p>{pays ? payingHelp(step, method) : t(`resident.check.help_${step}`)}</p>
        <button class="button button--large" type="submit" aria-busy={busy}>
          {pays && later !== undefined ? t('resident.plan.choose', { method: t(`common.method.${later}`) }) : t(`resident.check.do_${step}`, { amount: yen(amount) })}
        </button>
      </form>
      <p><a href={to(step === 'pay_difference' ? `/applications/${application.application_id}` : `/applications/${application.application_id}/cancel`)}>
        {t(step === 'pay_difference' ? 'resident.check.later' : 'resident.check.give_up')}</a></p>
    </>
  );
}
