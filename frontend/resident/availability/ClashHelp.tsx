// Somebody else was faster, or it is one's own already: what comes nearest, and the way to other days.
import type { FreeUse } from '../../shared/api/availability';
import type { DayAvailability, Facility, Space } from '../../shared/api/hiroba';
import { to } from '../../shared/app/router';
import { shortDate, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { monthOf } from '../../shared/time/civil';
import { readDraft } from '../application/draft';
import { readPeople } from '../search/people';
import { timeWords } from '../use_words';
import type { Choice } from './day_slots';
import { OwnBooking } from './OwnBooking';
import { suggestionsFor, type Suggestion } from './suggestions';

interface Properties {
  facility: Facility;
  space: Space;
  day: DayAvailability;
  wanted: Choice;
  /** What the server told with its refusal. */
  nearest: readonly FreeUse[];
  /** Where one's own application is that has it. */
  own?: string | undefined;
  onChoose(suggestion: Suggestion): void;
}

/** Only what differs from the lost time is said before the time. */
function wordsOf({ space, date, choice, price_yen }: Suggestion, lost_space: Space, lost_date: string): string {
  return [
    ...(space.code === lost_space.code ? [] : [townText(space.name)]),
    ...(date === lost_date ? [] : [shortDate(date)]),
    timeWords(space, { date, ...choice }),
    ...(price_yen === undefined ? [] : [yen(price_yen)]),
  ].join(' ');
}

export function ClashHelp({ facility, space, day, wanted, nearest, own, onChoose }: Properties) {
  const people = readPeople(readDraft().people) ?? 0;
  const suggestions = suggestionsFor({ facility, space, day, wanted, people, nearest });
  return (
    <section class="clash" aria-labelledby="clash-title">
      <OwnBooking place={own} />
      <h2 id="clash-title">{t('resident.clash.help')}</h2>
      {suggestions.length === 0 && <p>{t('resident.clash.nothing')}</p>}
      <ul class="suggestions">
        {suggestions.map((suggestion) => {
          const words = wordsOf(suggestion, space, day.date);
          return (
            <li key={words}>
              <button type="button" class="button button--small button--secondary" onClick={() => onChoose(suggestion)}>{words}</button>
            </li>
          );
        })}
      </ul>
      <p><a href={to(`/spaces/${space.code}?month=${monthOf(day.date)}`)}>{t('resident.clash.other_days')}</a></p>
    </section>
  );
}
