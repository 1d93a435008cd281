// What the uses of an application cost; why, line by line.
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { dateAndTimeWords } from '../use_words';
import { FeeTable } from '../../shared/fee/FeeTable';
import { occupies } from './states';
import { spaceOf, type ApplicationView } from './WithApplication';

export function Fees({ application, facility }: ApplicationView) {
  const bookings = application.bookings.filter(occupies);
  const [only, ...others] = bookings;
  if (!only) return null;
  if (others.length === 0) return <FeeTable fee={only.fee} />;
  return (
    <section class="fees" aria-labelledby="fees-title">
      <h2 id="fees-title">{t('shared.fee.title')}</h2>
      {bookings.map((booking) => {
        const space = spaceOf(facility, booking);
        return (
          <details class="more" key={booking.booking_id}>
            <summary>
              <span>{dateAndTimeWords(space, booking)} {townText(space.name)}</span> <strong class="nowrap">{yen(booking.fee.total_yen)}</strong>
            </summary>
            <FeeTable fee={booking.fee} />
          </details>
        );
      })}
      <p class="fees__total"><span>{t('resident.fee.all')}</span> <strong>{yen(application.total_yen)}</strong></p>
    </section>
  );
}
