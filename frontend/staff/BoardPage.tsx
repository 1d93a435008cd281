// One facility's day as it is now; facility, date and view stand in the address.
import { useState } from 'preact/hooks';
import { loadBoard, serverNow, type BoardBooking, type Facility } from '../shared/api/hiroba';
import { usePageTitle } from '../shared/app/page_title';
import { replaceQuery, usePlace } from '../shared/app/router';
import { Banner } from '../shared/components/Banner';
import { FailureNotice } from '../shared/components/FailureNotice';
import { Heading } from '../shared/components/Heading';
import { Waiting } from '../shared/components/Waiting';
import { longDate, shortDate } from '../shared/format';
import { t, townText } from '../shared/i18n/text';
import { useLiveDay } from '../shared/live/live_day';
import { clockAt, dateAt, isDate } from '../shared/time/civil';
import { useTown } from '../shared/town';
import { BoardControls, type BoardView } from './BoardControls';
import { BoardList } from './BoardList';
import { BoardTable } from './BoardTable';
import { BookingPanel } from './BookingPanel';
import { columnAt, findBooking, hoursOf, layoutBoard, listBoard } from './board_layout';
import { Freshness } from './Freshness';

const poll_every_ms = 5_000;

export function BoardPage() {
  const { town, failure } = useTown();
  const { query } = usePlace();
  if (failure) return <FailureNotice failure={failure} />;
  const facility = town?.facilities.find(({ code }) => code === query.get('facility')) ?? town?.facilities[0];
  if (!town || !facility) return <Waiting />;
  const asked = query.get('date') ?? '';
  const date = isDate(asked) ? asked : dateAt(serverNow());
  const view: BoardView = query.get('view') === 'list' ? 'list' : 'board';

  function show(change: Partial<Record<'facility' | 'date' | 'view', string>>): void {
    replaceQuery(new URLSearchParams({ facility: facility?.code ?? '', date, view, ...change }));
  }

  return (
    <>
      <Heading focus={false}>
        {townText(facility.name)}<span class="board-date">{longDate(date)}</span>
      </Heading>
      <BoardControls facilities={town.facilities} facility={facility} date={date} view={view} onChange={show} />
      <LiveBoard facility={facility} date={date} view={view} />
    </>
  );
}

function counts(bookings: readonly BoardBooking[]): string {
  const count = (state: BoardBooking['state']) => bookings.filter((booking) => booking.state === state).length;
  return t('staff.board.counts', { confirmed: count('confirmed'), waiting: count('awaiting_payment'), held: count('held') });
}

function LiveBoard({ facility, date, view }: { facility: Facility; date: string; view: BoardView }) {
  const live = useLiveDay({
    facility: facility.code, date, poll_every_ms, load: () => loadBoard(facility.code, date),
  });
  const [selected, setSelected] = useState<string | undefined>(undefined);
  usePageTitle(`${townText(facility.name)} ${shortDate(date)}`);
  const board = live.value;
  if (!board) return live.failure ? <FailureNotice failure={live.failure} onRetry={live.refresh} /> : <Waiting />;

  const { spaces } = facility;
  const hours = hoursOf(spaces);
  const now_ms = serverNow();
  const now_column = dateAt(now_ms) === date ? columnAt(hours, clockAt(now_ms)) : undefined;
  const shown = selected === undefined ? undefined : findBooking(board, spaces, selected);
  return (
    <>
      <Freshness connection={live.connection} confirmed_at_ms={live.confirmed_at_ms} />
      {live.failure && <FailureNotice failure={live.failure} onRetry={live.refresh} />}
      {board.closed && <Banner kind="info" title={t('staff.board.closed')} />}
      <p class="board-counts">{counts(board.spaces.flatMap((entry) => entry.bookings))}</p>
      {view === 'board'
        ? <BoardTable rows={layoutBoard(board, spaces, hours)} hours={hours} now_column={now_column}
          caption={`${townText(facility.name)} ${longDate(date)}`} selected={selected} onSelect={setSelected} />
        : <BoardList bookings={listBoard(board, spaces)} caption={`${townText(facility.name)} ${longDate(date)}`} />}
      {shown && <BookingPanel listed={shown} onClose={() => setSelected(undefined)} />}
    </>
  );
}
