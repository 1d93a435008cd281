// The board: a real table, one tab stop, arrow keys; rows are drawn anew only when their own content changes.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Space } from '../../shared/api/hiroba';
import { t } from '../../shared/i18n/text';
import { shortTime } from '../../shared/time/civil';
import { BoardRowView } from './BoardRowView';
import { cellAt, columnTime, isBoardKey, moveOn, type BoardCell, type BoardPosition, type BoardRow, type Hours } from './board_layout';
import type { Pick } from './cell_picks';

interface Properties {
  rows: readonly BoardRow[];
  hours: Hours;
  now_column: number | undefined;
  caption: string;
  date: string;
  selected: string | undefined;
  picks: readonly Pick[];
  onSelect(booking_id: string | undefined): void;
  onPick(space: Space, column: number): void;
}

const halves_per_hour = 2;

/** Where two bookings meet in one cell, Enter leads from one to the other. */
function nextIn({ bookings }: BoardCell, selected: string | undefined): string | undefined {
  const at = bookings.findIndex(({ booking_id }) => booking_id === selected);
  return bookings[(at + 1) % bookings.length]?.booking_id;
}

export function BoardTable({ rows, hours, now_column, caption, date, selected, picks, onSelect, onPick }: Properties) {
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
      const row = rows[position.row];
      if (!cell || !row || cell.kind === 'closed') return;
      event.preventDefault();
      const booking_id = nextIn(cell, selected);
      if (booking_id !== undefined) onSelect(booking_id);
      else onPick(row.space, cell.column);
    } else if (isBoardKey(event.key)) {
      event.preventDefault();
      moved.current = true;
      setPosition(moveOn(rows, position, event.key));
    }
  }

  return (
    <div class="board-frame">
      <table class="board" role="grid" ref={table} style={{ '--columns': hours.columns }}
        onKeyDown={onKeyDown} aria-multiselectable="true" aria-label={caption} aria-describedby="board-help">
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
            <BoardRowView key={row.space.code} row={row} hours={hours} date={date} selected={selected} now_column={now_column}
              picks={picks.filter(({ space }) => space === row.space.code)}
              active_column={index === position.row ? position.column : undefined}
              onFocus={(column) => { if (index !== position.row || column !== position.column) setPosition({ row: index, column }); }}
              onSelect={onSelect} onPick={onPick} />
          ))}
        </tbody>
      </table>
      <p class="note" id="board-help">{t('staff.board.help')}</p>
    </div>
  );
}
