// What happened, in plain words; of several uses, to which.
import { dateAndClock, shortDate } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { historyLines, noteWords, type HistoryLine } from './history_words';
import { isEndedHold } from './states';
import type { ApplicationView } from './WithApplication';

function concerned(line: HistoryLine, { application }: ApplicationView): string {
  if (line.booking_ids.length >= application.bookings.length) return '';
  const dates = application.bookings.filter(({ booking_id }) => line.booking_ids.includes(booking_id)).map(({ date }) => shortDate(date));
  return t('resident.search.of_space', { space: dates.join(t('resident.comma')) });
}

export function History(view: ApplicationView) {
  const { application } = view;
  const ended = application.bookings.filter((booking) => isEndedHold(application, booking)).map(({ booking_id }) => booking_id);
  const lines = historyLines(application.history ?? [], (booking_id) => ended.includes(booking_id));
  if (lines.length === 0) return null;
  return (
    <details class="more">
      <summary>{t('resident.history.title')}</summary>
      <ol class="history">
        {lines.map((line) => {
          const note = noteWords(line.note, view.town);
          return (
            <li key={`${line.word} ${line.at_ms} ${line.note ?? ''}`}>
              <span class="history__at">{dateAndClock(line.at_ms)}</span>
              <span>{t(line.word)}{concerned(line, view)}{note !== undefined && <><br /><small>{note}</small></>}</span>
            </li>
          );
        })}
      </ol>
    </details>
  );
}
