// What can be taken instead of a time that somebody else has.
import type { Failure } from '../../shared/api/answer';
import type { FreeUse } from '../../shared/api/availability';
import type { DayAvailability, Facility, Space } from '../../shared/api/hiroba';
import { choiceInSpace, nearestFree, sameTimeElsewhere, slotsOf, type Choice } from './day_slots';

export interface Suggestion { space: Space; date: string; choice: Choice; price_yen: number | undefined }

const most_of_each = 3;

/** What the server told with its refusal: it knows best. */
export function nearestOf(failure: Failure | undefined): readonly FreeUse[] {
  return failure?.kind === 'refusal' ? (failure.nearest ?? []) : [];
}

/** Where the application is that has the time already, when it is one's own: from another tab, or from before. */
export function ownApplicationIn(failure: Failure): string | undefined {
  if (failure.kind !== 'refusal' || failure.code !== 'already_yours') return undefined;
  const id = failure.facts['application_id'];
  return id === undefined ? undefined : `/applications/${id}`;
}

function told(facility: Facility, nearest: readonly FreeUse[]): Suggestion[] {
  return nearest.flatMap(({ space: code, date, start, end, band, nights, price_yen }) => {
    const space = facility.spaces.find((candidate) => candidate.code === code);
    return space ? [{ space, date, choice: { start, end, band, nights }, price_yen }] : [];
  });
}

/** From the day that is shown: the closest times of the space, then other spaces at the same time. */
function seen(facility: Facility, space: Space, day: DayAvailability, wanted: Choice, people: number): Suggestion[] {
  const near = nearestFree(slotsOf(day, space.code), wanted, most_of_each).map(({ start, end, band, nights, price_yen }) =>
    ({ space, date: day.date, choice: { start, end, band, nights }, price_yen }));
  const elsewhere = sameTimeElsewhere(day, facility.spaces, wanted, people, space.code).slice(0, most_of_each).map((other) =>
    ({ space: other, date: day.date, choice: choiceInSpace(day, other.code, wanted), price_yen: undefined }));
  return [...near, ...elsewhere];
}

interface Lost { facility: Facility; space: Space; day: DayAvailability; wanted: Choice; people: number; nearest: readonly FreeUse[] }

export function suggestionsFor({ facility, space, day, wanted, people, nearest }: Lost): Suggestion[] {
  const from_server = told(facility, nearest);
  return from_server.length > 0 ? from_server : seen(facility, space, day, wanted, people);
}
