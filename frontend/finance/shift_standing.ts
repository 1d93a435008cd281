// How far a shift is, by what matters most of it.
import type { DrawerShift } from '../shared/api/counter';

export type ShiftStanding = 'open' | 'differs' | 'to_look_at' | 'looked_at';

export function shiftStanding({ closed_at_ms, looked_at_ms, difference_yen }: DrawerShift): ShiftStanding {
  if (closed_at_ms === null) return 'open';
  if (looked_at_ms !== null) return 'looked_at';
  return difference_yen === 0 ? 'to_look_at' : 'differs';
}
