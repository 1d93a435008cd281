// 出納: every shift of a drawer in a period, with what was over or short and whether somebody looked at it again.
import { useState } from 'preact/hooks';
import { listShifts, loadShift, lookAtShift, type DrawerShift, type ShiftFile } from '../shared/api/counter';
import { serverNow } from '../shared/api/hiroba';
import { usePageTitle } from '../shared/app/page_title';
import { useRemote } from '../shared/app/remote';
import { navigate, to, usePlace } from '../shared/app/router';
import { Banner } from '../shared/components/Banner';
import { FailureNotice } from '../shared/components/FailureNotice';
import { TextField } from '../shared/components/Field';
import { Heading } from '../shared/components/Heading';
import { Waiting } from '../shared/components/Waiting';
import { ShiftDetail } from '../shared/counter/ShiftDetail';
import { dateAndClock, yen } from '../shared/format';
import { t } from '../shared/i18n/text';
import type { Failure } from '../shared/api/answer';
import { dateAt } from '../shared/time/civil';
import { PeriodForm } from './PeriodForm';
import { periodOf } from './period';
import { shiftStanding } from './shift_standing';

export function ShiftsPage() {
  const { query } = usePlace();
  const period = periodOf(query, dateAt(serverNow()));
  const { remote, reload } = useRemote(() => listShifts(period.from, period.to), [period.from, period.to]);
  return (
    <>
      <PeriodForm key={`${period.from}-${period.to}`} period={period} title={t('finance.shifts.title')}
        onPeriod={(chosen) => navigate(`/shifts?${new URLSearchParams({ ...chosen })}`, { keep_focus: true })} />
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <List shifts={remote.value} />}
    </>
  );
}

function List({ shifts }: { shifts: readonly DrawerShift[] }) {
  if (shifts.length === 0) return <p>{t('finance.shifts.none')}</p>;
  return (
    <div class="table-frame" role="region" aria-label={t('finance.shifts.title')} tabIndex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t('shared.shift.opened')}</th>
            <th scope="col">{t('finance.shifts.drawer')}</th>
            <th scope="col">{t('shared.shift.holder')}</th>
            <th scope="col" class="number">{t('shared.shift.in')}</th>
            <th scope="col" class="number">{t('shared.shift.out')}</th>
            <th scope="col" class="number">{t('shared.shift.expected')}</th>
            <th scope="col" class="number">{t('shared.shift.counted')}</th>
            <th scope="col">{t('finance.shifts.standing')}</th>
          </tr>
        </thead>
        <tbody>
          {shifts.map((shift) => {
            const standing = shiftStanding(shift);
            return (
              <tr key={shift.shift_id}>
                <td class="list__time">{dateAndClock(shift.opened_at_ms)}</td>
                <th scope="row"><a href={to(`/shifts/${shift.shift_id}`)}>{shift.drawer}</a></th>
                <td>{shift.holder}</td>
                <td class="number">{yen(shift.in_yen)}</td>
                <td class="number">{yen(shift.out_yen)}</td>
                <td class="number">{yen(shift.expected_yen)}</td>
                <td class="number">{shift.counted_yen === null ? '' : yen(shift.counted_yen)}</td>
                <td>
                  <span class={`tag tag--${standing === 'looked_at' ? 'green' : standing === 'differs' ? 'red' : 'blue'}`}>{t(`finance.shifts.${standing}`)}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

export function ShiftPage({ shift_id }: { shift_id: string }) {
  const title = t('finance.shifts.one');
  const { remote, reload, put } = useRemote(() => loadShift(shift_id), [shift_id]);
  usePageTitle(title);
  return (
    <>
      <p><a class="back-link" href={to('/shifts')}>{t('finance.shifts.title')}</a></p>
      <Heading>{title}</Heading>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && (
        <>
          {remote.value.shift.closed_at_ms !== null && remote.value.shift.looked_at_ms === null && <SecondLook shift_id={shift_id} onLooked={put} />}
          <ShiftDetail file={remote.value} />
        </>
      )}
    </>
  );
}

function SecondLook({ shift_id, onLooked }: { shift_id: string; onLooked(file: ShiftFile): void }) {
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>(undefined);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const answer = await lookAtShift(shift_id, note.trim());
    setBusy(false);
    if (answer.ok) onLooked(answer.value);
    else setFailure(answer.failure);
  }

  return (
    <Banner kind="info" title={t('finance.shifts.look_title')}>
      {failure && <FailureNotice failure={failure} />}
      <form class="form" onSubmit={(event) => void submit(event)} noValidate>
        <TextField id="look-note" label={t('finance.shifts.note')} value={note} onValue={setNote} maxLength={500} />
        <p class="actions"><button type="submit" class="button button--small" aria-busy={busy}>{t('finance.shifts.look')}</button></p>
      </form>
    </Banner>
  );
}
