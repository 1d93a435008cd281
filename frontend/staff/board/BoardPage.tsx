// One facility's day as it is now; facility, date and view stand in the address.
import { useState } from 'preact/hooks';
import { loadBoard, loadDay, serverNow, type Board, type Facility, type Space } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { replaceQuery, usePlace } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Waiting } from '../../shared/components/Waiting';
import { longDate, shortDate } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { useLiveDay } from '../../shared/live/live_day';
import { clockAt, dateAt, isDate } from '../../shared/time/civil';
import { useTown } from '../../shared/town';
import { FindApplications } from '../find/FindApplications';
import { BookingPanel } from '../panel/BookingPanel';
import { closurePeriodText } from '../closures/closure_text';
import { spaceText } from '../parts/place_text';
import { BoardControls, type BoardView } from './BoardControls';
import { BoardList } from './BoardList';
import { BoardTable } from './BoardTable';
import { column_minutes, columnAt, countsOf, findBooking, hoursOf, isInClosure, layoutBoard, listBoard, openingsOf,
  type Stretch } from './board_layout';
import { togglePick, usesOf, type Pick } from './cell_picks';
import { EquipmentTable } from './EquipmentTable';
import { Freshness } from './Freshness';
import { PickPanel } from './PickPanel';

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
      <FindApplications view={view} />
      <LiveBoard facility={facility} date={date} view={view} />
    </>
  );
}

function useOpenings(facility: string, date: string, closures: string): ReadonlyMap<string, Stretch[]> | undefined {
  const { remote } = useRemote(() => loadDay(facility, date, 'in_town', 0), [facility, date, closures]);
  return remote.state === 'ready' ? openingsOf(remote.value) : undefined;
}

function LiveBoard({ facility, date, view }: { facility: Facility; date: string; view: BoardView }) {
  const { key } = usePlace();
  const live = useLiveDay({
    facility: facility.code, date, poll_every_ms, load: () => loadBoard(facility.code, date),
  });
  usePageTitle(`${townText(facility.name)} ${shortDate(date)}`);
  // What is still there of the day before must not open a panel that vanishes with it, and the focus too.
  const board = live.value?.facility === facility.code && live.value.date === date ? live.value : undefined;
  if (!board) return live.failure ? <FailureNotice failure={live.failure} onRetry={live.refresh} /> : <Waiting />;
  return (
    <>
      <Freshness connection={live.connection} confirmed_at_ms={live.confirmed_at_ms} />
      {live.failure && <FailureNotice failure={live.failure} onRetry={live.refresh} />}
      <BoardNotices board={board} facility={facility} />
      <p class="board-counts">{t('staff.board.counts', { ...countsOf(board) })}</p>
      {/* A link to a booking of the same day opens its panel as well: it is a visit of its own. */}
      <ShownBoard key={`${facility.code} ${date} ${key}`} board={board} facility={facility} view={view} onChanged={live.refresh} />
    </>
  );
}

function BoardNotices({ board, facility }: { board: Board; facility: Facility }) {
  const { town } = useTown();
  return (
    <>
      {board.closed && <Banner kind="info" title={t('staff.board.closed')} />}
      {board.closures.map((closure) => (
        <Banner key={JSON.stringify(closure)} kind={closure.kind === 'emergency' ? 'error' : 'warning'}
          title={t(`staff.board.closure_${closure.kind}`, {
            place: closure.space === null ? townText(facility.name) : spaceText(town, closure.space),
            time: closurePeriodText(closure),
            reason: townText(closure.reason),
          })} />
      ))}
    </>
  );
}

interface ShownProperties { board: Board; facility: Facility; view: BoardView; onChanged(): void }

function ShownBoard({ board, facility, view, onChanged }: ShownProperties) {
  const { query } = usePlace();
  const [selected, setSelected] = useState<string | undefined>(query.get('booking') ?? undefined);
  const [picks, setPicks] = useState<readonly Pick[]>([]);
  const openings = useOpenings(facility.code, board.date, JSON.stringify(board.closures));
  const { spaces } = facility;
  const hours = hoursOf(spaces, board);
  const rows = layoutBoard(board, spaces, hours, openings);
  const now_ms = serverNow();
  const now_column = dateAt(now_ms) === board.date ? columnAt(hours, clockAt(now_ms)) : undefined;
  const shown = selected === undefined ? undefined : findBooking(board, spaces, selected);
  const uses = usesOf(picks, spaces, board.date);
  const caption = `${townText(facility.name)} ${longDate(board.date)}`;

  function select(booking_id: string | undefined): void {
    setPicks([]);
    setSelected(booking_id);
  }

  function pick(space: Space, column: number): void {
    setSelected(undefined);
    setPicks((known) => togglePick(known, space, hours.first_minute + column * column_minutes));
  }

  return (
    <div class={selected !== undefined || uses.length > 0 ? 'desk desk--with-panel' : 'desk'}>
      <div class="desk__main">
        {view === 'board'
          ? <BoardTable rows={rows} hours={hours} now_column={now_column} date={board.date} caption={caption} selected={selected}
            picks={picks} onSelect={select} onPick={pick} />
          : <BoardList bookings={listBoard(board, spaces)} caption={caption} onSelect={select} />}
        <EquipmentTable board={board} facility={facility} />
      </div>
      {selected !== undefined && (
        <BookingPanel key={selected} booking_id={selected} listed={shown?.booking} facility={facility} version={board.version}
          in_closure={isInClosure(rows, selected)} onChanged={onChanged} onClose={() => setSelected(undefined)} />
      )}
      {selected === undefined && uses.length > 0 && <PickPanel facility={facility} uses={uses} onClear={() => setPicks([])} />}
    </div>
  );
}
