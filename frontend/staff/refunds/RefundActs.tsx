// What the desk does with a refund: approve, send again, look at the provider's own pages, pay in cash or by bank transfer.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Answer } from '../../shared/api/answer';
import { payRefundInCash } from '../../shared/api/counter';
import { serverNow } from '../../shared/api/hiroba';
import { approveRefund, payRefundByTransfer, reportNotRefunded, retryRefund, type RefundFile } from '../../shared/api/staff';
import { hasCode } from '../../shared/api/wording';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { TextField } from '../../shared/components/Field';
import { yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { dateAt } from '../../shared/time/civil';
import { useAction, type Action } from '../parts/use_action';
import { actsOn, transferFaults, type RefundAct, type TransferFault, type TransferForm } from './refund_acts';

interface Properties { file: RefundFile; onChanged(file: RefundFile): void; onStale(): void }

export function RefundActs({ file, onChanged, onStale }: Properties) {
  const action = useAction();
  const { refund_id } = file.refund;
  useEffect(() => { if (action.failure && hasCode(action.failure, 'refund_changed')) onStale(); }, [action.failure]);

  async function send(act: () => Promise<Answer<RefundFile>>): Promise<void> {
    const changed = await action.run(act);
    if (changed) onChanged(changed);
  }

  const forms: Record<RefundAct, ComponentChildren> = {
    approve: (
      <Question key="approve" words={t(file.provider === null ? 'staff.refund.approve_confirm_desk' : 'staff.refund.approve_confirm', { amount: yen(file.refund.yen) })} button={t('staff.refund.approve')}
        action={action} onSend={() => void send(() => approveRefund(refund_id))} />
    ),
    retry: <Question key="retry" button={t('staff.refund.retry')} action={action} onSend={() => void send(() => retryRefund(refund_id))} />,
    not_refunded: <NotRefunded key="not_refunded" action={action} onSend={(note) => void send(() => reportNotRefunded(refund_id, note))} />,
    cash: <Cash key="cash" amount={yen(file.refund.yen)} action={action} onSend={(name) => void send(() => payRefundInCash(refund_id, name))} />,
    bank_transfer: <Transfer key="bank_transfer" action={action} onSend={(form) => void send(() => payRefundByTransfer(refund_id, form))} />,
  };
  return (
    <>
      {action.failure && <FailureNotice failure={action.failure} />}
      {actsOn(file).map((act) => forms[act])}
    </>
  );
}

function Question({ words, button, action, onSend }: { words?: string; button: string; action: Action; onSend(): void }) {
  return (
    <div class="question" role="group" aria-label={button}>
      {words && <p>{words}</p>}
      <button type="button" class="button" aria-busy={action.busy} onClick={onSend}>{button}</button>
    </div>
  );
}

function NotRefunded({ action, onSend }: { action: Action; onSend(note: string): void }) {
  const [note, setNote] = useState('');
  const [wrong, setWrong] = useState(false);

  function submit(event: Event): void {
    event.preventDefault();
    setWrong(note.trim() === '');
    if (note.trim() === '') return document.getElementById('note')?.focus();
    onSend(note.trim());
  }

  return (
    <form class="form form--desk" aria-label={t('staff.refund.not_refunded')} onSubmit={submit} noValidate>
      <h2>{t('staff.refund.not_refunded')}</h2>
      <p>{t('staff.refund.not_refunded_help')}</p>
      <TextField id="note" label={t('staff.refund.note')} required maxLength={160} value={note} onValue={setNote}
        error={wrong ? t('staff.reason.missing') : undefined} />
      <button type="submit" class="button button--secondary" aria-busy={action.busy}>{t('staff.refund.record')}</button>
    </form>
  );
}

/** Out of the drawer that this person holds; who receives it acknowledges it by name. */
function Cash({ amount, action, onSend }: { amount: string; action: Action; onSend(received_by: string): void }) {
  const [name, setName] = useState('');
  const [wrong, setWrong] = useState(false);

  function submit(event: Event): void {
    event.preventDefault();
    setWrong(name.trim() === '');
    if (name.trim() === '') return document.getElementById('received-by')?.focus();
    onSend(name.trim());
  }

  return (
    <form class="form form--desk" aria-label={t('staff.refund.cash')} onSubmit={submit} noValidate>
      <h2>{t('staff.refund.cash')}</h2>
      <p>{t('staff.refund.cash_help', { amount })}</p>
      <TextField id="received-by" label={t('staff.refund.received_by')} required maxLength={100} value={name} onValue={setName}
        error={wrong ? t('staff.refund.received_by_missing') : undefined} />
      <button type="submit" class="button" aria-busy={action.busy}>{t('staff.refund.pay_in_cash', { amount })}</button>
    </form>
  );
}

function Transfer({ action, onSend }: { action: Action; onSend(form: TransferForm): void }) {
  const today = dateAt(serverNow());
  const [form, setForm] = useState<TransferForm>({ reference: '', on: today });
  const [faults, setFaults] = useState<TransferFault[]>([]);

  function submit(event: Event): void {
    event.preventDefault();
    const found = transferFaults(form, today);
    setFaults(found);
    if (found.length > 0) return document.getElementById(found[0] === 'reference' ? 'reference' : 'paid-on')?.focus();
    onSend({ ...form, reference: form.reference.trim() });
  }

  return (
    <form class="form form--desk" aria-label={t('staff.refund.bank_transfer')} onSubmit={submit} noValidate>
      <h2>{t('staff.refund.bank_transfer')}</h2>
      <TextField id="reference" label={t('staff.refund.reference')} required maxLength={100} value={form.reference}
        onValue={(reference) => setForm({ ...form, reference })} error={faults.includes('reference') ? t('staff.reason.missing') : undefined} />
      <TextField id="paid-on" type="date" label={t('staff.refund.paid_on')} required max={today} value={form.on}
        onValue={(on) => setForm({ ...form, on })} error={faults.includes('on') ? t('refusal.date_in_future') : undefined} />
      <button type="submit" class="button" aria-busy={action.busy}>{t('staff.refund.record')}</button>
    </form>
  );
}
