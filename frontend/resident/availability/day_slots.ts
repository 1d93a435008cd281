// What can be chosen on one day of one space.
import type { Band, DayAvailability, Slot, Space, Use } from '../../shared/api/hiroba';
import { addDays, minuteOf } from '../../shared/time/civil';
import { wishesOf, type Quantities } from '../../shared/terms/equipment_wish';

export interface Range { start: string; end: string }
/** A chosen time: a band, a range of hours, or nights (then the range is that of the first night). */
export interface Choice extends Range { band?: string | undefined; nights?: number | undefined }
/** How long a use by the hour may be. */
export interface Lengths { minimum_minutes: number; maximum_minutes: number }

const any_length: Lengths = { minimum_minutes: 0, maximum_minutes: 24 * 60 };

export function slotsOf(day: DayAvailability, space: string): readonly Slot[] {
  return day.spaces.find((entry) => entry.space === space)?.slots ?? [];
}

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

export interface Stretch extends Range { slot: Slot }

function goesOn(last: Stretch | undefined, slot: Slot): last is Stretch {
  return last !== undefined && last.end === slot.start && last.slot.state === slot.state
    && last.slot.reason === slot.reason && last.slot.opens_at_ms === slot.opens_at_ms;
}

/** Neighbours of which the same is to be said become one: 9:00–10:00 and 10:00–11:00 free → 9:00–11:00 free. */
export function stretchesOf(slots: readonly Slot[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const slot of slots) {
    const last = stretches[stretches.length - 1];
    if (goesOn(last, slot)) last.end = slot.end;
    else stretches.push({ start: slot.start, end: slot.end, slot });
  }
  return stretches;
}

function mayTake(start: string, end: string, lengths: Lengths): boolean {
  const minutes = minuteOf(end) - minuteOf(start);
  return lengths.minimum_minutes <= minutes && minutes <= lengths.maximum_minutes;
}

/** Where a use that begins at `start` may end: up to the first slot that is not free. */
export function endChoices(slots: readonly Slot[], start: string, lengths: Lengths = any_length): string[] {
  const from = slots.findIndex((slot) => slot.start === start && slot.state === 'free');
  const ends: string[] = [];
  if (from < 0) return ends;
  let reached = start;
  for (const slot of slots.slice(from)) {
    if (slot.state !== 'free' || slot.start !== reached) break;
    reached = slot.end;
    if (mayTake(start, reached, lengths)) ends.push(reached);
  }
  return ends;
}

export function startChoices(slots: readonly Slot[], lengths: Lengths = any_length): string[] {
  return slots.filter((slot) => slot.state === 'free').map((slot) => slot.start)
    .filter((start) => endChoices(slots, start, lengths).length > 0);
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
    .filter((space) => isStillFree(slotsOf(day, space.code), wanted))
    .sort((a, b) => a.capacity - b.capacity);
}

/** The same time in another space, where the band may have another name. */
export function choiceInSpace(day: DayAvailability, space: string, wanted: Choice): Choice {
  const slot = slotsOf(day, space).find(({ start, end }) => start === wanted.start && end === wanted.end);
  return { start: wanted.start, end: wanted.end, band: slot?.band, nights: wanted.nights };
}

/** What is chosen, as it is asked for; equipment that the space does not have falls away. */
export function useOf(space: Space, date: string, choice: Choice, quantities: Quantities): Use {
  const equipment = wishesOf(quantities).filter(({ code }) => space.equipment.includes(code));
  const common = { space: space.code, date, ...(equipment.length > 0 ? { equipment } : {}) };
  if (choice.nights !== undefined) return { ...common, nights: choice.nights };
  return choice.band !== undefined ? { ...common, band: choice.band } : { ...common, start: choice.start, end: choice.end };
}

/** The choice that a use means among these slots; undefined when there is none. */
export function choiceOf(use: Use, slots: readonly Slot[]): Choice | undefined {
  if (use.nights !== undefined) {
    const night = slots.find((slot) => slot.nights !== undefined);
    return night && { nights: use.nights, start: night.start, end: night.end };
  }
  if (use.band !== undefined) {
    const slot = slots.find(({ band }) => band === use.band);
    return slot && { band: use.band, start: slot.start, end: slot.end };
  }
  return use.start !== undefined && use.end !== undefined ? { start: use.start, end: use.end } : undefined;
}

export interface NightChoice { nights: number; last_date: string; price_yen: number | undefined }

/** How many nights in a row can be stayed from the first of these days on, with the day of departure of each. */
export function nightChoices(days: readonly { date: string; slots: readonly Slot[] }[], maximum_nights: number): NightChoice[] {
  const choices: NightChoice[] = [];
  let price_yen: number | undefined = 0;
  for (const { date, slots } of days.slice(0, maximum_nights)) {
    const night = slots.find((slot) => slot.nights !== undefined);
    if (night?.state !== 'free') break;
    price_yen = price_yen === undefined || night.price_yen === undefined ? undefined : price_yen + night.price_yen;
    choices.push({ nights: choices.length + 1, last_date: addDays(date, 1), price_yen });
  }
  return choices;
}
