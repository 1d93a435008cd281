// Spaces used by the night: whether the first night is free, and how many in a row can be stayed.
import { loadWeek, type WeekAvailability } from '../../shared/api/availability';
import type { Answer } from '../../shared/api/answer';
import type { DayAvailability, Slot, Space, UserClass } from '../../shared/api/hiroba';
import { useRemote } from '../../shared/app/remote';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { SelectField } from '../../shared/components/Field';
import { Icon } from '../../shared/components/Icon';
import { Waiting } from '../../shared/components/Waiting';
import { shortDate, yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { addDays, shortTime } from '../../shared/time/civil';
import { nightChoices, type Choice, type NightChoice as Stay } from './day_slots';
import { WaitLink } from './WaitLink';
import { whyNot } from './why_not';

type Days = WeekAvailability['days'];

/** Week by week, as far as one may stay. */
async function loadNights(space: Space, from: string, user_class: UserClass): Promise<Answer<Days>> {
  const most = space.nights?.maximum_nights ?? 1;
  const days: Days = [];
  for (let begun = 0; begun < most; begun += 7) {
    const answer = await loadWeek(space.code, addDays(from, begun), user_class);
    if (!answer.ok) return answer;
    days.push(...answer.value.days);
  }
  return { ok: true, status: 200, value: days };
}

interface Properties {
  space: Space;
  day: DayAvailability;
  night: Slot | undefined;
  user_class: UserClass;
  choice: Choice | undefined;
  waiting_list: boolean;
  onChoose(choice: Choice | undefined): void;
}

function NightTaken({ space, date, night, waiting_list }: { space: Space; date: string; night: Slot; waiting_list: boolean }) {
  return (
    <ul class="slots">
      <li class={`slot slot--${night.state}`}>
        <span class="slot__when"><strong>{shortDate(date)}</strong></span>
        <span class="slot__reason"><Icon name={night.state === 'taken' ? 'cross' : 'clock'} />{whyNot(night)}</span>
        {waiting_list && night.state === 'taken' && <WaitLink use={{ space: space.code, date, nights: 1 }} of={shortDate(date)} />}
      </li>
    </ul>
  );
}

function stayOption({ nights, last_date, price_yen }: Stay): { value: string; text: string } {
  const words = t('resident.day.nights_until', { nights, date: shortDate(last_date) });
  return { value: String(nights), text: price_yen === undefined ? words : `${words} ${yen(price_yen)}` };
}

export function NightChoice({ space, day, night, user_class, choice, waiting_list, onChoose }: Properties) {
  const { remote, reload } = useRemote(() => loadNights(space, day.date, user_class), [space.code, day.date, day.version, user_class]);
  const stays = remote.state === 'ready' ? nightChoices(remote.value, space.nights?.maximum_nights ?? 1) : [];
  return (
    <fieldset class="fieldset">
      <legend>{t('resident.day.time')}</legend>
      {space.nights && (
        <p>{t('resident.day.check_in_out', { check_in: shortTime(space.nights.check_in), check_out: shortTime(space.nights.check_out) })}</p>
      )}
      {night && night.state !== 'free' && <NightTaken space={space} date={day.date} night={night} waiting_list={waiting_list} />}
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {night?.state === 'free' && stays.length > 0 && (
        <SelectField id="slots" label={t('resident.day.nights')} value={String(choice?.nights ?? '')}
          onValue={(nights) => onChoose(nights ? { nights: Number(nights), start: night.start, end: night.end } : undefined)}
          options={[{ value: '', text: t('resident.day.choose') }, ...stays.map(stayOption)]} />
      )}
    </fieldset>
  );
}
