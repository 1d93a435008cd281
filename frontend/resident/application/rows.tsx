// An application as rows of a summary.
import type { Booking } from '../../shared/api/hiroba';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { reductionNamed } from '../../shared/terms/reductions';
import { termsWords } from '../../shared/terms/terms_words';
import type { SummaryRow } from '../../shared/components/SummaryList';
import { longDate } from '../../shared/format';
import { equipmentWords, timeWords } from '../use_words';
import { spaceOf, type ApplicationView } from './WithApplication';

/** Place and time of a single use. */
function placeRows({ facility }: ApplicationView, booking: Booking): SummaryRow[] {
  const space = spaceOf(facility, booking);
  return [
    { name: t('resident.row.space'), value: <>{townText(space.name)}<br /><small>{townText(facility.name)}</small></> },
    { name: t('resident.row.date'), value: longDate(booking.date) },
    { name: t('resident.row.time'), value: timeWords(space, booking) },
    ...(termsWords(space, booking) ? [{ name: t('resident.row.terms'), value: termsWords(space, booking) }] : []),
    ...(booking.equipment.length > 0
      ? [{ name: t('resident.row.equipment'), value: equipmentWords(facility, booking.equipment) }] : []),
  ];
}

/** What is used when; of several uses a list. */
export function usesRows(view: ApplicationView, bookings: readonly Booking[] = view.application.bookings): SummaryRow[] {
  const [only, ...others] = bookings;
  if (only && others.length === 0) return placeRows(view, only);
  return [
    { name: t('resident.row.facility'), value: townText(view.facility.name) },
    { name: t('resident.row.uses'), value: <UseLines view={view} bookings={bookings} /> },
  ];
}

function UseLines({ view: { facility }, bookings }: { view: ApplicationView; bookings: readonly Booking[] }) {
  return (
    <ol class="use-lines">
      {bookings.map((booking) => {
        const space = spaceOf(facility, booking);
        return (
          <li key={booking.booking_id}>
            {longDate(booking.date)} {timeWords(space, booking)}<br />{townText(space.name)}
            {termsWords(space, booking) && <><br /><small>{termsWords(space, booking)}</small></>}
            {booking.equipment.length > 0 && <><br /><small>{equipmentWords(facility, booking.equipment)}</small></>}
          </li>
        );
      })}
    </ol>
  );
}

export function detailsRows({ application, town }: ApplicationView, change?: string): SummaryRow[] {
  const details = application.details;
  if (!details) return [];
  const activity = town.activities.find(({ code }) => code === details.activity);
  const reduction = details.reduction_code === undefined ? undefined : reductionNamed(town, details.reduction_code);
  return [
    ...(activity ? [{ name: t('resident.row.activity'), value: townText(activity.name), change }] : []),
    { name: t('resident.row.purpose'), value: details.purpose, change },
    { name: t('resident.row.people'), value: t('resident.people', { people: details.people }), change },
    { name: t('resident.row.group'), value: details.group_name || t('resident.row.group_none'), change },
    {
      name: t('resident.row.charges'),
      value: details.highest_admission_yen === undefined ? t('resident.row.charges_none') : t('resident.row.highest', { amount: yen(details.highest_admission_yen) }),
      change,
    },
    { name: t('resident.row.sells'), value: details.is_commercial ? t('common.yes') : t('common.no'), change },
    ...(reduction ? [{ name: t('resident.row.reduction'), value: townText(reduction.name), change }] : []),
  ];
}
