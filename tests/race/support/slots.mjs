// What can be raced for: slots of the culture centre that do not overlap, from the public answers.
import { daysFromToday, request } from '../../http/chain/client.mjs';

const bands = ['morning', 'afternoon', 'evening'];

/** Free slots of rooms that nobody has to review first, which do not share a unit and a time: {space, date, band} or {space, date, start, end}. */
export async function separateSlots(chain, { firstDay, count }) {
  const { json: town } = await request(`${chain.url}/api/v1/facilities`);
  const spaces = town.facilities.find(({ code }) => code === 'kirara').spaces.filter(({ units, review }) => units.length === 1 && review.user_classes.length === 0);
  const isSeparate = (space) => spaces.some(({ code }) => code === space);
  const slots = [];
  for (const date of daysFromToday(firstDay + 60).slice(firstDay)) {
    for (const { space, slots: ofDay } of await freeSlots(chain, date)) {
      if (isSeparate(space)) slots.push(...ofDay.filter(({ band }) => !band || bands.includes(band)).map((slot) => asked(space, date, slot)));
    }
    if (slots.length >= count) return slots.slice(0, count);
  }
  throw new Error(`only ${slots.length} free slots`);
}

/** Times at which the whole of the large meeting room is free, hence both halves too: {date, band}. */
export async function wholeRoomSlots(chain, { firstDay, count }) {
  const slots = [];
  for (const date of daysFromToday(firstDay + 60).slice(firstDay)) {
    for (const { space, slots: ofDay } of await freeSlots(chain, date)) {
      if (space === 'large_meeting') slots.push(...ofDay.filter(({ band }) => bands.includes(band)).map(({ band }) => ({ date, band })));
    }
    if (slots.length >= count) return slots.slice(0, count);
  }
  throw new Error(`only ${slots.length} free slots`);
}

async function freeSlots(chain, date) {
  const { json } = await request(`${chain.url}/api/v1/availability/day?facility=kirara&date=${date}`);
  return json.spaces.map(({ space, slots }) => ({ space, slots: slots.filter(({ state }) => state === 'free') }));
}

const asked = (space, date, { band, start, end }) => (band ? { space, date, band } : { space, date, start, end });
