// What a monthly use leaves out: not every month has a 31st, or a fifth Tuesday.
import { t } from '../i18n/text';
import { dateParts } from '../time/civil';

const last_day_of_every_month = 28;

/** What some months lack of a use that repeats like this from that date; undefined when every month has it. */
export function lackingInMonths(repeats: string, first: string): 'date' | 'weekday' | undefined {
  const [, , day] = dateParts(first);
  if (!(day > last_day_of_every_month)) return undefined;
  if (repeats === 'monthly_by_date') return 'date';
  return repeats === 'monthly_by_weekday' ? 'weekday' : undefined;
}

/** The sentence that says so. */
export function leftOutMonths(repeats: string, first: string): string | undefined {
  const lacking = lackingInMonths(repeats, first);
  return lacking && t(`shared.repetition.months_without_${lacking}`, { day: dateParts(first)[2] });
}
