// A change of one booking, this and the following, or all, and of what is declared of the application: only what differs
// is sent.
import type { ChangeRequest } from '../../shared/api/applications';
import type { ApplicationDetails, Booking, Space, Use } from '../../shared/api/hiroba';
import { bareHours } from '../../shared/fee/quote_request';
import { changedTerms, extraFaults, termsFormOf, type TermsForm } from '../../shared/terms/terms_form';
import { isWrongPrice, yenOf } from '../../shared/terms/admission_form';
import { isDate } from '../../shared/time/civil';
import { isWhole, type TimeWish } from '../parts/time_choices';
import type { Place } from '../parts/PlaceChooser';

export interface ChangeForm { scope: ChangeRequest['scope']; place: Place; terms: TermsForm;
  /** The dearest ticket as typed; empty: nobody pays. */
  highest_yen: string; sells: boolean }
export type ChangeFault = 'date_missing' | 'time_missing' | 'nothing_changed' | 'amount_wrong' | 'highest_not_a_number';
/** What the change is about. */
export interface Changing { booking: Booking; details: ApplicationDetails | null; space: Space | undefined; climate_in_season: boolean }

export function formOf(booking: Booking, details: ApplicationDetails | null): ChangeForm {
  const wish: TimeWish = booking.band !== null ? { band: booking.band }
    : booking.nights !== null ? { nights: booking.nights } : bareHours(booking);
  return { scope: 'one', place: { space: booking.space, date: booking.date, wish }, terms: termsFormOf(booking),
    highest_yen: details?.highest_admission_yen === undefined ? '' : String(details.highest_admission_yen), sells: details?.is_commercial ?? false };
}

function sameWish(a: TimeWish, b: TimeWish): boolean {
  return a.band === b.band && a.start === b.start && a.end === b.end && a.nights === b.nights;
}

/** The use as it would be, without its terms; undefined while it is none. */
export function wishedUse({ scope, place }: ChangeForm, booking: Booking, space: Space | undefined): Use | undefined {
  const date = scope === 'one' ? place.date : booking.date;
  return space && isDate(date) && isWhole(space, place.wish) ? { space: space.code, date, ...place.wish } : undefined;
}

function declaredOf({ highest_yen, sells }: ChangeForm, details: ApplicationDetails | null): Pick<ChangeRequest, 'declared'> {
  if (!details) return {};
  const highest = yenOf(highest_yen);
  if (highest === details.highest_admission_yen && sells === details.is_commercial) return {};
  return { declared: { is_commercial: sells, ...(highest === undefined ? {} : { highest_admission_yen: highest }) } };
}

export function changeOf(form: ChangeForm, { booking, details, space, climate_in_season }: Changing): ChangeRequest | ChangeFault {
  const before = formOf(booking, details);
  const { scope, place } = form;
  if (scope === 'one' && !isDate(place.date)) return 'date_missing';
  if (!space || !isWhole(space, place.wish)) return 'time_missing';
  if (extraFaults(form.terms, space.offers).length > 0) return 'amount_wrong';
  if (isWrongPrice(form.highest_yen)) return 'highest_not_a_number';
  const changes: Partial<ChangeRequest> = {
    ...(place.space !== before.place.space ? { space: place.space } : {}),
    ...(scope === 'one' && place.date !== before.place.date ? { date: place.date } : {}),
    ...(place.space !== before.place.space || !sameWish(place.wish, before.place.wish) ? place.wish : {}),
    ...changedTerms(before.terms, form.terms, space.offers, climate_in_season),
    ...declaredOf(form, details),
  };
  if (Object.keys(changes).length === 0) return 'nothing_changed';
  return { booking_id: booking.booking_id, scope, ...changes };
}
