// Several uses that are to become one application: one facility, each time once, no more than the town allows.
import type { Use } from '../../shared/api/hiroba';
import { addDays, minuteOf } from '../../shared/time/civil';

/** A use with the times of its band or night, so that it can be shown and compared. */
export interface Entry { use: Use; start: string; end: string; price_yen?: number | undefined }
export interface Basket { facility: string; entries: readonly Entry[] }
export type BasketRefusal = 'other_facility' | 'same_time' | 'too_many_uses';
export type Added = { ok: true; basket: Basket } | { ok: false; code: BasketRefusal };

export const empty_basket: Basket = { facility: '', entries: [] };

function nightsMeet(a: Entry, b: Entry): boolean {
  const leaves = (entry: Entry) => addDays(entry.use.date, entry.use.nights ?? 1);
  return a.use.date < leaves(b) && b.use.date < leaves(a);
}

function meet(a: Entry, b: Entry): boolean {
  if (a.use.space !== b.use.space) return false;
  if (a.use.nights !== undefined && b.use.nights !== undefined) return nightsMeet(a, b);
  return a.use.date === b.use.date && minuteOf(a.start) < minuteOf(b.end) && minuteOf(b.start) < minuteOf(a.end);
}

function inOrder(a: Entry, b: Entry): number {
  return a.use.date.localeCompare(b.use.date) || a.start.localeCompare(b.start);
}

export function withEntry(basket: Basket, facility: string, entry: Entry, most: number): Added {
  if (basket.entries.length > 0 && basket.facility !== facility) return { ok: false, code: 'other_facility' };
  if (basket.entries.some((other) => meet(other, entry))) return { ok: false, code: 'same_time' };
  if (basket.entries.length >= most) return { ok: false, code: 'too_many_uses' };
  return { ok: true, basket: { facility, entries: [...basket.entries, entry].sort(inOrder) } };
}

export function withoutEntry(basket: Basket, index: number): Basket {
  const entries = basket.entries.filter((_, position) => position !== index);
  return entries.length === 0 ? empty_basket : { ...basket, entries };
}
