// One row of the board; drawn anew only when something in this row changed, so a live update costs one row.
import { Component } from 'preact';
import { t, townText } from '../shared/i18n/text';
import { BoardCellView } from './BoardCellView';
import type { BoardRow, Hours } from './board_layout';

interface Properties {
  row: BoardRow;
  hours: Hours;
  active_column: number | undefined;
  now_column: number | undefined;
  selected: string | undefined;
  onFocus(column: number): void;
  onSelect(booking_id: string): void;
}

function holds(row: BoardRow, booking_id: string | undefined): boolean {
  return row.cells.some((cell) => cell.bookings.some((booking) => booking.booking_id === booking_id));
}

export class BoardRowView extends Component<Properties> {
  override shouldComponentUpdate(next: Properties): boolean {
    const before = this.props;
    const selection_here = next.selected !== before.selected
      && (holds(next.row, next.selected) || holds(before.row, before.selected));
    return next.row.signature !== before.row.signature || next.active_column !== before.active_column
      || next.now_column !== before.now_column || selection_here;
  }

  override render({ row, hours, active_column, now_column, selected, onFocus, onSelect }: Properties) {
    return (
      <tr>
        <th scope="row">
          {townText(row.space.name)}
          <span class="board__capacity">{t('staff.board.capacity', { capacity: row.space.capacity })}</span>
        </th>
        {row.cells.map((cell) => (
          <BoardCellView key={cell.column} cell={cell} hours={hours} space={row.space}
            active={active_column !== undefined && cell.column <= active_column && active_column < cell.column + cell.span}
            now={now_column !== undefined && cell.column <= now_column && now_column < cell.column + cell.span}
            selected={cell.bookings.some((booking) => booking.booking_id === selected)}
            onFocus={onFocus} onSelect={onSelect} />
        ))}
      </tr>
    );
  }
}
