// Bands as radio buttons: name, time, price; what cannot be booked says why.
import type { Slot, Space } from '../../shared/api/hiroba';
import { Icon } from '../../shared/components/Icon';
import { timeRange, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { groupSlots, type Choice } from './day_slots';
import { WaitLink } from './WaitLink';
import { whyNot } from './why_not';

interface Properties {
  space: Space;
  date: string;
  slots: readonly Slot[];
  choice: Choice | undefined;
  /** People can wait for what is taken. */
  waiting_list: boolean;
  onChoose(choice: Choice): void;
}

interface SlotProperties { slot: Slot; name: string; id: string; chosen: boolean; onChoose(): void }

function SlotText({ slot, name }: { slot: Slot; name: string }) {
  return (
    <>
      <span class="slot__when"><strong>{name}</strong> {timeRange(slot.start, slot.end)}</span>
      {slot.state === 'free'
        ? <span class="slot__price">{slot.price_yen !== undefined && yen(slot.price_yen)}</span>
        : <span class="slot__reason"><Icon name={slot.state === 'taken' ? 'cross' : 'clock'} />{whyNot(slot)}</span>}
    </>
  );
}

function BandSlot({ slot, name, id, chosen, onChoose }: SlotProperties) {
  return (
    <li class={chosen ? 'slot slot--free slot--chosen' : 'slot slot--free'}>
      <input type="radio" id={id} name="slot" value={slot.band} checked={chosen} onChange={onChoose} />
      <label for={id}><SlotText slot={slot} name={name} /></label>
    </li>
  );
}

export function BandChoice({ space, date, slots, choice, waiting_list, onChoose }: Properties) {
  const groups = groupSlots(slots, space.bands);
  const first_free = [...groups.single, ...groups.composite].find((slot) => slot.state === 'free');
  const list = (group: readonly Slot[]) => (
    <ul class="slots">
      {group.map((slot) => {
        const name = townText(space.bands.find(({ code }) => code === slot.band)?.name ?? { ja: '', en: '' });
        if (slot.state !== 'free') {
          return (
            <li key={slot.band ?? slot.start} class={`slot slot--${slot.state}`}>
              <SlotText slot={slot} name={name} />
              {waiting_list && slot.state === 'taken' && (
                <WaitLink use={{ space: space.code, date, ...(slot.band ? { band: slot.band } : {}) }} of={`${name} ${timeRange(slot.start, slot.end)}`} />
              )}
            </li>
          );
        }
        return (
          <BandSlot key={slot.band ?? slot.start} slot={slot} name={name} id={slot === first_free ? 'slots' : `slot-${slot.band}`}
            chosen={choice?.band === slot.band} onChoose={() => onChoose({ band: slot.band, start: slot.start, end: slot.end })} />
        );
      })}
    </ul>
  );
  return (
    <fieldset class="fieldset">
      <legend>{t('resident.day.time')}</legend>
      {list(groups.single)}
      {groups.composite.length > 0 && <><h2 class="slots__heading">{t('resident.day.longer')}</h2>{list(groups.composite)}</>}
      {first_free && space.capped_over_day && <p class="note">{t('resident.day.cap')}</p>}
    </fieldset>
  );
}
