// 団体の減免登録: granted until a day by evidence that was seen, warned about before it ends, ended with a reason.
import { useState } from 'preact/hooks';
import { serverNow } from '../../shared/api/hiroba';
import { endStandingReduction, grantStandingReduction, listStandingReductions, type Resident, type StandingReduction } from '../../shared/api/staff';
import { useRemote } from '../../shared/app/remote';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { SelectField, TextField } from '../../shared/components/Field';
import { Waiting } from '../../shared/components/Waiting';
import { shortDate } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { reductionNamed } from '../../shared/terms/reductions';
import { dateAt } from '../../shared/time/civil';
import { useTown } from '../../shared/town';
import { CheckBox } from '../parts/CheckBox';
import { ResidentPicker } from '../parts/ResidentPicker';
import { useAction } from '../parts/use_action';
import { empty_grant, endsSoon, grantFaults, type GrantField, type GrantForm } from './standing';

export function StandingReductions() {
  const [resident, setResident] = useState<Resident | undefined>(undefined);
  return (
    <section aria-labelledby="standing-title">
      <h2 id="standing-title">{t('staff.standing.title')}</h2>
      <p class="note">{t('staff.standing.help')}</p>
      <ResidentPicker id="standing-resident" resident={resident} onResident={setResident} />
      {resident && <OfResident key={resident.account_id} resident={resident} />}
    </section>
  );
}

function OfResident({ resident: { account_id } }: { resident: Resident }) {
  const { remote, reload } = useRemote(() => listStandingReductions(account_id), [account_id]);
  if (remote.state === 'loading') return <Waiting />;
  if (remote.state === 'failed') return <FailureNotice failure={remote.failure} onRetry={() => void reload()} />;
  return (
    <>
      {remote.value.length === 0 ? <p>{t('staff.standing.none')}</p> : <List reductions={remote.value} onEnded={() => void reload()} />}
      <Granting account_id={account_id} onGranted={() => void reload()} />
    </>
  );
}

function List({ reductions, onEnded }: { reductions: readonly StandingReduction[]; onEnded(): void }) {
  return (
    <div class="table-frame" role="region" aria-label={t('staff.standing.title')} tabIndex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t('staff.standing.class')}</th>
            <th scope="col">{t('staff.panel.group')}</th>
            <th scope="col">{t('staff.standing.until')}</th>
            <th scope="col">{t('staff.standing.evidence')}</th>
            <th scope="col">{t('staff.standing.ending')}</th>
          </tr>
        </thead>
        <tbody>{reductions.map((reduction) => <Row key={reduction.standing_id} reduction={reduction} onEnded={onEnded} />)}</tbody>
      </table>
    </div>
  );
}

function Row({ reduction, onEnded }: { reduction: StandingReduction; onEnded(): void }) {
  const { town } = useTown();
  const known = reductionNamed(town, reduction.reduction_code);
  const days = endsSoon(reduction, dateAt(serverNow()));
  return (
    <tr>
      <th scope="row">{known ? townText(known.name) : reduction.reduction_code}</th>
      <td>{reduction.group_name ?? t('staff.standing.everything')}</td>
      <td class="list__time">
        {shortDate(reduction.valid_until)}
        {days !== undefined && <strong class="tag tag--yellow">{t('staff.standing.ends_soon', { days })}</strong>}
        {reduction.state !== 'in_force' && <span class="tag tag--grey">{t(`staff.standing.state_${reduction.state}`)}</span>}
      </td>
      <td>{t('staff.standing.seen', { what: townText(reduction.evidence.kind), on: shortDate(reduction.evidence.seen_on), by: reduction.evidence.seen_by ?? t('staff.none') })}</td>
      <td>{reduction.state === 'in_force' ? <Ending reduction={reduction} onEnded={onEnded} /> : reduction.end_reason}</td>
    </tr>
  );
}

function Ending({ reduction: { standing_id }, onEnded }: { reduction: StandingReduction; onEnded(): void }) {
  const [reason, setReason] = useState<string | undefined>(undefined);
  const [missing, setMissing] = useState(false);
  const action = useAction();
  if (reason === undefined) return <button type="button" class="button button--small button--secondary" onClick={() => setReason('')}>{t('staff.standing.end')}</button>;

  async function end(): Promise<void> {
    setMissing(reason?.trim() === '');
    if (!reason?.trim()) return;
    if (await action.run(() => endStandingReduction(standing_id, reason.trim()))) onEnded();
  }

  return (
    <>
      {action.failure && <FailureNotice failure={action.failure} />}
      <TextField id={`end-${standing_id}`} label={t('staff.standing.end_reason')} required value={reason} onValue={setReason} maxLength={500}
        error={missing ? t('staff.reductions.reason_missing') : undefined} />
      <button type="button" class="button button--small button--danger" aria-busy={action.busy} onClick={() => void end()}>{t('staff.standing.end_now')}</button>
    </>
  );
}

function Granting({ account_id, onGranted }: { account_id: string; onGranted(): void }) {
  const { town } = useTown();
  const [form, setForm] = useState<GrantForm>(empty_grant);
  const [faults, setFaults] = useState<readonly GrantField[]>([]);
  const action = useAction();
  const today = dateAt(serverNow());
  const chosen = reductionNamed(town, form.reduction);
  const change = (part: Partial<GrantForm>) => setForm((known) => ({ ...known, ...part }));
  const messageFor = (field: GrantField) => (faults.includes(field) ? t(`staff.standing.${field}_missing`) : undefined);

  async function grant(event: Event): Promise<void> {
    event.preventDefault();
    const found = grantFaults(form, today);
    setFaults(found);
    if (found[0]) return document.getElementById(`grant-${found[0]}`)?.focus();
    const group_name = form.group_name.trim();
    const granted = await action.run(() => grantStandingReduction(account_id, {
      reduction_code: form.reduction, valid_until: form.valid_until, evidence: { seen_on: today }, ...(group_name ? { group_name } : {}),
    }));
    if (!granted) return;
    setForm(empty_grant);
    onGranted();
  }

  return (
    <form class="form form--card" onSubmit={(event) => void grant(event)} noValidate aria-label={t('staff.standing.grant')}>
      {action.failure && <FailureNotice failure={action.failure} />}
      <div class="fields">
        <SelectField id="grant-reduction" label={t('staff.standing.class')} required value={form.reduction} error={messageFor('reduction')}
          onValue={(reduction) => change({ reduction })}
          options={[{ value: '', text: t('staff.standing.choose') }, ...(town?.reductions ?? []).map(({ code, name }) => ({ value: code, text: townText(name) }))]} />
        <TextField id="grant-group" label={t('staff.panel.group')} required={false} maxLength={100} value={form.group_name}
          help={t('staff.standing.group_help')} onValue={(group_name) => change({ group_name })} />
        <TextField id="grant-valid_until" type="date" label={t('staff.standing.until')} required min={today} value={form.valid_until}
          error={messageFor('valid_until')} onValue={(valid_until) => change({ valid_until })} />
      </div>
      <div class={faults.includes('seen') ? 'field field--wrong' : 'field'}>
        {faults.includes('seen') && <p class="field__error">{messageFor('seen')}</p>}
        <CheckBox id="grant-seen" checked={form.seen} onChecked={(seen) => change({ seen })}>
          {t('staff.reductions.seen', { evidence: chosen ? townText(chosen.evidence) : t('staff.standing.evidence') })}
        </CheckBox>
        <p class="field__help">{t('staff.reductions.no_copy')}</p>
      </div>
      <button type="submit" class="button button--small" aria-busy={action.busy}>{t('staff.standing.grant')}</button>
    </form>
  );
}
