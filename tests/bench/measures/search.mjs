// "Any free room among 1,000 rooms × 31 days", through nginx, each question another one, so that no cache answers it;
// meanwhile residents book and cancel within the same month.
import path from 'node:path';
import { request } from '../../http/chain/client.mjs';
import { chanceOf } from '../../race/support/chance.mjs';
import { comingDays } from '../fill.mjs';
import { load, median, writeScript } from '../load.mjs';
import { inTurns, rowsOf, sides } from '../sides.mjs';
import { milliseconds } from '../table.mjs';
import { buildings, roomsOfABuilding } from '../town.mjs';
import { startWriters } from './writers.mjs';

const writersAtATime = 10;
const writerPauseMs = 400;
const questionsOfARound = 20_000;

/** The months that are searched, and which of their slots are booked (SQL of fill.mjs). */
export const levels = [
  { name: 'half full', firstDay: 60, which: '(d.day_no + u.unit_no + b.band_no) % 2 = 0' },
  { name: 'almost full', firstDay: 100, which: '(u.unit_no * 3 + b.band_no) % 1000 <> 0' },
];
export const daysOfLevel = (level, days) => comingDays(level.firstDay, days);

/** One free slot of each of the days, as something that can be held. */
async function freeSlots(chain, dates) {
  return Promise.all(dates.map(async (date) => {
    const answer = await request(`${chain.url}/api/v1/availability/search?from=${date}&to=${date}`);
    if (!answer.json?.free?.length) throw new Error(`nothing is free on ${date}: ${answer.text.slice(0, 200)}`);
    const [{ space, band }] = answer.json.free;
    return { space, date, band };
  }));
}

// The part of the day leaves every band in it, the people fit into every room, and all days of the week are named: so
// many ways to ask the same that nobody asks twice.
function question(dates, chance) {
  const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}%3A${String(minute % 60).padStart(2, '0')}`;
  const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].map((name) => [chance.below(1_000_000), name]).sort(([a], [b]) => a - b);
  return `/api/v1/availability/search?from=${dates.at(0)}&to=${dates.at(-1)}&people=${1 + chance.below(40)}` +
    `&start=${clock(chance.below(541))}&end=${clock(1_320 + chance.below(121))}&weekdays=${weekdays.map(([, name]) => name).join(',')}`;
}

// A connection for each question, each from the next address: the limit by address stands as it is shipped.
const asked = (target) => `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;

async function measureLevel(chains, level, { engine, past, folder }, residents, { rounds, seconds, connections, days }) {
  const dates = daysOfLevel(level, days);
  const script = path.join(folder, 'searches');
  const found = await request(`${chains.empty.url}${question(dates, chanceOf(99))}`);
  if (found.status !== 200 || found.json.free.length === 0) throw new Error(`a search: ${found.status} ${found.text.slice(0, 200)}`);
  const slots = await freeSlots(chains.empty, dates.slice(0, writersAtATime));
  const writers = sides.map((side) => startWriters(chains[side], { residents: residents.slice(0, slots.length), slots, pauseMs: writerPauseMs }));
  const results = await inTurns(chains, rounds, async (chain, round) => {
    const chance = chanceOf(round);
    await writeScript(script, Array.from({ length: questionsOfARound }, () => asked(question(dates, chance))));
    return load(chain.url, script, { connections, addresses: 750, seconds, warmUp: 0.3, text: 'X-Cache: HIT' });
  });
  await Promise.all(writers.map((each) => each.stop()));
  for (const { statuses, broken, with_text: fromCache } of Object.values(results).flat())
    if (broken || fromCache || Object.keys(statuses).some((status) => status !== '200'))
      throw new Error(`searching: ${JSON.stringify(statuses)}, ${broken} broken, ${fromCache} from the cache`);
  const middle = (runs, name) => median(runs.map((run) => run[name]));
  return rowsOf({
    what: `any free room, ${buildings * roomsOfABuilding} rooms × ${days} days, ${level.name}, ${connections} at once`,
    engine,
    past,
    target: 'p95 < 50 ms',
    results,
    lessIsBetter: true,
    value: ({ p95_ms: value }) => value,
    told: (runs) => `p50 ${milliseconds(middle(runs, 'p50_ms'))}, p95 ${milliseconds(middle(runs, 'p95_ms'))}, ${Math.round(middle(runs, 'per_second'))}/s`,
    numbers: (runs) => ({ p50_ms: middle(runs, 'p50_ms'), p95_ms: middle(runs, 'p95_ms'), p99_ms: middle(runs, 'p99_ms'), per_second: middle(runs, 'per_second'), bytes: Buffer.byteLength(found.text) }),
  });
}

export async function measureSearch(chains, about, residents, size) {
  const rows = [];
  for (const level of levels) rows.push(...(await measureLevel(chains, level, about, residents, size)));
  return rows;
}
