// Spaces used by the hour: what is free, then from when and how long.
import type { Slot, Space } from '../../shared/api/hiroba';
import { SelectField } from '../../shared/components/Field';
import { Icon } from '../../shared/components/Icon';
import { duration, timeRange, yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { minuteOf, shortTime, timeAt } from '../../shared/time/civil';
import { endChoices, startChoices, stretchesOf, type Choice, type Stretch } from './day_slots';
import { WaitLink } from './WaitLink';
import { whyNot } from './why_not';

interface Properties {
  space: Space;
  date: string;
  slots: readonly Slot[];
  choice: Choice | undefined;
  waiting_list: boolean;
  onChoose(choice: Choice | undefined): void;
}

function Hours({ space, date, stretch, waiting_list }: Pick<Properties, 'space' | 'date' | 'waiting_list'> & { stretch: Stretch }) {
  const { slot, start, end } = stretch;
  const time = timeRange(start, end);
  return (
    <li class={`hours__hour hours__hour--${slot.state}`}>
      <span class="hours__time">{time}</span>
      {slot.state === 'free'
        ? <span class="hours__free"><span aria-hidden="true">○ </span>{t('resident.slot.free')}</span>
        : <span class="hours__reason"><Icon name={slot.state === 'taken' ? 'cross' : 'clock'} />{whyNot(slot)}</span>}
      {waiting_list && slot.state === 'taken' && <WaitLink use={{ space: space.code, date, start, end }} of={time} />}
    </li>
  );
}

/**
 * What a slot says: the price of a use of one step alone. The town rounds the sum of a use, not each step, so a longer
 * use is no multiple of it; where a step alone cannot be booked, it is no price that anybody pays.
 */
export function stepPrice(space: Space, slots: readonly Slot[]): string | undefined {
  const price = slots.find((slot) => slot.price_yen !== undefined)?.price_yen;
  if (price === undefined) return undefined;
  const { step_minutes, minimum_minutes } = space.hours ?? { step_minutes: 60, minimum_minutes: 60 };
  return t(minimum_minutes > step_minutes ? 'resident.per_step_about' : 'resident.per_step',
    { step: duration('00:00', timeAt(step_minutes)), price: yen(price) });
}

function lengthRule(space: Space): string | undefined {
  const { minimum_minutes, maximum_minutes } = space.hours ?? {};
  if (minimum_minutes === undefined || maximum_minutes === undefined) return undefined;
  const words = (minutes: number) => duration('00:00', timeAt(minutes));
  if (maximum_minutes >= minuteOf(space.closes) - minuteOf(space.opens)) return t('resident.day.minimum', { minimum: words(minimum_minutes) });
  return t('resident.day.lengths', { minimum: words(minimum_minutes), maximum: words(maximum_minutes) });
}

export function HourChoice({ space, date, slots, choice, waiting_list, onChoose }: Properties) {
  const starts = startChoices(slots, space.hours);
  const ends = choice ? endChoices(slots, choice.start, space.hours) : [];
  const price = stepPrice(space, slots);

  function chooseStart(start: string): void {
    const possible = endChoices(slots, start, space.hours);
    const kept = choice && possible.includes(choice.end) ? choice.end : possible[0];
    onChoose(kept === undefined ? undefined : { start, end: kept });
  }

  return (
    <fieldset class="fieldset">
      <legend>{t('resident.day.time')}</legend>
      <ul class="hours" aria-label={t('resident.day.hours')}>
        {stretchesOf(slots).map((stretch) => (
          <Hours key={stretch.start} space={space} date={date} stretch={stretch} waiting_list={waiting_list} />
        ))}
      </ul>
      {starts.length > 0 && (
        <div class="hour-choice">
          <SelectField id="slots" label={t('resident.day.start')} value={choice?.start ?? ''} onValue={chooseStart}
            options={[{ value: '', text: t('resident.day.choose') },
              ...starts.map((start) => ({ value: start, text: shortTime(start) }))]} />
          <SelectField id="slot-end" label={t('resident.day.length')} value={choice?.end ?? ''}
            onValue={(end) => choice && onChoose({ start: choice.start, end })}
            options={choice
              ? ends.map((end) => ({ value: end, text: t('resident.day.until', { length: duration(choice.start, end), end: shortTime(end) }) }))
              : [{ value: '', text: t('resident.day.start_first') }]} />
        </div>
      )}
      <p class="note">{lengthRule(space)}</p>
      {price !== undefined && <p class="price-note">{t('resident.day.price_sum', { price })}</p>}
      {price !== undefined && space.capped_over_day && <p class="note">{t('resident.day.cap')}</p>}
    </fieldset>
  );
}
