// Until when somebody may not book.
import { endOf, longDate } from '../../shared/format';

/** With its year: a suspension can last longer than this one. */
export function untilText(until_ms: number): string {
  const { date, clock } = endOf(until_ms);
  return `${longDate(date)} ${clock}`;
}
