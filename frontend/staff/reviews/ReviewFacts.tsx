// What is applied for, and why somebody has to look at it.
import type { Application, Booking } from '../../shared/api/hiroba';
import { SummaryList } from '../../shared/components/SummaryList';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { findFacility, useTown } from '../../shared/town';
import { equipmentText, facilityText, instantText, spaceText, timesText } from '../parts/place_text';
import { feeOf, groundsOf, underReview } from './review_list';

export function ReviewGrounds({ application }: { application: Application }) {
  const { town } = useTown();
  const waiting = underReview(application);
  const facility = town && findFacility(town, application.facility);
  const spaces = facility?.spaces.filter(({ code }) => waiting.some(({ space }) => space === code)) ?? [];
  return (
    <p class="review__grounds">
      {groundsOf(application, spaces).map((ground) => <span key={ground} class="tag tag--blue">{t(`staff.reviews.ground_${ground}`)}</span>)}
    </p>
  );
}

/** `booking_ids`: of a matter that is not about what waits. */
export function ReviewFacts({ application, booking_ids }: { application: Application; booking_ids?: readonly string[] | undefined }) {
  const { town } = useTown();
  const waiting = underReview(application);
  const { details } = application;
  const none = t('staff.none');
  const activity = town?.activities.find(({ code }) => code === details?.activity);
  const shown = booking_ids ? application.bookings.filter(({ booking_id }) => booking_ids.includes(booking_id))
    : waiting.length > 0 ? waiting : application.bookings;
  return (
    <>
      {booking_ids === undefined && <ReviewGrounds application={application} />}
      <SummaryList rows={[
        { name: t('staff.panel.number'), value: application.number ?? none },
        { name: t('staff.panel.holder'), value: t('staff.application.holder', { name: application.holder ?? none, class: application.user_class }) },
        ...(details?.group_name ? [{ name: t('staff.panel.group'), value: details.group_name }] : []),
        { name: t('staff.panel.purpose'), value: details?.purpose ?? none },
        ...(activity ? [{ name: t('staff.book.activity'), value: townText(activity.name) }] : []),
        { name: t('staff.panel.people'), value: details ? t('staff.panel.people_count', { people: details.people }) : none },
        { name: t('staff.application.bookings'), value: <ul>{shown.map((booking) => <UseLine key={booking.booking_id} booking={booking} />)}</ul> },
        { name: t('staff.panel.fee'), value: yen(feeOf(shown)) },
        { name: t('staff.application.made'), value: instantText(application.created_at_ms) },
      ]} />
    </>
  );
}

function UseLine({ booking }: { booking: Booking }) {
  const { town } = useTown();
  const borrowed = equipmentText(town, booking.facility, booking.equipment);
  return (
    <li>
      {facilityText(town, booking.facility)} {spaceText(town, booking.space)} {timesText(booking)}
      {borrowed && <small class="review__equipment">{t('staff.panel.equipment')} {borrowed}</small>}
    </li>
  );
}
