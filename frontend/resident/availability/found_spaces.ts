// The spaces of a facility on a day, those that can be used first.
import type { DayAvailability, Facility, Slot, Space } from '../../shared/api/hiroba';

export interface FoundSpace { space: Space; slots: Slot[]; free: boolean; too_small: boolean }

/** Free and big enough first, the smallest sufficient room before larger ones; the rest keep the town's order. */
export function findSpaces(facility: Facility, day: DayAvailability, people: number): FoundSpace[] {
  const found = facility.spaces.map((space) => {
    const slots = day.spaces.find((entry) => entry.space === space.code)?.slots ?? [];
    return { space, slots, free: slots.some((slot) => slot.state === 'free'), too_small: space.capacity < people };
  });
  const rank = (entry: FoundSpace) => (entry.too_small ? 2 : 0) + (entry.free ? 0 : 1);
  const size = (entry: FoundSpace) => (people > 0 && !entry.too_small ? entry.space.capacity : 0);
  return found.sort((a, b) => rank(a) - rank(b) || size(a) - size(b));
}
