// One booking as it stands; confirmed: the number, large, and what happens next. Can be reloaded and bookmarked.
import { useEffect } from 'preact/hooks';
import type { PageProperties } from '../ResidentPages';
import { usePageTitle } from '../../shared/app/page_title';
import { to } from '../../shared/app/router';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { SummaryList } from '../../shared/components/SummaryList';
import { StateTag } from '../../shared/components/Tag';
import { longDate, timeRange } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { detailsRows, placeRows } from '../booking_rows';
import { BookingOver } from '../BookingOver';
import { dropDraft } from '../draft';
import { FeeTable } from '../FeeTable';
import { Steps } from '../Steps';
import { WithBooking, type BookingView } from '../WithBooking';

export function BookingPage({ parameters }: PageProperties) {
  return (
    <WithBooking booking_id={parameters['booking_id'] ?? ''}>
      {(view) => (view.booking.state === 'confirmed' ? <Confirmed {...view} /> : <Standing {...view} />)}
    </WithBooking>
  );
}

function Confirmed(view: BookingView) {
  const { booking, facility, space } = view;
  usePageTitle(t('resident.done.title'));
  useEffect(dropDraft, []);
  return (
    <>
      <Steps current={5} />
      <div class="done">
        <Icon name="check" />
        <Heading>{t('resident.done.title')}</Heading>
        <p class="done__label">{t('resident.done.number')}</p>
        <p class="done__number">{booking.number}</p>
        <p>{longDate(booking.date)} <span class="nowrap">{timeRange(booking.start, booking.end)}</span><br />{townText(space.name)}</p>
      </div>
      <h2>{t('resident.done.next')}</h2>
      <ul class="plain-list">
        <li>{t('resident.done.next_number')}</li>
        <li>{t('resident.done.next_day', { facility: townText(facility.name) })}</li>
        <li>{t('resident.done.next_change', { phone: facility.phone })}</li>
      </ul>
      <h2>{t('resident.booking.title')}</h2>
      <SummaryList rows={[
        { name: t('resident.row.state'), value: <StateTag state={booking.state} /> },
        ...placeRows(view), ...detailsRows(view),
      ]} />
      <FeeTable fee={booking.fee} />
      <p class="actions">
        <a class="button button--secondary" href={to('/bookings')}>{t('resident.nav.bookings')}</a>
        <a class="button button--secondary" href={to('/')}>{t('resident.done.another')}</a>
      </p>
    </>
  );
}

function Standing(view: BookingView) {
  const open = view.booking.state === 'held' || view.booking.state === 'awaiting_payment';
  return (
    <>
      <BookingOver {...view} />
      {open && view.booking.cancellable && (
        <p><a href={to(`/bookings/${view.booking.booking_id}/cancel`)}>{t('resident.check.give_up')}</a></p>
      )}
    </>
  );
}
