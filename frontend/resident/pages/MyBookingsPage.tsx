// My bookings: what wants something from me first.
import type { PageProperties } from '../ResidentPages';
import { listBookings, serverNow, type Booking } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { StateTag } from '../../shared/components/Tag';
import { Waiting } from '../../shared/components/Waiting';
import { shortDate, timeRange, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { dateAt } from '../../shared/time/civil';
import { findSpace, useTown } from '../../shared/town';
import { nextPlace, sortBookings } from '../my_bookings';
import { RequireLogIn } from '../RequireLogIn';

export function MyBookingsPage(_: PageProperties) {
  usePageTitle(t('resident.nav.bookings'));
  return (
    <>
      <Heading>{t('resident.nav.bookings')}</Heading>
      <RequireLogIn><Lists /></RequireLogIn>
    </>
  );
}

function Lists() {
  const { remote, reload } = useRemote(listBookings, []);
  if (remote.state === 'loading') return <Waiting />;
  if (remote.state === 'failed') return <FailureNotice failure={remote.failure} onRetry={() => void reload()} />;
  const now_ms = serverNow();
  const { unfinished, coming, over } = sortBookings(remote.value, now_ms, dateAt(now_ms));
  if (remote.value.length === 0) {
    return <><p>{t('resident.bookings.none')}</p><p><a class="button" href={to('/')}>{t('resident.nav.search')}</a></p></>;
  }
  return (
    <>
      <List title={t('resident.bookings.unfinished')} bookings={unfinished} />
      <List title={t('resident.bookings.coming')} bookings={coming} />
      <List title={t('resident.bookings.over')} bookings={over} />
    </>
  );
}

function List({ title, bookings }: { title: string; bookings: readonly Booking[] }) {
  if (bookings.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="cards">{bookings.map((booking) => <BookingCard key={booking.booking_id} booking={booking} />)}</ul>
    </section>
  );
}

function BookingCard({ booking }: { booking: Booking }) {
  const { town } = useTown();
  const found = town && findSpace(town, booking.space);
  const open = booking.state === 'held' || booking.state === 'awaiting_payment';
  const name = found ? townText(found.space.name) : booking.space;
  return (
    <li class="card">
      <p><StateTag state={booking.state} /></p>
      <h3 class="card__title">{shortDate(booking.date)} {timeRange(booking.start, booking.end)}</h3>
      <p>{name}{found && `（${townText(found.facility.name)}）`}</p>
      <p>{yen(booking.fee.total_yen)}{booking.number && `　${t('resident.bookings.number', { number: booking.number })}`}</p>
      <p class="card__actions">
        <a class={open ? 'button button--small' : 'button button--small button--secondary'}
          href={to(open ? nextPlace(booking) : `/bookings/${booking.booking_id}`)}>
          {t(open ? 'resident.unfinished.go_on' : 'resident.bookings.look')}
        </a>
      </p>
    </li>
  );
}
