// Everything the bench measures, one after the other on a machine that does nothing else.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { projectRoot, startChain } from '../http/chain/chain.mjs';
import { assertNothingIsWrong } from '../http/chain/check.mjs';
import { fill, pastDays } from './fill.mjs';
import { program } from './load.mjs';
import { measureAvailability } from './measures/availability.mjs';
import { measureBookings, measureBookingsAfter } from './measures/bookings.mjs';
import { measureBookingsThroughHttp } from './measures/bookings_through_http.mjs';
import { measureCheck } from './measures/check.mjs';
import { measureClosure } from './measures/closure.mjs';
import { measurePush } from './measures/push.mjs';
import { measureQuote } from './measures/quote.mjs';
import { measureRest } from './measures/rest.mjs';
import { measureRush } from './measures/rush.mjs';
import { daysOfLevel, levels, measureSearch } from './measures/search.mjs';
import { measureWebhooks } from './measures/webhooks.mjs';
import { sides } from './sides.mjs';
import { assertNumbers, markdown } from './table.mjs';
import { writeTown } from './town.mjs';

const loadBefore = loadavg()[0];
const began = performance.now();
const parts = ['availability', 'search', 'bookings', 'http', 'push', 'rush', 'webhooks', 'rest', 'closure', 'check', 'quote'];
const allEngines = ['sqlite', 'mariadb'];

/** What was asked for; a word that is not known ends the run before anything is measured. */
function asked() {
  const options = { smoke: { type: 'boolean' }, check: { type: 'boolean' }, only: { type: 'string' }, engines: { type: 'string' }, 'past-days': { type: 'string' } };
  const among = (name, words, known) => {
    const unknown = words.find((word) => !known.includes(word));
    if (unknown !== undefined) throw new Error(`--${name} knows ${known.join(', ')}; not '${unknown}'`);
    return words;
  };
  try {
    const { values } = parseArgs({ options });
    const past = values['past-days'];
    if (past !== undefined && !/^[1-9]\d{0,3}$/.test(past)) throw new Error(`--past-days is a number of days; not '${past}'`);
    return {
      smoke: values.smoke ?? false,
      check: values.check ?? false,
      only: values.only === undefined ? parts : among('only', values.only.split(','), parts),
      engines: values.engines === undefined ? allEngines : among('engines', values.engines.split(','), allEngines),
      pastDays: past === undefined ? undefined : Number(past),
    };
  } catch (error) {
    console.error(`bad_option: ${error.message}\n(tests/bench/run says at its top what there is)`);
    process.exit(2);
  }
}

const { smoke, only, engines, ...wish } = asked();
const check = smoke || wish.check;
const wanted = (name) => only.includes(name);

const size = smoke
  ? {
      residents: 1_000,
      pastDays: 1,
      bookings: { rounds: 1, seconds: 0.3, callers: [1, 16] },
      after: { rounds: 1, seconds: 0.3, callers: [16] },
      availability: { rounds: 1, seconds: 0.5, connections: 250 },
      search: { rounds: 1, seconds: 0.5, connections: 4, days: 2 },
      http: { rounds: 1, holds: 300, connections: 32 },
      push: { rounds: 1, watchers: 100, changes: 3 },
      rush: { rounds: 1, connections: 200, perSlot: 3 },
      webhooks: { rounds: 1, perSecond: 500, seconds: 1 },
      closure: { rounds: 1, days: 2 },
      rest: { starts: 1 },
      quote: { rounds: 100 },
    }
  : {
      residents: 13_100,
      pastDays: 500,
      bookings: { rounds: 5, seconds: 1, callers: [1, 16, 32] },
      after: { rounds: 5, seconds: 1, callers: [1, 16, 32] },
      availability: { rounds: 5, seconds: 1.5, connections: 300 },
      search: { rounds: 3, seconds: 2, connections: 4, days: 31 },
      http: { rounds: 2, holds: 3_000, connections: 32 },
      push: { rounds: 3, watchers: 1_000, changes: 20 },
      rush: { rounds: 2, connections: 2_000, perSlot: 50 },
      webhooks: { rounds: 3, perSecond: 500, seconds: 5 },
      closure: { rounds: 2, days: 50 },
      rest: { starts: 3 },
      quote: { rounds: 20_000 },
    };
if (wish.pastDays !== undefined) size.pastDays = wish.pastDays;
const residents = Array.from({ length: size.residents }, (_, index) => index + 1);
const ofTheWriters = residents.slice(-20);
const ofThePushes = residents.slice(-60, -20);
// Others than those of the rush: nobody holds more than three applications.
const ofTheHolds = residents.slice(-60 - size.http.holds, -60);

// Two bands of every room and day: 2,000 bookings a day.
const bookedInThePast = { which: 'b.band_no < 2', used: true };
const inWords = (count) => `${new Intl.NumberFormat('en').format(count)} past bookings`;

async function openChain(engine, town) {
  const chain = await startChain({ database: engine, tolerant: true, environment: { TOWN: town, HIROBA_START_SECONDS: '60' } });
  await program('bench_residents', ['--database', chain.database, '--count', size.residents]);
  return chain;
}

// What it is at and what it has found, for whoever watches: the table comes at the end.
async function at(engine, what, measure) {
  process.stderr.write(`${String(Math.round((performance.now() - began) / 1000)).padStart(4)} s  ${engine}: ${what}\n`);
  const found = await measure();
  for (const row of Array.isArray(found) ? found : []) process.stderr.write(`        ${row.what}: ${row.measured} ${row.beside ?? ''} ${row.ratio?.toFixed(2) ?? ''}\n`);
  return found;
}

// Both have the months that are searched; one of them has a past.
async function fillChains(chains) {
  const bookings = size.pastDays * 2_000;
  await fill(chains.full, { days: pastDays(size.pastDays), ...bookedInThePast });
  for (const side of sides)
    for (const level of wanted('search') ? levels : []) await fill(chains[side], { days: daysOfLevel(level, size.search.days), which: level.which, used: false });
  return inWords(bookings);
}

async function measureAtRest(chains, about) {
  for (const side of sides) process.kill(chains[side].pids.hiroba, 'SIGTERM');
  await sleep(2_000);
  return measureBookingsAfter(chains, about, size.after);
}

async function measureChains(engine, chains, past, folder) {
  const about = { engine, folder, past };
  const measures = {
    rest: () => measureRest(chains, about, size.rest),
    availability: () => measureAvailability(chains, about, ofTheWriters, size.availability),
    search: () => measureSearch(chains, about, ofTheWriters, size.search),
    http: () => measureBookingsThroughHttp(chains, about, ofTheHolds, size.http),
    push: () => measurePush(chains, about, ofThePushes, size.push),
    rush: () => measureRush(chains, about, residents, size.rush),
    webhooks: () => measureWebhooks(chains, about, ofTheWriters, size.webhooks),
    closure: () => measureClosure(chains, about, size.closure),
    check: () => measureCheck(chains, about),
  };
  const rows = [];
  for (const [name, measure] of Object.entries(measures)) if (wanted(name)) rows.push(...(await at(engine, name, measure)));
  if (check) await at(engine, 'hiroba check', () => sides.forEach((side) => assertNothingIsWrong(chains[side])));
  if (wanted('bookings')) rows.push(...(await at(engine, 'durable bookings after many', () => measureAtRest(chains, about))));
  return rows;
}

// What takes long is done for all databases at once, one processor each; what is measured is measured alone.
async function measureAll(folder) {
  const rows = wanted('quote') ? await at('rules', 'one quote', () => measureQuote(size.quote)) : [];
  for (const engine of wanted('bookings') ? engines : [])
    rows.push(...(await at(engine, 'durable bookings beside the bare loop', () => measureBookings(engine, size.bookings))));
  const town = path.join(folder, 'town');
  await writeTown(town);
  const chains = Object.fromEntries(engines.map((engine) => [engine, {}]));
  try {
    for (const engine of engines) for (const side of sides) chains[engine][side] = await at(engine, `a town, ${side}`, () => openChain(engine, town));
    const pasts = await Promise.all(engines.map((engine) => at(engine, `${size.pastDays * 2_000} past bookings are written`, () => fillChains(chains[engine]))));
    for (const [index, engine] of engines.entries()) rows.push(...(await measureChains(engine, chains[engine], pasts[index], folder)));
  } finally {
    await Promise.all(Object.values(chains).flatMap((ofEngine) => Object.values(ofEngine)).map((chain) => chain.stop()));
  }
  return rows;
}

// The order of the design's table, each line before what it is after many bookings, one database after the other.
const lines = ['availability: a day', "availability: a room's", 'durable', 'bookings', 'opening', 'any free room', 'change', 'webhooks', 'one process', 'closing', 'hiroba check', 'one quote'];
function ordered(rows) {
  let line;
  const placed = rows.map((row, place) => {
    if (!row.what.startsWith('…')) line = lines.findIndex((beginning) => row.what.startsWith(beginning));
    return { row, line, engine: engines.indexOf(row.engine), place };
  });
  return placed.sort((a, b) => a.line - b.line || a.engine - b.engine || a.place - b.place).map(({ row }) => row);
}

async function save(rows, seconds) {
  const folder = path.join(projectRoot, 'build/bench');
  await mkdir(folder, { recursive: true });
  const about = { at: new Date().toISOString(), smoke, seconds, processors: cpus().length, processor: cpus()[0].model, load_before: loadBefore };
  await writeFile(path.join(folder, 'latest.json'), JSON.stringify({ ...about, rows }, null, 1));
  await writeFile(path.join(folder, 'latest.md'), markdown(rows));
}

const folder = await mkdtemp(path.join(tmpdir(), 'hiroba-bench-'));
try {
  const rows = ordered(await measureAll(folder));
  const seconds = Math.round((performance.now() - began) / 1000);
  await save(rows, seconds);
  process.stdout.write(markdown(rows));
  assertNumbers(rows);
  console.log(`${seconds} s; load before ${loadBefore.toFixed(1)} on ${cpus().length} processors${smoke ? '; too short to mean much (--smoke)' : ''}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
