// What can be declared of each use; with several, each stands under its own heading.
import type { Booking } from '../../shared/api/hiroba';
import { bareUse, quoteRequest } from '../../shared/fee/quote_request';
import { t } from '../../shared/i18n/text';
import { useClimate } from '../../shared/terms/climate';
import { asksAnything, termsFormOf } from '../../shared/terms/terms_form';
import { TermsFields } from '../../shared/terms/TermsFields';
import { controlsOf, type UsesTermsHandle } from './uses_terms';
import { spaceOf, type ApplicationView } from './WithApplication';

interface Properties { view: ApplicationView; terms: UsesTermsHandle }

export function UsesTerms({ view, terms }: Properties) {
  const { application: { bookings }, facility } = view;
  return (
    <>
      {bookings.map((booking, index) => asksAnything(facility, spaceOf(facility, booking)) && (
        <TermsOf key={booking.booking_id} view={view} terms={terms} booking={booking} title={terms.titles[index] ?? ''} alone={bookings.length === 1} />
      ))}
    </>
  );
}

function TermsOf({ view: { application, facility }, terms, booking, title, alone }: Properties & { booking: Booking; title: string; alone: boolean }) {
  const space = spaceOf(facility, booking);
  const climate = useClimate(space.offers.climate ? quoteRequest(bareUse(booking), application.user_class, {}, { is_commercial: false }) : undefined);
  return (
    <fieldset class="fieldset terms">
      <legend>{alone ? t('shared.terms.title') : t('shared.terms.title_of', { title })}</legend>
      <TermsFields id={controlsOf(booking.booking_id)} facility={facility} space={space} climate={climate}
        form={terms.forms[booking.booking_id] ?? termsFormOf(booking)}
        faults={terms.faults.filter(({ booking_id }) => booking_id === booking.booking_id).map(({ extra }) => extra)}
        onChange={(part) => terms.change(booking.booking_id, part)} />
    </fieldset>
  );
}
