// What the desk can choose as the time of a use, with what is known about it on that day. Booking windows do not bind the
// desk, so only what is taken or closed is marked; the server has the last word.
import type { Slot, Space, Use } from '../../shared/api/hiroba';
import { minuteOf, timeAt } from '../../shared/time/civil';

export type TimeWish = Pick<Use, 'band' | 'start' | 'end' | 'nights'>;

export interface BandOption { band: string; start: string; end: string; hindrance: Slot['reason'] | undefined; price_yen: number | undefined }

const windows: ReadonlySet<string> = new Set(['before_booking_window', 'after_booking_window', 'class_cannot_book', 'no_rate']);

/** Why it cannot be had; undefined when only the window of residents stands against it. */
export function hindranceOf(slot: Slot | undefined): Slot['reason'] | undefined {
  if (!slot || slot.state === 'free' || (slot.reason && windows.has(slot.reason))) return undefined;
  return slot.reason ?? (slot.state === 'taken' ? 'already_taken' : undefined);
}

export function bandOptions(space: Space, slots: readonly Slot[]): BandOption[] {
  return space.bands.map(({ code, start, end }) => {
    const slot = slots.find((candidate) => candidate.band === code);
    return { band: code, start, end, hindrance: hindranceOf(slot), price_yen: slot?.price_yen };
  });
}

export interface TimeOption { time: string; hindrance: Slot['reason'] | undefined }

function gridOf(space: Space, slots: readonly Slot[]): { first: number; last: number; step: number } {
  const starts = slots.map(({ start }) => minuteOf(start));
  const ends = slots.map(({ end }) => minuteOf(end));
  return { first: Math.min(minuteOf(space.opens), ...starts), last: Math.max(minuteOf(space.closes), ...ends),
    step: space.hours?.step_minutes ?? 30 };
}

function slotAt(slots: readonly Slot[], minute: number): Slot | undefined {
  return slots.find(({ start, end }) => minuteOf(start) <= minute && minute < minuteOf(end));
}

export function startOptions(space: Space, slots: readonly Slot[]): TimeOption[] {
  const { first, last, step } = gridOf(space, slots);
  const options: TimeOption[] = [];
  for (let minute = first; minute < last; minute += step) {
    options.push({ time: timeAt(minute), hindrance: hindranceOf(slotAt(slots, minute)) });
  }
  return options;
}

/** Ends after the start; what lies behind the first hindrance carries it too. */
export function endOptions(space: Space, slots: readonly Slot[], start: string): TimeOption[] {
  const { last, step } = gridOf(space, slots);
  const options: TimeOption[] = [];
  let hindrance: Slot['reason'] | undefined;
  for (let minute = minuteOf(start); minute < last; minute += step) {
    hindrance ??= hindranceOf(slotAt(slots, minute));
    options.push({ time: timeAt(Math.min(last, minute + step)), hindrance });
  }
  return options;
}

/** Whether the wish says all that a space of its kind needs. */
export function isWhole(space: Space, wish: TimeWish): boolean {
  if (space.use === 'by_band') return wish.band !== undefined;
  if (space.use === 'by_night') return wish.nights !== undefined && wish.nights > 0;
  return wish.start !== undefined && wish.end !== undefined && minuteOf(wish.start) < minuteOf(wish.end);
}

/** Only what a space of its kind understands: after a change of the space nothing foreign is left. */
export function fittingWish(space: Space, wish: TimeWish): TimeWish {
  if (space.use === 'by_band') return space.bands.some(({ code }) => code === wish.band) ? { band: wish.band as string } : {};
  if (space.use === 'by_night') return wish.nights === undefined ? { nights: 1 } : { nights: wish.nights };
  return wish.start === undefined || wish.end === undefined ? {} : { start: wish.start, end: wish.end };
}
