// What has happened to a booking, the newest first: an explanation that still holds years later.
import type { StaffBooking } from '../../shared/api/staff';
import { noteText } from '../../shared/change_note';
import { hasMessage, t } from '../../shared/i18n/text';
import { useTown } from '../../shared/town';
import { instantText } from '../parts/place_text';
import { newestFirst } from './history_order';

type Entry = StaffBooking['history'][number];

/** An event without a name is shown as it is, never hidden. */
function eventText({ event }: Entry): string {
  const id = `staff.event.${event}`;
  return hasMessage(id) ? t(id) : event;
}

export function BookingHistory({ history }: { history: readonly Entry[] }) {
  const { town } = useTown();
  return (
    <details class="history" open>
      <summary>{t('staff.history.title')}</summary>
      <ol>
        {newestFirst(history).map((entry, index) => (
          <li key={history.length - index}>
            <span class="history__event">{eventText(entry)}</span>
            <span class="history__who">{instantText(entry.at_ms)} {entry.by ?? t('staff.history.system')}</span>
            {entry.note && <span class="history__note">{noteText(town, entry.note)}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}
