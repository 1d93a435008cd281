// The board: a real table, one tab stop, arrow keys; rows are drawn anew only when their own content changes.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../shared/i18n/text';
import { shortTime } from '../shared/time/civil';
import { BoardRowView } from './BoardRowView';
import { cellAt, columnTime, isBoardKey, moveOn, type BoardPosition, type BoardRow, type Hours } from './board_layout';

interface Properties {
  rows: readonly BoardRow[];
  hours: Hours;
  now_column: number | undefined;
  caption: string;
  selected: string | undefined;
  onSelect(booking_id: string | undefined): void;
}

const halves_per_hour = 2;

export function BoardTable({ rows, hours, now_column, caption, selected, onSelect }: Properties) {
  const [position, setPosition] = useState<BoardPosition>({ row: 0, column: 0 });
  const table = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  const columns = Array.from({ length: hours.columns }, (_, column) => column);

  // Before the screen is drawn, so that the next key already finds the new cell.
  useLayoutEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    table.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [position]);

  function onKeyDown(event: KeyboardEvent): void {
    const cell = cellAt(rows[position.row], position.column);
    if (event.key === 'Enter' || event.key === ' ') {
      const booking = cell?.bookings[0];
      if (!booking) return;
      event.preventDefault();
      onSelect(booking.booking_id);
    } else if (isBoardKey(event.key)) {
      event.preventDefault();
      moved.current = true;
      setPosition(moveOn(rows, position, event.key));
    }
  }

  return (
    <div class="board-frame">
      <table class="board" role="grid" ref={table} style={{ '--columns': hours.columns }}
        onKeyDown={onKeyDown} aria-label={caption} aria-describedby="board-help">
        <colgroup>
          <col class="board__space-column" />
          {columns.map((column) => <col key={column} class="board__half-hour" />)}
        </colgroup>
        <thead>
          <tr>
            <th scope="col" class="board__corner">{t('staff.board.space')}</th>
            {columns.filter((column) => column % halves_per_hour === 0).map((column) => (
              <th scope="colgroup" key={column} colSpan={Math.min(halves_per_hour, hours.columns - column)}
                class={now_column !== undefined && Math.floor(now_column / halves_per_hour) * halves_per_hour === column ? 'board__now' : undefined}>
                {shortTime(columnTime(hours, column))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <BoardRowView key={row.space.code} row={row} hours={hours} selected={selected} now_column={now_column}
              active_column={index === position.row ? position.column : undefined}
              onFocus={(column) => { if (index !== position.row || column !== position.column) setPosition({ row: index, column }); }}
              onSelect={onSelect} />
          ))}
        </tbody>
      </table>
      <p class="note" id="board-help">{t('staff.board.help')}</p>
    </div>
  );
}
