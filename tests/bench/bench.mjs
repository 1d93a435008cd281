// Everything the bench measures, one after the other on a machine that does nothing else.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot, startChain } from '../http/chain/chain.mjs';
import { program } from './load.mjs';
import { measureAvailability } from './measures/availability.mjs';
import { measureBookings } from './measures/bookings.mjs';
import { measureBookingsThroughHttp } from './measures/bookings_through_http.mjs';
import { measurePush } from './measures/push.mjs';
import { measureRest } from './measures/rest.mjs';
import { measureRush } from './measures/rush.mjs';
import { assertNumbers, markdown } from './table.mjs';
import { writeTown } from './town.mjs';

const smoke = process.argv.includes('--smoke');
const onlyAt = process.argv.indexOf('--only');
const only = onlyAt < 0 ? undefined : process.argv[onlyAt + 1].split(',');
const wanted = (name) => !only || only.includes(name);

const size = smoke
  ? {
      bookings: { rounds: 1, seconds: 0.3, callers: [1, 16] },
      availability: { rounds: 1, seconds: 0.5, connections: 250 },
      http: { holds: 300, connections: 32 },
      push: { watchers: 100, changes: 3 },
      rush: { connections: 200, perSlot: 3 },
      rest: { starts: 1 },
    }
  : {
      bookings: { rounds: 7, seconds: 1, callers: [1, 16, 32] },
      availability: { rounds: 6, seconds: 2, connections: 300 },
      http: { holds: 3_000, connections: 32 },
      push: { watchers: 1_000, changes: 20 },
      rush: { connections: 2_000, perSlot: 50 },
      rest: { starts: 3 },
    };
const residentsWanted = smoke ? 1_000 : 10_000;

const residents = Array.from({ length: residentsWanted }, (_, index) => index + 1);
const ofTheWriters = residents.slice(-20);
const ofThePushes = residents.slice(-60, -20);

async function measureChain(engine, town, folder) {
  const chain = await startChain({ database: engine, environment: { TOWN: town, HIROBA_START_SECONDS: '60' } });
  try {
    await program('bench_residents', ['--database', chain.database, '--count', residentsWanted]);
    const rows = [];
    if (wanted('rest')) rows.push(...(await measureRest(chain, engine, size.rest)));
    if (wanted('availability')) rows.push(...(await measureAvailability(chain, engine, folder, ofTheWriters, size.availability)));
    if (wanted('http')) rows.push(...(await measureBookingsThroughHttp(chain, engine, folder, residents, size.http)));
    if (wanted('push')) rows.push(...(await measurePush(chain, engine, ofThePushes, size.push)));
    if (wanted('rush')) rows.push(...(await measureRush(chain, engine, folder, residents, size.rush)));
    return rows;
  } finally {
    await chain.stop();
  }
}

async function measureAll(folder) {
  const rows = [];
  const engines = ['sqlite', 'mariadb'];
  if (wanted('bookings')) for (const engine of engines) rows.push(...(await measureBookings(engine, size.bookings)));
  const town = await writeTown(path.join(folder, 'town'));
  if (!only || only.some((name) => name !== 'bookings')) for (const engine of engines) rows.push(...(await measureChain(engine, town, folder)));
  return rows.sort((a, b) => order(a) - order(b));
}

// The order of the design's table: the first word of each row tells which line it belongs to.
const lines = ['availability', 'durable', 'bookings', 'opening', 'change', 'one'];
const order = ({ what }) => lines.indexOf(/^\w+/.exec(what)[0]);

async function save(rows, seconds) {
  const folder = path.join(projectRoot, 'build/bench');
  await mkdir(folder, { recursive: true });
  const about = { at: new Date().toISOString(), smoke, seconds, processors: cpus().length, processor: cpus()[0].model, load_before: loadBefore };
  await writeFile(path.join(folder, 'latest.json'), JSON.stringify({ ...about, rows }, null, 1));
  await writeFile(path.join(folder, 'latest.md'), markdown(rows));
}

const loadBefore = loadavg()[0];
const began = performance.now();
const folder = await mkdtemp(path.join(tmpdir(), 'hiroba-bench-'));
try {
  const rows = await measureAll(folder);
  const seconds = Math.round((performance.now() - began) / 1000);
  await save(rows, seconds);
  process.stdout.write(markdown(rows));
  assertNumbers(rows);
  console.log(`${seconds} s; load before ${loadBefore.toFixed(1)} on ${cpus().length} processors${smoke ? '; too short to mean much (--smoke)' : ''}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
