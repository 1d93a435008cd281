// A day of which only the changes travelled, put together with what is known.
import type { Answer } from '../api/answer';
import { loadDay, type DayAvailability, type UserClass } from '../api/hiroba';

/** Spaces that the changes do not name are as they were; their order is kept. */
export function withChanges(shown: DayAvailability, changes: DayAvailability): DayAvailability {
  if (!changes.changes_only) return changes;
  const changed = new Map(changes.spaces.map((entry) => [entry.space, entry]));
  return { ...changes, changes_only: false, spaces: shown.spaces.map((entry) => changed.get(entry.space) ?? entry) };
}

/** The whole day, fetched as changes to `shown` where the server still knows that version. */
export async function loadLiveDay(facility: string, date: string, user_class: UserClass, version: number,
  shown?: DayAvailability): Promise<Answer<DayAvailability>> {
  const answer = await loadDay(facility, date, user_class, version, shown?.version);
  return answer.ok && shown ? { ...answer, value: withChanges(shown, answer.value) } : answer;
}
