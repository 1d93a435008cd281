// What was taken off a book, the newest first; at the desk, with a way to take it back.
import type { ComponentChildren } from 'preact';
import type { TicketUseLine } from '../api/tickets';
import type { Town } from '../api/hiroba';
import { longDate, shortDate, timeRange } from '../format';
import { t, townText } from '../i18n/text';
import { findSpace } from '../town';
import { countAndWorth } from './ticket_words';

interface Properties { uses: readonly TicketUseLine[]; town: Town; more?(use: TicketUseLine): ComponentChildren }

export function whatFor(town: Town, { booking }: TicketUseLine): string {
  if (booking === null) return t('shared.tickets.a_visit');
  const space = findSpace(town, booking.space)?.space;
  return t('shared.tickets.a_booking', { space: space ? townText(space.name) : booking.space, when: `${shortDate(booking.date)} ${timeRange(booking.start, booking.end)}` });
}

export function UsesOfBook({ uses, town, more }: Properties) {
  if (uses.length === 0) return <p>{t('shared.tickets.no_uses')}</p>;
  return (
    <ul class="cards">
      {[...uses].reverse().map((use) => (
        <li class="card" key={use.use_id}>
          <p>
            <strong>{whatFor(town, use)}</strong>
            <br />{countAndWorth(use)}
            <br />{t('shared.tickets.used_on', { date: longDate(use.used_on) })}
          </p>
          {use.returned_for !== null && <p>{t(`shared.tickets.returned_${use.returned_for}`)}{use.return_reason && `（${use.return_reason}）`}</p>}
          {more?.(use)}
        </li>
      ))}
    </ul>
  );
}
