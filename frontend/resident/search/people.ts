// A count of people as typed.
import { normalizeDigits } from '../../shared/time/civil';

const most_people = 100_000;

/** Full-width digits and "人" are understood. Undefined when it is no positive number. */
export function readPeople(text: string): number | undefined {
  const digits = normalizeDigits(text).replace(/(人|名)$/, '');
  if (!/^\d{1,6}$/.test(digits)) return undefined;
  const people = Number(digits);
  return people >= 1 && people <= most_people ? people : undefined;
}
