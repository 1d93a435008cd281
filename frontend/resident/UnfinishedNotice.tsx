// "途中の予約があります": on every page except those of that very booking.
import { useEffect, useState } from 'preact/hooks';
import { listBookings, serverNow, session, type Booking } from '../shared/api/hiroba';
import { to, usePlace } from '../shared/app/router';
import { Icon } from '../shared/components/Icon';
import { shortDate, timeRange } from '../shared/format';
import { t, townText } from '../shared/i18n/text';
import { useStore } from '../shared/store';
import { findSpace, useTown } from '../shared/town';
import { isUnfinished, nextPlace } from './my_bookings';

export function UnfinishedNotice() {
  const account = useStore(session)?.account;
  const { path, key } = usePlace();
  const { town } = useTown();
  const [bookings, setBookings] = useState<Booking[]>([]);
  const is_resident = account?.role === 'resident';

  useEffect(() => {
    if (!is_resident) {
      setBookings([]);
      return;
    }
    let gone = false;
    listBookings().then((answer) => {
      if (!gone && answer.ok) setBookings(answer.value);
    });
    return () => { gone = true; };
  }, [is_resident, key]);

  if (path === '/bookings' || path === '/login') return null;
  const open = bookings.find((booking) =>
    isUnfinished(booking, serverNow()) && !path.startsWith(`/bookings/${booking.booking_id}`));
  if (!open || path.startsWith('/bookings/')) return null;
  const space = town && findSpace(town, open.space)?.space;
  return (
    <section class="unfinished" aria-label={t('resident.unfinished.title')}>
      <p class="unfinished__text">
        <Icon name="pen" />
        <span>
          <strong>{t('resident.unfinished.title')}</strong><br />
          {space ? townText(space.name) : open.space} {shortDate(open.date)} {timeRange(open.start, open.end)}
        </span>
      </p>
      <p class="unfinished__actions">
        <a class="button button--small" href={to(nextPlace(open))}>{t('resident.unfinished.go_on')}</a>
        <a class="button button--small button--secondary" href={to(`/bookings/${open.booking_id}/cancel`)}>
          {t('resident.unfinished.give_up')}
        </a>
      </p>
    </section>
  );
}
