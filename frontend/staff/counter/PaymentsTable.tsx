// What was received for the application, part by part; what the desk took can be undone with a reason.
import { useState } from 'preact/hooks';
import { undoPayment, type PaymentReceived } from '../../shared/api/counter';
import type { Application } from '../../shared/api/hiroba';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { shortDate, yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { Disclosure } from '../parts/Disclosure';
import { ReasonField } from '../parts/ReasonField';
import { useAction } from '../parts/use_action';

interface Properties { application: Application; onApplication(application: Application): void }

const reasons = ['wrong_amount', 'wrong_application', 'wrong_method'] as const;

export function PaymentsTable({ application, onApplication }: Properties) {
  if (application.payments.length === 0) return null;
  return (
    <>
      <h2 id="payments-title">{t('staff.payments.title')}</h2>
      <div class="table-frame" role="region" aria-labelledby="payments-title" tabIndex={0}>
        <table class="list list--cards">
          <thead>
            <tr>
              <th scope="col">{t('staff.payments.day')}</th>
              <th scope="col">{t('staff.payments.method')}</th>
              <th scope="col" class="number">{t('staff.payments.amount')}</th>
              <th scope="col">{t('staff.payments.state')}</th>
            </tr>
          </thead>
          <tbody>
            {application.payments.map((payment) => (
              <tr key={payment.payment_id}>
                <th scope="row" class="list__time">{shortDate(payment.received_on)}</th>
                <td data-label={t('staff.payments.method')}>{t(`common.method.${payment.method}`)}</td>
                <td class="number" data-label={t('staff.payments.amount')}>{yen(payment.amount_yen)}</td>
                <td data-label={t('staff.payments.state')}>{t(payment.undone ? 'staff.payments.undone' : 'staff.payments.received')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {application.payments.filter(({ at_counter, undone }) => at_counter && !undone).map((payment) => (
        <UndoForm key={payment.payment_id} payment={payment} onApplication={onApplication} />
      ))}
    </>
  );
}

function UndoForm({ payment, onApplication }: { payment: PaymentReceived; onApplication(application: Application): void }) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const action = useAction();
  const id = `undo-${payment.payment_id}`;

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setMissing(reason.trim() === '');
    if (reason.trim() === '') return document.getElementById(id)?.focus();
    const undone = await action.run(() => undoPayment(payment.payment_id, reason.trim()));
    if (undone) onApplication(undone);
  }

  return (
    <Disclosure summary={t('staff.payments.undo', { amount: yen(payment.amount_yen), method: t(`common.method.${payment.method}`) })}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {action.failure && <FailureNotice failure={action.failure} />}
        <ReasonField id={id} label={t('staff.payments.undo_reason')} help={t('staff.payments.undo_help')} value={reason}
          standard={reasons.map((each) => t(`staff.payments.undo_${each}`))} onValue={setReason}
          error={missing ? t('staff.payments.undo_reason_missing') : undefined} />
        <p class="actions"><button type="submit" class="button button--small" aria-busy={action.busy}>{t('staff.payments.do_undo')}</button></p>
      </form>
    </Disclosure>
  );
}
