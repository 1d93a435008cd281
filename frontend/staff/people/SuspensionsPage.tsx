// Who may not book now, since when and why; suspending somebody, and ending it.
import { useState } from 'preact/hooks';
import { serverNow } from '../../shared/api/hiroba';
import { liftSuspension, listSuspensions, suspendResident, type Resident, type Suspension } from '../../shared/api/staff';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { Banner } from '../../shared/components/Banner';
import { ErrorSummary, type PageError } from '../../shared/components/ErrorSummary';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Hidden } from '../../shared/components/Hidden';
import { Waiting } from '../../shared/components/Waiting';
import { t } from '../../shared/i18n/text';
import { dateAt, isDate } from '../../shared/time/civil';
import { ResidentPicker } from '../parts/ResidentPicker';
import { TextArea } from '../parts/TextArea';
import { useAction } from '../parts/use_action';
import { untilText } from './until_text';

export function SuspensionsPage() {
  const { remote, reload } = useRemote(listSuspensions, []);
  const [told, setTold] = useState('');
  const action = useAction();
  usePageTitle(t('staff.suspensions.title'));

  async function lift(suspension: Suspension): Promise<void> {
    if (!(await action.run(() => liftSuspension(suspension.suspension_id)))) return;
    setTold(t('staff.suspensions.lifted', { name: suspension.holder }));
    void reload();
  }

  return (
    <>
      <Heading>{t('staff.suspensions.title')}</Heading>
      <div role="status">{told && <Banner kind="success" title={told} />}</div>
      {action.failure && <FailureNotice failure={action.failure} />}
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <List suspensions={remote.value.filter(({ lifted }) => !lifted)} busy={action.busy} onLift={(each) => void lift(each)} />}
      <NewSuspension onSuspended={(suspension) => { setTold(t('staff.suspensions.made', { name: suspension.holder })); void reload(); }} />
    </>
  );
}

function groundText({ ground }: Suspension): string {
  return ground === 'no_show' ? t('staff.suspensions.no_show') : ground;
}

function List({ suspensions, busy, onLift }: { suspensions: readonly Suspension[]; busy: boolean; onLift(suspension: Suspension): void }) {
  if (suspensions.length === 0) return <p>{t('staff.suspensions.none')}</p>;
  return (
    <div class="table-frame" role="region" aria-label={t('staff.suspensions.title')} tabIndex={0}>
      <table class="list list--cards">
        <thead>
          <tr>
            <th scope="col">{t('staff.suspensions.who')}</th>
            <th scope="col">{t('staff.panel.reason')}</th>
            <th scope="col">{t('staff.suspensions.until')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {suspensions.map((suspension) => (
            <tr key={suspension.suspension_id}>
              <th scope="row">{suspension.holder}</th>
              <td class="list__words" data-label={t('staff.panel.reason')}>{groundText(suspension)}</td>
              <td class="list__time" data-label={t('staff.suspensions.until')}>{untilText(suspension.until_ms)}</td>
              <td>
                <button type="button" class="button button--small button--secondary" aria-busy={busy} onClick={() => onLift(suspension)}>
                  {t('staff.suspensions.lift')}<Hidden>{t('staff.list.open_what', { title: suspension.holder })}</Hidden>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Form { resident: Resident | undefined; until: string; reason: string }
const empty: Form = { resident: undefined, until: '', reason: '' };

function faultsOf({ resident, until, reason }: Form, today: string): (PageError & { field: string })[] {
  const faults: (PageError & { field: string })[] = [];
  if (!resident) faults.push({ field: 'resident', message: t('staff.book.resident_missing') });
  if (!isDate(until) || until < today) faults.push({ field: 'until', message: t('staff.suspensions.until_missing') });
  if (reason.trim() === '') faults.push({ field: 'reason', message: t('staff.reason.missing') });
  return faults;
}

function NewSuspension({ onSuspended }: { onSuspended(suspension: Suspension): void }) {
  const [form, setForm] = useState<Form>(empty);
  const [faults, setFaults] = useState<(PageError & { field: string })[]>([]);
  const [attempt, setAttempt] = useState(0);
  const action = useAction();

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const found = faultsOf(form, dateAt(serverNow()));
    setFaults(found);
    setAttempt(attempt + 1);
    const { resident } = form;
    if (found.length > 0 || !resident) return;
    const made = await action.run(() => suspendResident({ account_id: resident.account_id, until: form.until, reason: form.reason.trim() }));
    if (!made) return;
    setForm(empty);
    onSuspended(made);
  }

  const messageFor = (field: string) => faults.find((fault) => fault.field === field)?.message;
  return (
    <>
      <h2>{t('staff.suspensions.new')}</h2>
      <ErrorSummary errors={faults} attempt={attempt} />
      {action.failure && <FailureNotice failure={action.failure} />}
      <form class="form form--desk" onSubmit={(event) => void submit(event)} noValidate>
        <ResidentPicker id="resident" resident={form.resident} onResident={(resident) => setForm({ ...form, resident })} error={messageFor('resident')} />
        <TextField id="until" type="date" label={t('staff.suspensions.last_day')} required value={form.until} error={messageFor('until')}
          onValue={(until) => setForm({ ...form, until })} />
        <TextArea id="reason" label={t('staff.panel.reason')} required maxLength={200} value={form.reason} error={messageFor('reason')}
          help={t('staff.revoke.reason_help')} onValue={(reason) => setForm({ ...form, reason })} />
        <button class="button" type="submit" aria-busy={action.busy}>{t('staff.suspensions.do')}</button>
      </form>
    </>
  );
}
