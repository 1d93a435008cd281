// A page of the form was opened for a booking that is no longer being filled in: says how it stands, and what to do.
import { to } from '../shared/app/router';
import { usePageTitle } from '../shared/app/page_title';
import { Heading } from '../shared/components/Heading';
import { SummaryList } from '../shared/components/SummaryList';
import { t } from '../shared/i18n/text';
import { placeRows } from './booking_rows';
import { nextPlace } from './my_bookings';
import type { BookingView } from './WithBooking';

export function BookingOver(view: BookingView) {
  const { booking, facility, space } = view;
  const title = t(`resident.over.${booking.state}`);
  usePageTitle(title);
  const day = `/facilities/${facility.code}/days/${booking.date}?space=${space.code}`;
  const lost = booking.state === 'expired' || booking.state === 'cancelled';
  return (
    <>
      <Heading catches_focus>{title}</Heading>
      {booking.state === 'expired' && <p class="lead">{t('resident.over.expired_help')}</p>}
      <SummaryList rows={placeRows(view)} />
      {lost
        ? <p><a class="button" href={to(day)}>{t('resident.over.choose_again')}</a></p>
        : <p><a class="button" href={to(nextPlace(booking))}>{t('resident.unfinished.go_on')}</a></p>}
    </>
  );
}
