// Money for what this application owes: all of it in cash is one number and the Enter key.
import { useState } from 'preact/hooks';
import { takePayment, type CounterMethod, type TakenPayment } from '../../shared/api/counter';
import { serverNow, type Application } from '../../shared/api/hiroba';
import { to } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { ErrorSummary } from '../../shared/components/ErrorSummary';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { SelectField, TextField } from '../../shared/components/Field';
import { yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { dateAt } from '../../shared/time/civil';
import { CheckBox } from '../parts/CheckBox';
import { Disclosure } from '../parts/Disclosure';
import { RadioGroup } from '../parts/RadioGroup';
import { useAction } from '../parts/use_action';
import { DrawerNotice } from './DrawerNotice';
import { changeYen, formForNothing, freshForm, isTooMuch, takeErrors, takingOf, type TakeError, type TakeField, type TakeForm } from './take_form';

interface Properties { application: Application; onApplication(application: Application): void }

export function TakePayment({ application, onApplication }: Properties) {
  const [taken, setTaken] = useState<TakenPayment | undefined>(undefined);
  const show = (done: TakenPayment) => {
    setTaken(done);
    onApplication(done.application);
  };
  const owes = application.owed_yen > 0 && application.counter_methods.length > 0 && application.state !== 'held';
  return (
    <>
      {taken && <Taken taken={taken} />}
      {owes && (
        <TakingForm key={`${application.version}`} application={application} onTaken={show} />
      )}
      {!owes && application.payments.length + application.refunds.length > 0 && (
        <Disclosure key={`${application.version}`} summary={t('staff.take.for_nothing')}>
          <ForNothing application={application} onTaken={show} />
        </Disclosure>
      )}
    </>
  );
}

function Taken({ taken }: { taken: TakenPayment }) {
  return (
    <Banner kind="success" title={t('staff.take.done', { amount: yen(taken.amount_yen), method: t(`common.method.${taken.method}`) })} announce>
      {taken.excess_yen > 0 && <p>{t('staff.take.excess', { amount: yen(taken.excess_yen) })} <a href={to('/cases')}>{t('staff.cases.title')}</a></p>}
      {taken.change_yen !== null && <p class="take-change">{t('staff.take.change')} <strong>{yen(taken.change_yen)}</strong></p>}
      {taken.receipt_document_id !== null && (
        <p><a class="button button--small" href={`/api/v1/documents/${taken.receipt_document_id}.pdf`}>{t('staff.take.receipt')}</a></p>
      )}
    </Banner>
  );
}

function wordsOfError(errors: readonly TakeError[], field: TakeField): string | undefined {
  const error = errors.find((candidate) => candidate.field === field);
  return error && t(`staff.take.${error.code}`);
}

function TakingForm({ application, onTaken }: { application: Application; onTaken(taken: TakenPayment): void }) {
  const { owed_yen, counter_methods: methods } = application;
  const today = dateAt(serverNow());
  const [form, setForm] = useState<TakeForm>(() => freshForm(methods, owed_yen, today));
  const [errors, setErrors] = useState<TakeError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const action = useAction();
  const change = changeYen(form);
  const set = (part: Partial<TakeForm>) => setForm({ ...form, ...part });
  const errorAt = (field: TakeField) => wordsOfError(errors, field);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const found = takeErrors(form, owed_yen);
    setErrors(found);
    setAttempt(attempt + 1);
    if (found.length > 0) return;
    const taken = await action.run(() => takePayment(application.application_id, takingOf(form)));
    if (taken) onTaken(taken);
  }

  return (
    <section aria-labelledby="take-title">
      <h2 id="take-title">{t('staff.take.title', { amount: yen(owed_yen) })}</h2>
      <ErrorSummary attempt={attempt} errors={errors.map(({ field, code }) => ({ field: `take-${field}`, message: t(`staff.take.${code}`) }))} />
      {action.failure && <FailureNotice failure={action.failure} />}
      {form.method === 'cash' && <DrawerNotice facility={application.facility} />}
      <form class="form" onSubmit={(event) => void submit(event)} noValidate>
        <RadioGroup<CounterMethod> id="take-method" legend={t('staff.take.method')} value={form.method} onValue={(method) => set({ method })}
          options={methods.map((method) => ({ value: method, text: t(`common.method.${method}`) }))} />
        <TextField id="take-amount" label={t('staff.take.amount')} inputMode="numeric" width="short" suffix={t('staff.take.yen')} required
          value={form.amount} error={errorAt('amount')} onValue={(amount) => set({ amount })} help={t('staff.take.amount_help')} />
        {form.method === 'cash' ? (
          <>
            <TextField id="take-given" label={t('staff.take.given')} inputMode="numeric" width="short" suffix={t('staff.take.yen')}
              value={form.given} error={errorAt('given')} onValue={(given) => set({ given })} help={t('staff.take.given_help')} />
            <p class="take-change" role="status">{change === undefined ? '' : <>{t('staff.take.change')} <strong>{yen(change)}</strong></>}</p>
          </>
        ) : (
          <>
            {form.method === 'terminal' && (
              <SelectField id="take-kind" label={t('staff.take.kind')} value={form.terminal_kind}
                onValue={(kind) => set({ terminal_kind: kind as TakeForm['terminal_kind'] })}
                options={(['credit', 'emoney', 'code'] as const).map((kind) => ({ value: kind, text: t(`staff.take.kind_${kind}`) }))} />
            )}
            <TextField id="take-reference" label={t(`staff.take.reference_${form.method}`)} width="middle" maxLength={100} required
              value={form.reference} error={errorAt('reference')} onValue={(reference) => set({ reference })} />
            {form.method !== 'terminal' && (
              <TextField id="take-received_on" type="date" label={t('staff.take.received_on')} max={today} required
                value={form.received_on} error={errorAt('received_on')} onValue={(received_on) => set({ received_on })} />
            )}
          </>
        )}
        {isTooMuch(form, owed_yen) && (
          <CheckBox id="take-excess" checked={form.excess_to_case} onChecked={(excess_to_case) => set({ excess_to_case })}>{t('staff.take.excess_to_case')}</CheckBox>
        )}
        <p class="actions">
          <button type="submit" class="button" aria-busy={action.busy}>{t(form.method === 'cash' ? 'staff.take.do_cash' : 'staff.take.do_record')}</button>
          {form.method === 'cash' && <a href={to('/drawer')}>{t('staff.drawer.title')}</a>}
        </p>
      </form>
    </section>
  );
}

/** Nothing is owed (any more), and yet a transfer has come. */
function ForNothing({ application, onTaken }: { application: Application; onTaken(taken: TakenPayment): void }) {
  const today = dateAt(serverNow());
  const [form, setForm] = useState<TakeForm>(() => formForNothing(today));
  const [errors, setErrors] = useState<TakeError[]>([]);
  const action = useAction();
  const set = (part: Partial<TakeForm>) => setForm({ ...form, ...part });
  const errorAt = (field: TakeField) => wordsOfError(errors, field);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const found = takeErrors(form, 0);
    setErrors(found);
    if (found.length > 0) return document.getElementById(`nothing-${found[0]?.field}`)?.focus();
    const taken = await action.run(() => takePayment(application.application_id, takingOf(form)));
    if (taken) onTaken(taken);
  }

  return (
    <form class="form" aria-label={t('staff.take.for_nothing')} onSubmit={(event) => void submit(event)} noValidate>
      {action.failure && <FailureNotice failure={action.failure} />}
      <p>{t('staff.take.for_nothing_help')}</p>
      <RadioGroup<CounterMethod> id="nothing-method" legend={t('staff.take.method')} value={form.method} onValue={(method) => set({ method })}
        options={(['bank_transfer', 'payment_notice'] as const).map((method) => ({ value: method, text: t(`common.method.${method}`) }))} />
      <TextField id="nothing-amount" label={t('staff.take.amount')} inputMode="numeric" width="short" suffix={t('staff.take.yen')} required
        value={form.amount} error={errorAt('amount')} onValue={(amount) => set({ amount })} />
      <TextField id="nothing-reference" label={t(`staff.take.reference_${form.method === 'payment_notice' ? 'payment_notice' : 'bank_transfer'}`)}
        width="middle" maxLength={100} required value={form.reference} error={errorAt('reference')} onValue={(reference) => set({ reference })} />
      <TextField id="nothing-received_on" type="date" label={t('staff.take.received_on')} max={today} required
        value={form.received_on} error={errorAt('received_on')} onValue={(received_on) => set({ received_on })} />
      <p class="actions"><button type="submit" class="button" aria-busy={action.busy}>{t('staff.take.do_record')}</button></p>
    </form>
  );
}
