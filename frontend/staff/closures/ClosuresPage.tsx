// Closures that touch a period, those with kept bookings first to see.
import { useState } from 'preact/hooks';
import { serverNow } from '../../shared/api/hiroba';
import { listClosures, type Closure } from '../../shared/api/staff';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Waiting } from '../../shared/components/Waiting';
import { t, townText } from '../../shared/i18n/text';
import { addDays, dateAt, isDate } from '../../shared/time/civil';
import { useTown } from '../../shared/town';
import { CheckBox } from '../parts/CheckBox';
import { closurePeriodText, closurePlaceText } from './closure_text';

const days_shown = 90;

export function ClosuresPage() {
  const today = dateAt(serverNow());
  const [period, setPeriod] = useState({ from: today, to: addDays(today, days_shown), lifted: false });
  const { remote, reload } = useRemote(() => listClosures(period.from, period.to, period.lifted), [period.from, period.to, period.lifted]);
  usePageTitle(t('staff.closures.title'));
  const set = (change: Partial<typeof period>) => setPeriod({ ...period, ...change });
  return (
    <>
      <Heading>{t('staff.closures.title')}</Heading>
      <p class="actions">
        <a class="button button--danger" href={to('/closures/new?kind=emergency')}>{t('staff.closures.emergency')}</a>
        <a class="button" href={to('/closures/new')}>{t('staff.closures.planned')}</a>
        <a class="button button--secondary" href={to('/openings')}>{t('staff.openings.title')}</a>
      </p>
      <div class="controls">
        <TextField id="from" type="date" label={t('staff.period.from')} value={period.from} onValue={(from) => { if (isDate(from)) set({ from }); }} />
        <TextField id="to" type="date" label={t('staff.period.to')} value={period.to} onValue={(last) => { if (isDate(last)) set({ to: last }); }} />
        <CheckBox id="lifted" checked={period.lifted} onChecked={(lifted) => set({ lifted })}>{t('staff.closures.with_lifted')}</CheckBox>
      </div>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <List closures={remote.value} />}
    </>
  );
}

function List({ closures }: { closures: readonly Closure[] }) {
  const { town } = useTown();
  if (closures.length === 0) return <p>{t('staff.closures.none')}</p>;
  return (
    <div class="table-frame" role="region" aria-label={t('staff.closures.title')} tabIndex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t('staff.closure.period')}</th>
            <th scope="col">{t('staff.closure.reach')}</th>
            <th scope="col">{t('staff.closure.kind')}</th>
            <th scope="col">{t('staff.panel.reason')}</th>
            <th scope="col">{t('staff.list.state')}</th>
            <th scope="col" class="number">{t('staff.closures.kept')}</th>
          </tr>
        </thead>
        <tbody>
          {closures.map((closure) => (
            <tr key={closure.closure_id}>
              <th scope="row"><a href={to(`/closures/${closure.closure_id}`)}>{closurePeriodText(closure)}</a></th>
              <td>{closurePlaceText(town, closure)}</td>
              <td><span class={`tag tag--${closure.kind === 'emergency' ? 'red' : 'grey'}`}>{t(`staff.closure.kind_${closure.kind}`)}</span></td>
              <td>{townText(closure.reason)}</td>
              <td>{t(`staff.closures.state_${closure.state}`)}</td>
              <td class="number">{closure.kept > 0 && closure.state === 'in_force' ? <span class="tag tag--yellow">{t('staff.closures.kept_count', { count: closure.kept })}</span> : t('staff.none')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
