// Until when somebody may not book.
import { longDate } from '../../shared/format';
import { clockAt, dateAt, shortTime } from '../../shared/time/civil';

/** The end of a day is told as that day, as it was typed; what the rule for no-shows counts ends at a time of day. */
export function untilText(until_ms: number): string {
  const clock = clockAt(until_ms);
  return clock === '00:00' ? longDate(dateAt(until_ms - 1)) : `${longDate(dateAt(until_ms))} ${shortTime(clock)}`;
}
