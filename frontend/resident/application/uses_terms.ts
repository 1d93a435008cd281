// What is declared of each use of an application while its form is filled in, and what all of it would cost.
import { useEffect, useState } from 'preact/hooks';
import type { Booking } from '../../shared/api/hiroba';
import { useLiveQuotes, type LiveFees } from '../../shared/fee/live_fees';
import { bareUse, quotedUse } from '../../shared/fee/quote_request';
import { townText } from '../../shared/i18n/text';
import { recall, remember } from '../../shared/memory';
import { declaredSoFar, lacksPrice, type AdmissionForm } from '../../shared/terms/admission_form';
import { extraFaults, sentTerms, termsFormOf, type SentTerms, type TermsForm } from '../../shared/terms/terms_form';
import { dateAndTimeWords } from '../use_words';
import { spaceOf, type ApplicationView } from './WithApplication';

type Forms = Readonly<Record<string, TermsForm>>;

export interface UsesTermsHandle {
  forms: Forms;
  change(booking_id: string, part: Partial<TermsForm>): void;
  /** As it is sent with the details. */
  sent: ({ booking_id: string } & SentTerms)[];
  faults: { booking_id: string; extra: string; control: string }[];
  live: LiveFees;
  titles: string[];
}

/** The beginning of the ids of a use's controls. */
export function controlsOf(booking_id: string): string {
  return `use-${booking_id}`;
}

// Survives a reload, as everything that was typed does; another application has its own.
function useKept(application_id: string, bookings: readonly Booking[]): [Forms, (booking_id: string, part: Partial<TermsForm>) => void] {
  const name = `terms.${application_id}`;
  const [forms, setForms] = useState<Forms>(() => ({
    ...Object.fromEntries(bookings.map((booking) => [booking.booking_id, termsFormOf(booking)])), ...recall<Forms>(name),
  }));
  useEffect(() => remember(name, forms), [forms]);
  return [forms, (booking_id, part) => setForms((known) => {
    const before = known[booking_id];
    return before ? { ...known, [booking_id]: { ...before, ...part } } : known;
  })];
}

export function useUsesTerms({ application, facility }: ApplicationView, declared: AdmissionForm, group_name: string): UsesTermsHandle {
  const { bookings } = application;
  const [forms, change] = useKept(application.application_id, bookings);
  const terms = bookings.map((booking) => {
    const space = spaceOf(facility, booking);
    const form = forms[booking.booking_id] ?? termsFormOf(booking);
    return { booking, space, form, sent: sentTerms(form, space.offers, true) };
  });
  const group = group_name.trim();
  const live = useLiveQuotes(lacksPrice(declared) ? undefined : {
    uses: terms.map(({ booking, sent }) => quotedUse(bareUse(booking), sent)),
    ...declaredSoFar(declared), ...(group === '' ? {} : { group_name: group }),
  });
  return {
    forms, change, live,
    sent: terms.map(({ booking, sent }) => ({ booking_id: booking.booking_id, ...sent })),
    faults: terms.flatMap(({ booking: { booking_id }, space, form }) =>
      extraFaults(form, space.offers).map((extra) => ({ booking_id, extra, control: `${controlsOf(booking_id)}-${extra}` }))),
    titles: terms.map(({ booking, space }) => `${dateAndTimeWords(space, booking)} ${townText(space.name)}`),
  };
}
