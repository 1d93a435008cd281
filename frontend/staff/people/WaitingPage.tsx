// Who waits for what, from a day on.
import { useState } from 'preact/hooks';
import { serverNow } from '../../shared/api/hiroba';
import { listAllWaiting, type StaffWaiting } from '../../shared/api/staff';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Waiting } from '../../shared/components/Waiting';
import { t } from '../../shared/i18n/text';
import { dateAt, isDate } from '../../shared/time/civil';
import { useTown } from '../../shared/town';
import { placeText, timesText } from '../parts/place_text';

export function WaitingPage() {
  const [from, setFrom] = useState(() => dateAt(serverNow()));
  const { remote, reload } = useRemote(() => listAllWaiting(from), [from]);
  usePageTitle(t('staff.waiting.title'));
  return (
    <>
      <Heading>{t('staff.waiting.title')}</Heading>
      <div class="controls">
        <TextField id="from" type="date" label={t('staff.period.from')} value={from} onValue={(date) => { if (isDate(date)) setFrom(date); }} />
      </div>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <List waiting={remote.value} />}
    </>
  );
}

const tones: Record<StaffWaiting['place']['state'], string> = { waiting: 'blue', offered: 'yellow', taken: 'green', lapsed: 'grey', withdrawn: 'grey', over: 'grey' };

function List({ waiting }: { waiting: readonly StaffWaiting[] }) {
  const { town } = useTown();
  if (waiting.length === 0) return <p>{t('staff.waiting.none')}</p>;
  return (
    <div class="table-frame" role="region" aria-label={t('staff.waiting.title')} tabIndex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t('staff.panel.time')}</th>
            <th scope="col">{t('staff.board.space')}</th>
            <th scope="col">{t('staff.waiting.who')}</th>
            <th scope="col" class="number">{t('staff.waiting.place')}</th>
            <th scope="col">{t('staff.list.state')}</th>
          </tr>
        </thead>
        <tbody>
          {waiting.map(({ holder, place }) => (
            <tr key={place.waiting_id}>
              <th scope="row" class="list__time">
                <a href={to(`/?${new URLSearchParams({ facility: place.facility, date: place.date })}`)}>{timesText(place)}</a>
              </th>
              <td>{placeText(town, place.facility, place.space)}</td>
              <td>{holder}</td>
              <td class="number">{t('staff.waiting.nth', { place: place.ahead + 1 })}</td>
              <td>
                <span class={`tag tag--${tones[place.state]}`}>{t(`staff.waiting.state_${place.state}`)}</span>
                {place.offer_application_id && <> <a href={to(`/applications/${place.offer_application_id}`)}>{t('staff.waiting.offer')}</a></>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
