// One row of the board; drawn anew only when something in this row changed, so a live update costs one row.
import { Component } from 'preact';
import type { Space } from '../../shared/api/hiroba';
import { t, townText } from '../../shared/i18n/text';
import { BoardCellView } from './BoardCellView';
import { column_minutes, type BoardRow, type Hours } from './board_layout';
import { isPicked, type Pick } from './cell_picks';

interface Properties {
  row: BoardRow;
  hours: Hours;
  date: string;
  active_column: number | undefined;
  now_column: number | undefined;
  selected: string | undefined;
  /** Of this space. */
  picks: readonly Pick[];
  onFocus(column: number): void;
  onSelect(booking_id: string): void;
  onPick(space: Space, column: number): void;
}

function holds(row: BoardRow, booking_id: string | undefined): boolean {
  return row.cells.some((cell) => cell.bookings.some((booking) => booking.booking_id === booking_id));
}

function samePicks(a: readonly Pick[], b: readonly Pick[]): boolean {
  return a.length === b.length && a.every((pick, index) => pick === b[index]);
}

export class BoardRowView extends Component<Properties> {
  override shouldComponentUpdate(next: Properties): boolean {
    const before = this.props;
    const selection_here = next.selected !== before.selected
      && (holds(next.row, next.selected) || holds(before.row, before.selected));
    return next.row.signature !== before.row.signature || next.active_column !== before.active_column
      || next.now_column !== before.now_column || selection_here || !samePicks(next.picks, before.picks);
  }

  override render({ row, hours, date, active_column, now_column, selected, picks, onFocus, onSelect, onPick }: Properties) {
    const pickedAt = (column: number) => isPicked(picks, row.space.code, hours.first_minute + column * column_minutes);
    return (
      <tr>
        <th scope="row">
          {townText(row.space.name)}
          <span class="board__capacity">{t('staff.board.capacity', { capacity: row.space.capacity })}</span>
        </th>
        {row.cells.map((cell) => (
          <BoardCellView key={cell.column} cell={cell} hours={hours} date={date} space={row.space}
            active={active_column !== undefined && cell.column <= active_column && active_column < cell.column + cell.span}
            now={now_column !== undefined && cell.column <= now_column && now_column < cell.column + cell.span}
            selected={cell.bookings.some((booking) => booking.booking_id === selected)}
            picked={(cell.kind === 'free' || cell.kind === 'outside') && pickedAt(cell.column)}
            onFocus={onFocus} onSelect={onSelect} onPick={onPick} />
        ))}
      </tr>
    );
  }
}
