// 臨時開館: open on a day or at an hour that is otherwise closed.
import { useState } from 'preact/hooks';
import { serverNow, type Town } from '../../shared/api/hiroba';
import { listExtraOpenings, openExtra, withdrawExtraOpening, type ExtraOpening } from '../../shared/api/staff';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { ErrorSummary } from '../../shared/components/ErrorSummary';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Hidden } from '../../shared/components/Hidden';
import { Icon } from '../../shared/components/Icon';
import { Waiting } from '../../shared/components/Waiting';
import { t, townText } from '../../shared/i18n/text';
import { dateAt } from '../../shared/time/civil';
import { useTown } from '../../shared/town';
import { useAction } from '../parts/use_action';
import { closureFaults, openingOf, type ClosureFault, type ClosureField, type ClosureForm } from './closure_form';
import { closurePeriodText, closurePlaceText } from './closure_text';
import { PeriodFields, ReasonFields } from './PeriodFields';
import { ReachFields } from './ReachFields';

const empty: ClosureForm = { kind: 'planned', reach: 'facility', facility: '', space: '', first: '', last: '', whole_day: false, start: '', end: '',
  reason_ja: '', reason_en: '', bookings: 'keep' };

export function OpeningsPage() {
  const { town } = useTown();
  const { remote, reload } = useRemote(listExtraOpenings, []);
  const [told, setTold] = useState('');
  const action = useAction();
  usePageTitle(t('staff.openings.title'));

  async function withdraw(opening: ExtraOpening): Promise<void> {
    if (!(await action.run(() => withdrawExtraOpening(opening.opening_id)))) return;
    setTold(t('staff.openings.withdrawn'));
    void reload();
  }

  return (
    <>
      <p><a class="back-link" href={to('/closures')}><Icon name="back" />{t('staff.closures.title')}</a></p>
      <Heading>{t('staff.openings.title')}</Heading>
      <div role="status">{told && <Banner kind="success" title={told} />}</div>
      {action.failure && <FailureNotice failure={action.failure} />}
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <List openings={remote.value} town={town} busy={action.busy} onWithdraw={(opening) => void withdraw(opening)} />}
      {town && <NewOpening town={town} onOpened={() => { setTold(t('staff.openings.opened')); void reload(); }} />}
    </>
  );
}

interface ListProperties { openings: readonly ExtraOpening[]; town: Town | undefined; busy: boolean; onWithdraw(opening: ExtraOpening): void }

function List({ openings, town, busy, onWithdraw }: ListProperties) {
  if (openings.length === 0) return <p>{t('staff.openings.none')}</p>;
  return (
    <div class="table-frame" role="region" aria-label={t('staff.openings.title')} tabIndex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t('staff.closure.period')}</th>
            <th scope="col">{t('staff.closure.reach')}</th>
            <th scope="col">{t('staff.panel.reason')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {openings.map((opening) => (
            <tr key={opening.opening_id}>
              <th scope="row">{closurePeriodText(opening)}</th>
              <td>{closurePlaceText(town, opening)}</td>
              <td>{townText(opening.reason)}</td>
              <td>
                <button type="button" class="button button--small button--secondary" aria-busy={busy} onClick={() => onWithdraw(opening)}>
                  {t('staff.openings.withdraw')}<Hidden>{t('staff.list.open_what', { title: closurePeriodText(opening) })}</Hidden>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NewOpening({ town, onOpened }: { town: Town; onOpened(): void }) {
  const [form, setForm] = useState<ClosureForm>(empty);
  const [faults, setFaults] = useState<ClosureFault[]>([]);
  const [attempt, setAttempt] = useState(0);
  const action = useAction();
  const change = (part: Partial<ClosureForm>) => setForm({ ...form, ...part });

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const found = closureFaults(form, dateAt(serverNow()));
    setFaults(found);
    setAttempt(attempt + 1);
    if (found.length > 0) return;
    if (!(await action.run(() => openExtra(openingOf(form))))) return;
    setForm(empty);
    onOpened();
  }

  const messageFor = (field: ClosureField) => {
    const fault = faults.find((each) => each.field === field);
    return fault && t(`staff.closure.${fault.code}`);
  };
  return (
    <>
      <h2>{t('staff.openings.new')}</h2>
      <ErrorSummary attempt={attempt} errors={faults.map(({ field, code }) => ({ field, message: t(`staff.closure.${code}`) }))} />
      {action.failure && <FailureNotice failure={action.failure} />}
      <form class="form form--desk" onSubmit={(event) => void submit(event)} noValidate>
        <ReachFields town={town} form={form} reaches={['facility', 'space']} onChange={change} messageFor={messageFor} />
        <PeriodFields form={form} always_hours onChange={change} messageFor={messageFor} />
        <ReasonFields form={form} templates={false} onChange={change} messageFor={messageFor} />
        <button class="button" type="submit" aria-busy={action.busy}>{t('staff.openings.do')}</button>
      </form>
    </>
  );
}
