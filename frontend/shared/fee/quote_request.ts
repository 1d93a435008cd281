// A booking as the question what it costs, with what is declared of it and of its application.
import type { Booking, Use, UserClass } from '../api/hiroba';
import type { QuoteRequest } from '../api/quote';
import type { SentTerms } from '../terms/terms_form';
import { minuteOf, timeAt } from '../time/civil';

interface Declared { highest_admission_yen?: number; is_commercial: boolean; reduction_code?: string }

/** The time without what was added before and after: that is declared anew. */
export function bareUse({ space, date, start, end, band, nights, terms }: Booking): Use {
  if (nights !== null) return { space, date, nights };
  if (band !== null) return { space, date, band };
  return { space, date, start: timeAt(minuteOf(start) + terms.early_minutes), end: timeAt(minuteOf(end) - terms.extension_minutes) };
}

export function quoteRequest(use: Use, user_class: UserClass, terms: SentTerms, declared: Declared): QuoteRequest {
  const { space, date, band, start, end, nights } = use;
  return {
    space, date, user_class,
    ...(band === undefined ? {} : { band }), ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }), ...(nights === undefined ? {} : { nights }),
    ...terms, ...declared,
  };
}
