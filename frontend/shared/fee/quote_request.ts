// A booking as the question what it costs, with what is declared of it and of its application.
import type { Booking, Use, UserClass } from '../api/hiroba';
import type { QuoteRequest } from '../api/quote';
import type { SentTerms } from '../terms/terms_form';
import { minuteOf, timeAt } from '../time/civil';

interface Declared { highest_admission_yen?: number; is_commercial: boolean; reduction_code?: string }

/** From when to when without what was added before and after: that is declared by itself. */
export function bareHours({ start, end, terms }: Pick<Booking, 'start' | 'end' | 'terms'>): { start: string; end: string } {
  return { start: timeAt(minuteOf(start) + terms.early_minutes), end: timeAt(minuteOf(end) - terms.extension_minutes) };
}

export function bareUse(booking: Booking): Use {
  const { space, date, band, nights } = booking;
  if (nights !== null) return { space, date, nights };
  if (band !== null) return { space, date, band };
  return { space, date, ...bareHours(booking) };
}

/** A use with its terms, as one of several that are priced together. */
export function quotedUse({ space, date, band, start, end, nights }: Use, terms: SentTerms): Use {
  return {
    space, date,
    ...(band === undefined ? {} : { band }), ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }), ...(nights === undefined ? {} : { nights }),
    ...terms,
  };
}

export function quoteRequest(use: Use, user_class: UserClass, terms: SentTerms, declared: Declared): QuoteRequest {
  return { ...quotedUse(use, terms), user_class, ...declared };
}
