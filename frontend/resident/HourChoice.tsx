// Spaces used by the hour: what is free, then from when and how long.
import type { Slot } from '../shared/api/hiroba';
import { SelectField } from '../shared/components/Field';
import { Icon } from '../shared/components/Icon';
import { duration, timeRange, yen } from '../shared/format';
import { t } from '../shared/i18n/text';
import { shortTime } from '../shared/time/civil';
import { endChoices, startChoices } from './day_slots';
import type { Choice } from './SlotChooser';
import { whyNot } from './why_not';

interface Properties { slots: readonly Slot[]; choice: Choice | undefined; onChoose(choice: Choice | undefined): void }

function HourStrip({ slots, choice }: { slots: readonly Slot[]; choice: Choice | undefined }) {
  const inside = (slot: Slot) => choice !== undefined && choice.start <= slot.start && slot.end <= choice.end;
  return (
    <ul class="hours" aria-label={t('resident.day.hours')}>
      {slots.map((slot) => (
        <li key={slot.start} class={`hours__hour hours__hour--${slot.state}${inside(slot) ? ' hours__hour--chosen' : ''}`}>
          <span class="hours__time">{timeRange(slot.start, slot.end)}</span>
          {slot.state === 'free'
            ? <span class="hours__free"><span aria-hidden="true">○ </span>{t('resident.slot.free')}</span>
            : <span class="hours__reason"><Icon name={slot.state === 'taken' ? 'cross' : 'clock'} />{whyNot(slot)}</span>}
        </li>
      ))}
    </ul>
  );
}

export function HourChoice({ slots, choice, onChoose }: Properties) {
  const starts = startChoices(slots);
  const ends = choice ? endChoices(slots, choice.start) : [];
  const price = slots.find((slot) => slot.state === 'free' && slot.price_yen !== undefined)?.price_yen;

  function chooseStart(start: string): void {
    const [first] = endChoices(slots, start);
    const kept = choice && endChoices(slots, start).includes(choice.end) ? choice.end : first;
    onChoose(kept === undefined ? undefined : { start, end: kept });
  }

  return (
    <fieldset class="fieldset">
      <legend>{t('resident.day.time')}</legend>
      <HourStrip slots={slots} choice={choice} />
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
      {price !== undefined && <p class="price-note">{t('resident.day.hour_price', { price: yen(price) })}</p>}
    </fieldset>
  );
}
