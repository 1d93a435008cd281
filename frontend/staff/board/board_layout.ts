// The day board: spaces × half hours. Bookings keep their exact minutes and fill every half hour they touch.
import type { Board, BoardBooking, BookingState, DayAvailability, PublicClosure, Slot, Space } from '../../shared/api/hiroba';
import { minuteOf, timeAt } from '../../shared/time/civil';

export const column_minutes = 30;

export interface Hours { first_minute: number; columns: number }
export interface Stretch { from_minute: number; to_minute: number }

export type CellKind = 'free' | 'outside' | 'closed' | 'booking' | 'blocked';

export interface BoardCell {
  kind: CellKind;
  column: number;
  span: number;
  /** More than one when two bookings meet inside a half hour. */
  bookings: BoardBooking[];
  /** For `blocked`: the space that was booked and shares a unit with this one. */
  blocked_by: string | undefined;
  /** For `closed`: the closure, unless it is a closed day of the calendar; for `booking`: one that it stands in the way of. */
  closure: PublicClosure | undefined;
}

export interface BoardRow { space: Space; cells: BoardCell[]; signature: string }

const usual_opening = minuteOf('09:00');
const usual_closing = minuteOf('22:00');
const end_of_day = minuteOf('24:00');

const occupying: ReadonlySet<BookingState> = new Set(['held', 'under_review', 'permitted_unpaid', 'permitted', 'checked_in', 'used']);

/** Whether the booking has its place on the board: what occupies, and who did not come. */
export function hasPlace(state: BookingState): boolean {
  return occupying.has(state) || state === 'no_show';
}

export interface TimesOnDay { start: string; end: string; from_before: boolean; goes_on: boolean }

/** The part of a booking that lies on a day: nights begin before it or go on after it. */
export function timesOn(date: string, booking: Pick<BoardBooking, 'date' | 'start' | 'last_date' | 'end'>): TimesOnDay {
  const from_before = booking.date < date;
  const goes_on = booking.last_date > date;
  return { start: from_before ? '00:00' : booking.start, end: goes_on ? '24:00' : booking.end, from_before, goes_on };
}

const not_open: ReadonlySet<NonNullable<Slot['reason']>> = new Set(['closed_day', 'closed_by_exception', 'outside_opening_hours', 'closure']);

/** When each space is open on the day, as the calendar says (seasons, exceptions, extra openings). */
export function openingsOf(day: DayAvailability): Map<string, Stretch[]> {
  return new Map(day.spaces.map(({ space, slots }) => [space, joined(slots
    .filter((slot) => slot.nights === undefined && (slot.reason === undefined || !not_open.has(slot.reason)))
    .map((slot) => ({ from_minute: minuteOf(slot.start), to_minute: minuteOf(slot.end) })))]));
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of [...stretches].sort((a, b) => a.from_minute - b.from_minute)) {
    const last = result[result.length - 1];
    if (last && stretch.from_minute <= last.to_minute) last.to_minute = Math.max(last.to_minute, stretch.to_minute);
    else result.push({ ...stretch });
  }
  return result;
}

/** 9:00–22:00, or more when a space of the facility is open longer or something lies outside. */
export function hoursOf(spaces: readonly Space[], board?: Board): Hours {
  const placed = (board?.spaces ?? []).flatMap(({ bookings }) => bookings).filter(({ state }) => hasPlace(state));
  const starts = placed.filter(({ date }) => date === board?.date).map(({ start }) => minuteOf(start));
  const ends = placed.filter(({ last_date }) => last_date === board?.date).map(({ end }) => minuteOf(end));
  const first = Math.min(usual_opening, ...starts, ...spaces.map((space) => minuteOf(space.opens)));
  const last = Math.max(usual_closing, ...ends, ...spaces.map((space) => minuteOf(space.closes)));
  const first_minute = Math.floor(first / column_minutes) * column_minutes;
  return { first_minute, columns: Math.ceil((last - first_minute) / column_minutes) };
}

export function columnTime(hours: Hours, column: number): string {
  return timeAt(hours.first_minute + column * column_minutes);
}

/** The column an instant of the day falls into; undefined outside the board. */
export function columnAt(hours: Hours, time: string): number | undefined {
  const column = Math.floor((minuteOf(time) - hours.first_minute) / column_minutes);
  return column >= 0 && column < hours.columns ? column : undefined;
}

interface Occupation { from: number; to: number; bookings: BoardBooking[]; blocked_by: string | undefined }

function occupationOf(date: string, booking: BoardBooking, hours: Hours, blocked_by?: string): Occupation {
  const { start, end } = timesOn(date, booking);
  const from = Math.floor((minuteOf(start) - hours.first_minute) / column_minutes);
  const to = Math.ceil((minuteOf(end) - hours.first_minute) / column_minutes);
  return { from: Math.max(0, from), to: Math.min(hours.columns, to), bookings: [booking], blocked_by };
}

function mergeOverlapping(occupations: Occupation[]): Occupation[] {
  const merged: Occupation[] = [];
  for (const occupation of occupations.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)) {
    const last = merged[merged.length - 1];
    if (last && occupation.from < last.to) {
      last.to = Math.max(last.to, occupation.to);
      last.bookings.push(...occupation.bookings);
    } else {
      merged.push({ ...occupation, bookings: [...occupation.bookings] });
    }
  }
  return merged;
}

export function sharesUnit(a: Space, b: Space): boolean {
  return a.code !== b.code && a.units.some((unit) => b.units.includes(unit));
}

function closesSpace(closure: PublicClosure, space: Space, spaces: readonly Space[]): boolean {
  if (closure.space === null || closure.space === space.code) return true;
  const closed = spaces.find(({ code }) => code === closure.space);
  return closed !== undefined && sharesUnit(space, closed);
}

interface RowFacts {
  hours: Hours;
  own: Occupation[];
  blocked: Occupation[];
  closures: PublicClosure[];
  openings: readonly Stretch[];
  closed_day: boolean;
}

function touches(minute: number, from: string, to: string): boolean {
  return minuteOf(from) < minute + column_minutes && minute < minuteOf(to);
}

function cellAtColumn(column: number, facts: RowFacts): BoardCell {
  const minute = facts.hours.first_minute + column * column_minutes;
  const covers = (occupation: Occupation) => occupation.from <= column && column < occupation.to;
  const closure = facts.closures.find(({ start, end }) => touches(minute, start, end));
  const own = facts.own.find(covers);
  const cell = { column, span: 1, bookings: [], blocked_by: undefined, closure: undefined };
  if (own) return { ...cell, kind: 'booking', bookings: own.bookings };
  if (closure) return { ...cell, kind: 'closed', closure };
  const blocked = facts.blocked.find(covers);
  if (blocked) return { ...cell, kind: 'blocked', bookings: blocked.bookings, blocked_by: blocked.blocked_by };
  const open = facts.openings.some(({ from_minute, to_minute }) => from_minute <= minute && minute < to_minute);
  return { ...cell, kind: open ? 'free' : facts.closed_day ? 'closed' : 'outside' };
}

function continues(last: BoardCell | undefined, cell: BoardCell): last is BoardCell {
  if (!last || last.kind !== cell.kind || cell.kind === 'free' || cell.kind === 'outside') return false;
  return cell.kind === 'closed' ? last.closure === cell.closure : last.bookings === cell.bookings;
}

function cellsOf(facts: RowFacts): BoardCell[] {
  const cells: BoardCell[] = [];
  for (let column = 0; column < facts.hours.columns; column += 1) {
    const cell = cellAtColumn(column, facts);
    const last = cells[cells.length - 1];
    if (continues(last, cell)) last.span += 1;
    else cells.push(cell);
  }
  return cells.map((cell) => (cell.kind === 'booking' ? { ...cell, closure: closureOver(cell, facts) } : cell));
}

/** The closure that stands against a booking all the same: staff still have to decide about it. */
function closureOver(cell: BoardCell, { closures, hours }: RowFacts): PublicClosure | undefined {
  if (cell.bookings.every(({ state }) => state === 'used' || state === 'no_show')) return undefined;
  const minutes = Array.from({ length: cell.span }, (_, index) => hours.first_minute + (cell.column + index) * column_minutes);
  return closures.find(({ start, end }) => minutes.some((minute) => touches(minute, start, end)));
}

function usualOpening(space: Space): Stretch[] {
  const by_night = space.use === 'by_night';
  return [{ from_minute: by_night ? 0 : minuteOf(space.opens), to_minute: by_night ? end_of_day : minuteOf(space.closes) }];
}

/** As the calendar of the day says; an extra opening opens even on a closed day. Nights have no hours of a day. */
function openingOn(space: Space, closed_day: boolean, openings: ReadonlyMap<string, Stretch[]> | undefined): readonly Stretch[] {
  const known = space.use === 'by_night' ? undefined : openings?.get(space.code);
  return known ?? (closed_day ? [] : usualOpening(space));
}

/** Without `openings` the usual hours of each space are shown. */
export function layoutBoard(board: Board, spaces: readonly Space[], hours: Hours,
  openings?: ReadonlyMap<string, Stretch[]>): BoardRow[] {
  const placedIn = (space: Space) => (board.spaces.find((entry) => entry.space === space.code)?.bookings ?? [])
    .filter(({ state }) => hasPlace(state));
  return spaces.map((space) => {
    const own = mergeOverlapping(placedIn(space).map((booking) => occupationOf(board.date, booking, hours)));
    const blocked = mergeOverlapping(spaces.filter((other) => sharesUnit(space, other))
      .flatMap((other) => placedIn(other).filter(({ state }) => occupying.has(state))
        .map((booking) => occupationOf(board.date, booking, hours, other.code))));
    const closures = board.closures.filter((closure) => closesSpace(closure, space, spaces));
    const cells = cellsOf({ hours, own, blocked, closures, openings: openingOn(space, board.closed, openings), closed_day: board.closed });
    return { space, cells, signature: JSON.stringify(cells) };
  });
}

/** Whether the booking stands in the way of a closure. */
export function isInClosure(rows: readonly BoardRow[], booking_id: string): boolean {
  return rows.some(({ cells }) => cells.some((cell) => cell.kind === 'booking' && cell.closure !== undefined
    && cell.bookings.some((booking) => booking.booking_id === booking_id)));
}

export interface BoardPosition { row: number; column: number }
export type BoardKey = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End';

export function isBoardKey(key: string): key is BoardKey {
  return ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(key);
}

export function cellAt(row: BoardRow | undefined, column: number): BoardCell | undefined {
  return row?.cells.find((cell) => cell.column <= column && column < cell.column + cell.span);
}

/** Where an arrow key leads: over a long booking in one step, up and down along the same half hour. */
export function moveOn(rows: readonly BoardRow[], from: BoardPosition, key: BoardKey): BoardPosition {
  const row = rows[from.row];
  const cell = cellAt(row, from.column);
  if (!row || !cell) return { row: 0, column: 0 };
  const last_cell = row.cells[row.cells.length - 1] ?? cell;
  switch (key) {
    case 'ArrowUp': return { row: Math.max(0, from.row - 1), column: from.column };
    case 'ArrowDown': return { row: Math.min(rows.length - 1, from.row + 1), column: from.column };
    case 'ArrowLeft': return { row: from.row, column: Math.max(0, cell.column - 1) };
    case 'ArrowRight': return { row: from.row, column: Math.min(last_cell.column, cell.column + cell.span) };
    case 'Home': return { row: from.row, column: 0 };
    case 'End': return { row: from.row, column: last_cell.column };
  }
}

export interface ListedBooking { space: Space; booking: BoardBooking }

/** The same data as a list, by time and then in the town's order of spaces; what is over and gone comes last. */
export function listBoard(board: Board, spaces: readonly Space[]): ListedBooking[] {
  const rank = ({ booking }: ListedBooking) =>
    (hasPlace(booking.state) ? 0 : end_of_day) + minuteOf(timesOn(board.date, booking).start);
  return spaces
    .flatMap((space) => (board.spaces.find((entry) => entry.space === space.code)?.bookings ?? [])
      .map((booking) => ({ space, booking })))
    .sort((a, b) => rank(a) - rank(b));
}

export function findBooking(board: Board, spaces: readonly Space[], booking_id: string): ListedBooking | undefined {
  return listBoard(board, spaces).find(({ booking }) => booking.booking_id === booking_id);
}

export interface BoardCounts { waiting: number; unpaid: number; confirmed: number; in_house: number; held: number }

/** Official use is counted like any other: the house is as full with it. */
export function countsOf(board: Board): BoardCounts {
  const states = board.spaces.flatMap(({ bookings }) => bookings.map(({ state }) => state));
  const count = (...wanted: BookingState[]) => states.filter((state) => wanted.includes(state)).length;
  return { waiting: count('under_review'), unpaid: count('permitted_unpaid'), confirmed: count('permitted'),
    in_house: count('checked_in'), held: count('held') };
}
