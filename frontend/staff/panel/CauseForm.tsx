// Taking a permit back, or giving money back: the cause, what comes back because of it by the town's rule, and the reason.
import { useState } from 'preact/hooks';
import { loadCauseTerms, type CauseTerms, type RefundCause } from '../../shared/api/staff';
import { useRemote } from '../../shared/app/remote';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Waiting } from '../../shared/components/Waiting';
import { dividedWords } from '../../shared/fee/divided_refund';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { RadioGroup } from '../parts/RadioGroup';
import { ReasonField } from '../parts/ReasonField';
import { revocationReasons } from '../parts/standard_reasons';
import type { Action } from '../parts/use_action';
import { whatComesBack } from './cause_terms';
import { deskTicketsWords } from './tickets_back';

interface Properties<C extends RefundCause> {
  id: string;
  booking_id: string;
  title: string;
  question: string;
  causes: readonly C[];
  yes: string;
  danger?: boolean;
  action: Action;
  onYes(cause: C, reason: string): void;
  onNo(): void;
}

export function CauseForm<C extends RefundCause>({ id, booking_id, title, question, causes, yes, danger = false, action, onYes, onNo }: Properties<C>) {
  const [cause, setCause] = useState<C | undefined>(undefined);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const typed = reason.trim();

  function submit(event: Event): void {
    event.preventDefault();
    setTried(true);
    if (cause !== undefined && typed !== '') onYes(cause, typed);
    else document.getElementById(cause === undefined ? `${id}-cause` : `${id}-reason`)?.focus();
  }

  return (
    <form class="question" onSubmit={submit} noValidate aria-label={title}>
      <p>{question}</p>
      <RadioGroup<C> id={`${id}-cause`} legend={t('staff.cause.legend')} value={cause} onValue={(value) => setCause(value)}
        options={causes.map((value) => ({ value, text: t(`staff.cause.${value}`) }))}
        error={tried && cause === undefined ? t('staff.cause.missing') : undefined} />
      <div role="status">{cause !== undefined && <Terms key={cause} booking_id={booking_id} cause={cause} />}</div>
      <ReasonField id={`${id}-reason`} label={t('staff.revoke.reason')} value={reason} standard={revocationReasons()} onValue={setReason}
        help={t('staff.revoke.reason_help')} error={tried && typed === '' ? t('staff.reason.missing') : undefined} />
      <div class="actions">
        <button type="submit" class={`button button--small${danger ? ' button--danger' : ''}`} aria-busy={action.busy}>{yes}</button>
        <button type="button" class="button button--small button--secondary" onClick={onNo}>{t('staff.question.no')}</button>
      </div>
    </form>
  );
}

function Terms({ booking_id, cause }: { booking_id: string; cause: RefundCause }) {
  const { remote, reload } = useRemote<CauseTerms>(() => loadCauseTerms(booking_id, cause), [booking_id, cause]);
  if (remote.state === 'loading') return <Waiting />;
  if (remote.state === 'failed') return <FailureNotice failure={remote.failure} onRetry={() => void reload()} />;
  const { fee_yen, kept_yen, percent, yen: amount, article, tickets } = remote.value;
  const of_tickets = deskTicketsWords(tickets);
  const divided = dividedWords(remote.value);
  return (
    <>
      {(of_tickets === undefined || kept_yen > 0) && (
        <p><strong>{t(`staff.cause.${whatComesBack(remote.value)}`,
          { percent, fee: yen(fee_yen), kept: yen(kept_yen), rest: yen(fee_yen - kept_yen), amount: yen(amount), article: townText(article) })}</strong></p>
      )}
      {divided !== undefined && <p><strong>{divided}</strong></p>}
      {of_tickets !== undefined && <p><strong>{of_tickets}</strong></p>}
    </>
  );
}
