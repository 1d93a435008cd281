// Somebody else was faster: the closest times of this space, and other spaces at the very same time.
import type { DayAvailability, Facility, Slot, Space } from '../shared/api/hiroba';
import { to } from '../shared/app/router';
import { timeRange, yen } from '../shared/format';
import { t, townText } from '../shared/i18n/text';
import { nearestFree, sameTimeElsewhere } from './day_slots';
import { readDraft } from './draft';
import { readPeople } from './search';
import type { Choice } from './SlotChooser';

const most_suggestions = 3;

interface Properties {
  facility: Facility;
  space: Space;
  day: DayAvailability;
  wanted: Choice;
  onChoose(choice: Choice): void;
}

export function ClashHelp({ facility, space, day, wanted, onChoose }: Properties) {
  const slots = day.spaces.find((entry) => entry.space === space.code)?.slots ?? [];
  const near = nearestFree(slots, wanted, most_suggestions);
  const people = readPeople(readDraft().people) ?? 0;
  const elsewhere = sameTimeElsewhere(day, facility.spaces, wanted, people, space.code).slice(0, most_suggestions);
  const nameOf = (slot: Slot) => {
    const band = space.bands.find((candidate) => candidate.code === slot.band);
    return `${band ? `${townText(band.name)} ` : ''}${timeRange(slot.start, slot.end)}`;
  };
  return (
    <section class="clash" aria-labelledby="clash-title">
      <h2 id="clash-title">{t('resident.clash.help')}</h2>
      {near.length > 0 && (
        <>
          <p>{t('resident.clash.near')}</p>
          <ul class="suggestions">
            {near.map((slot) => (
              <li key={`${slot.start}-${slot.end}`}>
                <button type="button" class="button button--small button--secondary"
                  onClick={() => onChoose({ band: slot.band, start: slot.start, end: slot.end })}>
                  {nameOf(slot)}{slot.price_yen !== undefined && ` ${yen(slot.price_yen)}`}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {elsewhere.length > 0 && (
        <>
          <p>{t('resident.clash.elsewhere', { time: timeRange(wanted.start, wanted.end) })}</p>
          <ul class="suggestions">
            {elsewhere.map((other) => (
              <li key={other.code}>
                <a class="button button--small button--secondary"
                  href={to(`/facilities/${facility.code}/days/${day.date}?space=${other.code}`)}>
                  {townText(other.name)}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      {near.length === 0 && elsewhere.length === 0 && <p>{t('resident.clash.nothing')}</p>}
    </section>
  );
}
