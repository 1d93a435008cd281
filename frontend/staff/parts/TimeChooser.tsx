// The time of a use of one space: bands, hours or nights, each with what stands against it on that day.
import type { Slot, Space } from '../../shared/api/hiroba';
import { SelectField } from '../../shared/components/Field';
import { timeRange, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { shortTime } from '../../shared/time/civil';
import { RadioGroup } from './RadioGroup';
import { bandOptions, endOptions, startOptions, type TimeOption, type TimeWish } from './time_choices';

interface Properties {
  id: string;
  space: Space;
  slots: readonly Slot[];
  wish: TimeWish;
  onWish(wish: TimeWish): void;
  error?: string | undefined;
}

function hindranceText(hindrance: Slot['reason']): string {
  return t(`staff.hindrance.${hindrance ?? 'already_taken'}`);
}

function hourText({ time, hindrance }: TimeOption): string {
  return hindrance ? t('staff.time.hindered', { time: shortTime(time), why: hindranceText(hindrance) }) : shortTime(time);
}

function Bands({ id, space, slots, wish, onWish, error }: Properties) {
  const options = bandOptions(space, slots).map(({ band, start, end, hindrance, price_yen }) => {
    const name = space.bands.find(({ code }) => code === band)?.name;
    const told = hindrance ? hindranceText(hindrance) : price_yen !== undefined ? yen(price_yen) : '';
    return { value: band, text: <span><strong>{name && townText(name)}</strong> {timeRange(start, end)} {told && <small>{told}</small>}</span> };
  });
  return <RadioGroup id={id} legend={t('staff.time.band')} value={wish.band} options={options} onValue={(band) => onWish({ band })} error={error} />;
}

function Hours({ id, space, slots, wish, onWish, error }: Properties) {
  const starts = startOptions(space, slots);
  const ends = wish.start === undefined ? [] : endOptions(space, slots, wish.start);

  function start(time: string): void {
    const [first] = endOptions(space, slots, time);
    const kept = wish.end !== undefined && wish.end > time ? wish.end : first?.time;
    onWish(kept === undefined ? { start: time } : { start: time, end: kept });
  }

  return (
    <div class="fields">
      <SelectField id={id} label={t('staff.time.start')} value={wish.start ?? ''} onValue={(time) => { if (time) start(time); }} error={error}
        options={[{ value: '', text: t('staff.choose') }, ...starts.map((option) => ({ value: option.time, text: hourText(option) }))]} />
      <SelectField id={`${id}-end`} label={t('staff.time.end')} value={wish.end ?? ''}
        onValue={(end) => { if (end && wish.start) onWish({ start: wish.start, end }); }}
        options={[{ value: '', text: t('staff.choose') }, ...ends.map((option) => ({ value: option.time, text: hourText(option) }))]} />
    </div>
  );
}

function Nights({ id, space, slots, wish, onWish, error }: Properties) {
  const most = space.nights?.maximum_nights ?? 60;
  const options = Array.from({ length: most }, (_, index) => {
    const hindered = slots.find((slot) => slot.nights === index + 1 && slot.state === 'taken');
    const text = t('staff.use.night_count', { nights: index + 1 });
    return { value: String(index + 1), text: hindered ? t('staff.time.hindered', { time: text, why: hindranceText('already_taken') }) : text };
  });
  return (
    <SelectField id={id} label={t('staff.time.nights')} value={String(wish.nights ?? '')} error={error}
      onValue={(nights) => { if (nights) onWish({ nights: Number(nights) }); }}
      options={[{ value: '', text: t('staff.choose') }, ...options]} />
  );
}

export function TimeChooser(properties: Properties) {
  if (properties.space.use === 'by_band') return <Bands {...properties} />;
  return properties.space.use === 'by_night' ? <Nights {...properties} /> : <Hours {...properties} />;
}
