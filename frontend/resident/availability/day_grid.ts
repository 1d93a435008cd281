// The day of a whole building as a table: spaces × the times at which something begins or ends anywhere.
import type { DayAvailability, Slot, Space } from '../../shared/api/hiroba';
import { minuteOf } from '../../shared/time/civil';
import { groupSlots, slotsOf } from './day_slots';

/** `slot` undefined: this space has no choice at that time. */
export interface GridCell { start: string; span: number; slot: Slot | undefined }
export interface GridRow { space: Space; cells: GridCell[] }
/** `columns`: where each column begins. */
export interface DayGrid { columns: string[]; rows: GridRow[] }

function boundariesOf(slots: readonly Slot[]): string[] {
  return slots.flatMap(({ start, end }) => [start, end]);
}

function cellsOf(slots: readonly Slot[], boundaries: readonly string[]): GridCell[] {
  const cells: GridCell[] = [];
  const at = (time: string) => boundaries.indexOf(time);
  let reached = 0;
  for (const slot of slots) {
    const from = at(slot.start);
    if (from < reached) continue;
    if (from > reached) cells.push({ start: boundaries[reached] ?? '', span: from - reached, slot: undefined });
    cells.push({ start: slot.start, span: at(slot.end) - from, slot });
    reached = at(slot.end);
  }
  const rest = boundaries.length - 1 - reached;
  if (rest > 0) cells.push({ start: boundaries[reached] ?? '', span: rest, slot: undefined });
  return cells;
}

/** Single choices only: bands that consist of others would overlap them. */
export function dayGrid(spaces: readonly Space[], day: DayAvailability): DayGrid {
  const rows = spaces.map((space) => ({ space, slots: groupSlots(slotsOf(day, space.code), space.bands).single }));
  const boundaries = [...new Set(rows.flatMap(({ slots }) => boundariesOf(slots)))].sort((a, b) => minuteOf(a) - minuteOf(b));
  return {
    columns: boundaries.slice(0, -1),
    rows: rows.map(({ space, slots }) => ({ space, cells: boundaries.length > 1 ? cellsOf(slots, boundaries) : [] })),
  };
}
