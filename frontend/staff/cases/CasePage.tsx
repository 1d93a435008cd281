// One case about money: what happened, what can be done, a note, done.
import { useState } from 'preact/hooks';
import { loadPaymentCase, settlePaymentCase, type PaymentCaseAction, type PaymentCaseFile } from '../../shared/api/payment_cases';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { yen } from '../../shared/format';
import { hasMessage, t } from '../../shared/i18n/text';
import { refreshCounters } from '../parts/counters';
import { HistoryTable } from '../parts/HistoryTable';
import { RadioGroup } from '../parts/RadioGroup';
import { useAction } from '../parts/use_action';
import { needsNote, settlementOf } from './case_form';

export function CasePage({ case_id }: { case_id: string }) {
  const { remote, reload, put } = useRemote(() => loadPaymentCase(case_id), [case_id]);
  usePageTitle(t('staff.cases.title'));

  function settled(file: PaymentCaseFile): void {
    put(file);
    refreshCounters();
  }

  return (
    <>
      <p><a class="back-link" href={to('/cases')}><Icon name="back" />{t('staff.cases.back')}</a></p>
      <Heading>{t('staff.cases.title')}</Heading>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <File file={remote.value} onSettled={settled} />}
    </>
  );
}

function recordedAs(method: PaymentCaseFile['case']['method']): string {
  return method === null ? t('staff.none') : t('staff.cases.recorded', { method: t(`common.method.${method}`) });
}

interface Properties { file: PaymentCaseFile; onSettled(file: PaymentCaseFile): void }

function File({ file, onSettled }: Properties) {
  const { case: about, cannot_seat } = file;
  const reason = cannot_seat === null ? undefined : `refusal.${cannot_seat}`;
  return (
    <>
      <div role="status">{!about.open && <Banner kind="success" title={t('staff.cases.is_settled')} />}</div>
      {reason !== undefined && about.open && (
        <Banner kind="info" title={t('staff.cases.cannot_seat')}>{hasMessage(reason) && <p>{t(reason)}</p>}</Banner>
      )}
      <SummaryList rows={[
        { name: t('staff.cases.kind'), value: t(`staff.cases.kind_${about.kind}`) },
        { name: t('staff.panel.number'), value: <a href={to(`/applications/${about.application_id}`)}>{about.number ?? t('staff.none')}</a> },
        { name: t('staff.panel.holder'), value: about.holder },
        { name: t('staff.cases.amount'), value: yen(about.yen) },
        { name: t('staff.cases.provider'), value: about.provider ?? recordedAs(about.method) },
        { name: t('staff.cases.payment_ref'), value: about.payment_ref ?? t('staff.none') },
        ...(about.facts === '' || about.facts === about.payment_ref ? [] : [{ name: t('staff.cases.facts'), value: about.facts }]),
        ...(about.refund_id === null ? [] : [{ name: t('staff.cases.refund'), value: <a href={to(`/refunds/${about.refund_id}`)}>{t('staff.cases.refund_open')}</a> }]),
      ]} />
      {about.open && about.actions.length > 0 && <Settlement key={about.case_id} file={file} onSettled={onSettled} />}
      <HistoryTable id="case-history" title={t('staff.cases.history')} words_title={t('staff.cases.note_optional')}
        lines={file.history.map(({ at_ms, event, by, note }) => ({ at_ms, event, what: t(`staff.cases.action_${event}`), by, words: note }))} />
      {file.attempt_history.length > 0 && <AttemptHistory file={file} />}
    </>
  );
}

/** What the provider told and what was done, in our words; who of staff, by what they did with the case at that moment. */
function AttemptHistory({ file: { attempt_history, history } }: { file: PaymentCaseFile }) {
  const staffAt = (moment: number) => history.find(({ at_ms, event }) => at_ms === moment && event !== 'opened')?.by ?? null;
  return (
    <HistoryTable id="attempt-history" title={t('staff.cases.attempt_history')} words_title={t('staff.refund.evidence')} has_states
      lines={attempt_history.map(({ at_ms, event, to_state, evidence }) => ({
        at_ms, event, what: t(`staff.cases.event_${event}`), state: t(`staff.cases.state_${to_state}`), words: evidence,
        by: event === 'staff_ended' || event === 'seated_again' ? staffAt(at_ms) : null,
      }))} />
  );
}

function Settlement({ file, onSettled }: Properties) {
  const { actions, case_id } = file.case;
  const [action, setAction] = useState<PaymentCaseAction>(actions[0] ?? 'dealt_with');
  const [note, setNote] = useState('');
  const [wrong, setWrong] = useState(false);
  const sending = useAction();

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const settlement = settlementOf(action, note);
    setWrong(settlement === undefined);
    if (settlement === undefined) return document.getElementById('note')?.focus();
    const settled = await sending.run(() => settlePaymentCase(case_id, settlement));
    if (settled) onSettled(settled);
  }

  return (
    <form class="form form--desk" onSubmit={(event) => void submit(event)} noValidate>
      {sending.failure && <FailureNotice failure={sending.failure} />}
      <RadioGroup id="action" legend={t('staff.cases.proposal')} value={action} onValue={(chosen) => setAction(chosen)}
        options={actions.map((each) => ({ value: each, text: t(`staff.cases.action_${each}`) }))} />
      <TextField id="note" label={t(needsNote(action) ? 'staff.cases.note' : 'staff.cases.note_optional')} required={needsNote(action)} maxLength={160}
        value={note} onValue={setNote} error={wrong ? t('staff.reason.missing') : undefined} />
      <button type="submit" class="button" aria-busy={sending.busy}>{t(`staff.cases.action_${action}`)}</button>
    </form>
  );
}
