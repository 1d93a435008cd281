// What can be chosen on one day of one space.
import type { Band, DayAvailability, Slot, Space } from '../shared/api/hiroba';
import { minuteOf } from '../shared/time/civil';

export interface Range { start: string; end: string }

function contains(outer: Range, inner: Range): boolean {
  return minuteOf(outer.start) <= minuteOf(inner.start) && minuteOf(inner.end) <= minuteOf(outer.end)
    && (outer.start !== inner.start || outer.end !== inner.end);
}

/** A band that consists of others: 午前・午後, 全日. */
export function isComposite(slot: Range, bands: readonly Band[]): boolean {
  return bands.some((band) => contains(slot, band));
}

export interface SlotGroups { single: Slot[]; composite: Slot[] }

export function groupSlots(slots: readonly Slot[], bands: readonly Band[]): SlotGroups {
  return {
    single: slots.filter((slot) => !isComposite(slot, bands)),
    composite: slots.filter((slot) => isComposite(slot, bands)),
  };
}

/** Free slots that touch become one stretch: 9:00–10:00, 10:00–11:00 → 9:00–11:00. */
export function freeStretches(slots: readonly Slot[]): Range[] {
  const stretches: Range[] = [];
  for (const slot of slots) {
    if (slot.state !== 'free') continue;
    const last = stretches[stretches.length - 1];
    if (last && last.end === slot.start) last.end = slot.end;
    else stretches.push({ start: slot.start, end: slot.end });
  }
  return stretches;
}

export function startChoices(slots: readonly Slot[]): string[] {
  return slots.filter((slot) => slot.state === 'free').map((slot) => slot.start);
}

/** Where a use that begins at `start` may end: up to the first slot that is not free. */
export function endChoices(slots: readonly Slot[], start: string): string[] {
  const from = slots.findIndex((slot) => slot.start === start && slot.state === 'free');
  const ends: string[] = [];
  if (from < 0) return ends;
  let reached = start;
  for (const slot of slots.slice(from)) {
    if (slot.state !== 'free' || slot.start !== reached) break;
    ends.push(slot.end);
    reached = slot.end;
  }
  return ends;
}

export function isStillFree(slots: readonly Slot[], wanted: Range): boolean {
  const exact = slots.find((slot) => slot.start === wanted.start && slot.end === wanted.end);
  if (exact) return exact.state === 'free';
  return endChoices(slots, wanted.start).includes(wanted.end);
}

function overlaps(a: Range, b: Range): boolean {
  return minuteOf(a.start) < minuteOf(b.end) && minuteOf(b.start) < minuteOf(a.end);
}

/**
 * Free slots of the space beside the wanted time, the closest beginnings first. What overlaps it is left out even
 * where it still looks free: the refusal is newer than the slots.
 */
export function nearestFree(slots: readonly Slot[], wanted: Range, count: number): Slot[] {
  const distance = (slot: Slot) => Math.abs(minuteOf(slot.start) - minuteOf(wanted.start));
  return slots.filter((slot) => slot.state === 'free' && !overlaps(slot, wanted))
    .sort((a, b) => distance(a) - distance(b)).slice(0, count);
}

/** Other spaces of the facility that are free at the very same time and big enough, smallest first. */
export function sameTimeElsewhere(day: DayAvailability, spaces: readonly Space[], wanted: Range, people: number,
  except: string): Space[] {
  return spaces
    .filter((space) => space.code !== except && space.capacity >= people)
    .filter((space) => isStillFree(day.spaces.find((entry) => entry.space === space.code)?.slots ?? [], wanted))
    .sort((a, b) => a.capacity - b.capacity);
}
