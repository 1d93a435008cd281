// Closing: the form, then everything that stands in its way and what it would cost, then one button.
import { useState } from 'preact/hooks';
import { serverNow, type Town } from '../../shared/api/hiroba';
import { closeSpaces, previewClosure, type ClosurePreview, type ClosureRequest } from '../../shared/api/staff';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, to, usePlace } from '../../shared/app/router';
import { ErrorSummary } from '../../shared/components/ErrorSummary';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { Waiting } from '../../shared/components/Waiting';
import { t } from '../../shared/i18n/text';
import { dateAt } from '../../shared/time/civil';
import { useTown } from '../../shared/town';
import { refreshCounters } from '../parts/counters';
import { RadioGroup } from '../parts/RadioGroup';
import { useAction } from '../parts/use_action';
import { closureFaults, closureOf, type ClosureFault, type ClosureField, type ClosureForm } from './closure_form';
import { ClosurePreviewSection } from './ClosurePreviewSection';
import { PeriodFields, ReasonFields } from './PeriodFields';
import { ReachFields } from './ReachFields';

const reaches = ['space', 'facility', 'town'] as const;

function startForm(query: URLSearchParams, today: string): ClosureForm {
  const emergency = query.get('kind') === 'emergency';
  return { kind: emergency ? 'emergency' : 'planned', reach: emergency ? 'town' : 'facility', facility: query.get('facility') ?? '', space: '',
    first: emergency ? today : '', last: emergency ? today : '', whole_day: true, start: '', end: '', reason_ja: '', reason_en: '',
    bookings: emergency ? 'revoke' : 'keep' };
}

export function NewClosurePage() {
  const { town, failure } = useTown();
  if (failure) return <FailureNotice failure={failure} />;
  return town ? <ClosureSteps town={town} /> : <Waiting />;
}

function ClosureSteps({ town }: { town: Town }) {
  const { query } = usePlace();
  const today = dateAt(serverNow());
  const [form, setForm] = useState<ClosureForm>(() => startForm(query, today));
  const [faults, setFaults] = useState<ClosureFault[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [shown, setShown] = useState<{ request: ClosureRequest; preview: ClosurePreview } | undefined>(undefined);
  const action = useAction();
  const title = t('staff.closure.new');
  usePageTitle(title, faults.length > 0);

  function change(part: Partial<ClosureForm>): void {
    setForm({ ...form, ...part });
    setShown(undefined);
  }

  async function look(event: Event): Promise<void> {
    event.preventDefault();
    const found = closureFaults(form, today);
    setFaults(found);
    setAttempt(attempt + 1);
    if (found.length > 0) return;
    const request = closureOf(form);
    const preview = await action.run(() => previewClosure(request));
    if (preview) setShown({ request, preview });
  }

  async function close(): Promise<void> {
    if (!shown) return;
    const report = await action.run(() => closeSpaces(shown.request));
    if (!report) return;
    refreshCounters();
    navigate(`/closures/${report.closure.closure_id}?closed=1`);
  }

  const messageFor = (field: ClosureField) => {
    const fault = faults.find((each) => each.field === field);
    return fault && t(`staff.closure.${fault.code}`);
  };
  return (
    <>
      <p><a class="back-link" href={to('/closures')}><Icon name="back" />{t('staff.closures.title')}</a></p>
      <ErrorSummary attempt={attempt} errors={faults.map(({ field, code }) => ({ field, message: t(`staff.closure.${code}`) }))} />
      <Heading>{title}</Heading>
      <form class="form form--desk" onSubmit={(event) => void look(event)} noValidate>
        <RadioGroup id="kind" legend={t('staff.closure.kind')} value={form.kind}
          onValue={(kind) => change({ kind, bookings: kind === 'emergency' ? 'revoke' : 'keep' })}
          options={(['planned', 'emergency'] as const).map((kind) => ({ value: kind, text: t(`staff.closure.kind_${kind}`) }))} />
        <ReachFields town={town} form={form} reaches={reaches} onChange={change} messageFor={messageFor} />
        <PeriodFields form={form} onChange={change} messageFor={messageFor} />
        <ReasonFields form={form} onChange={change} messageFor={messageFor} />
        <RadioGroup id="bookings" legend={t('staff.closure.bookings')} value={form.bookings} onValue={(bookings) => change({ bookings })}
          options={(['keep', 'revoke'] as const).map((bookings) => ({ value: bookings, text: t(`staff.closure.bookings_${bookings}`) }))} />
        <button class={`button${shown ? ' button--secondary' : ''}`} type="submit" aria-busy={action.busy}>{t('staff.closure.look')}</button>
      </form>
      {action.failure && <FailureNotice failure={action.failure} />}
      {shown && <ClosurePreviewSection preview={shown.preview} request={shown.request} busy={action.busy} onConfirm={() => void close()} />}
    </>
  );
}
