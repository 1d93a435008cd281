// The day board: spaces × half hours. Bookings keep their exact minutes and fill every half hour they touch.
import type { Board, BoardBooking, Space } from '../shared/api/hiroba';
import { minuteOf, timeAt } from '../shared/time/civil';

export const column_minutes = 30;

export interface Hours { first_minute: number; columns: number }

export type CellKind = 'free' | 'outside' | 'booking' | 'blocked';

export interface BoardCell {
  kind: CellKind;
  column: number;
  span: number;
  /** More than one when two bookings meet inside a half hour. */
  bookings: BoardBooking[];
  /** For `blocked`: the space that was booked and shares a unit with this one. */
  blocked_by: string | undefined;
}

export interface BoardRow { space: Space; cells: BoardCell[]; signature: string }

const usual_opening = minuteOf('09:00');
const usual_closing = minuteOf('22:00');

/** 9:00–22:00, or more when a space of the facility is open longer. */
export function hoursOf(spaces: readonly Space[]): Hours {
  const first = Math.min(usual_opening, ...spaces.map((space) => minuteOf(space.opens)));
  const last = Math.max(usual_closing, ...spaces.map((space) => minuteOf(space.closes)));
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

interface Stretch { from: number; to: number; bookings: BoardBooking[]; blocked_by: string | undefined }

function stretchOf(booking: BoardBooking, hours: Hours, blocked_by?: string): Stretch {
  const from = Math.floor((minuteOf(booking.start) - hours.first_minute) / column_minutes);
  const to = Math.ceil((minuteOf(booking.end) - hours.first_minute) / column_minutes);
  return { from: Math.max(0, from), to: Math.min(hours.columns, to), bookings: [booking], blocked_by };
}

function mergeOverlapping(stretches: Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const stretch of stretches.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)) {
    const last = merged[merged.length - 1];
    if (last && stretch.from < last.to) {
      last.to = Math.max(last.to, stretch.to);
      last.bookings.push(...stretch.bookings);
    } else {
      merged.push({ ...stretch, bookings: [...stretch.bookings] });
    }
  }
  return merged;
}

function sharesUnit(a: Space, b: Space): boolean {
  return a.code !== b.code && a.units.some((unit) => b.units.includes(unit));
}

function occupantAt(column: number, own: readonly Stretch[], blocked: readonly Stretch[]): Stretch | undefined {
  const covers = (stretch: Stretch) => stretch.from <= column && column < stretch.to;
  return own.find(covers) ?? blocked.find(covers);
}

function cellsOf(space: Space, own: Stretch[], blocked: Stretch[], hours: Hours): BoardCell[] {
  const cells: BoardCell[] = [];
  for (let column = 0; column < hours.columns; column += 1) {
    const occupant = occupantAt(column, own, blocked);
    const last = cells[cells.length - 1];
    if (occupant && last && last.bookings === occupant.bookings) {
      last.span += 1;
      continue;
    }
    const minute = hours.first_minute + column * column_minutes;
    const open = minuteOf(space.opens) <= minute && minute < minuteOf(space.closes);
    const kind: CellKind = occupant ? (occupant.blocked_by === undefined ? 'booking' : 'blocked')
      : open ? 'free' : 'outside';
    cells.push({ kind, column, span: 1, bookings: occupant?.bookings ?? [], blocked_by: occupant?.blocked_by });
  }
  return cells;
}

export function layoutBoard(board: Board, spaces: readonly Space[], hours: Hours): BoardRow[] {
  const bookingsOf = (space: Space) => board.spaces.find((entry) => entry.space === space.code)?.bookings ?? [];
  return spaces.map((space) => {
    const own = mergeOverlapping(bookingsOf(space).map((booking) => stretchOf(booking, hours)));
    const blocked = mergeOverlapping(spaces.filter((other) => sharesUnit(space, other))
      .flatMap((other) => bookingsOf(other).map((booking) => stretchOf(booking, hours, other.code))));
    const cells = cellsOf(space, own, blocked, hours);
    return { space, cells, signature: JSON.stringify(cells) };
  });
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

/** The same data as a list, by time and then in the town's order of spaces. */
export function listBoard(board: Board, spaces: readonly Space[]): ListedBooking[] {
  return spaces
    .flatMap((space) => (board.spaces.find((entry) => entry.space === space.code)?.bookings ?? [])
      .map((booking) => ({ space, booking })))
    .sort((a, b) => minuteOf(a.booking.start) - minuteOf(b.booking.start));
}

export function findBooking(board: Board, spaces: readonly Space[], booking_id: string): ListedBooking | undefined {
  return listBoard(board, spaces).find(({ booking }) => booking.booking_id === booking_id);
}
