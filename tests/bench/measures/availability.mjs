// Public availability through the front door as it is shipped, beside nginx serving the same bytes as files, and after
// many past bookings beside none. All are asked in turns by the same clients from hundreds of addresses, while residents
// book.
import path from 'node:path';
import { daysFromToday, request } from '../../http/chain/client.mjs';
import { getRequest, load, median, writeScript } from '../load.mjs';
import { rowsOf, sides } from '../sides.mjs';
import { milliseconds, perSecond } from '../table.mjs';
import { buildingCode, roomCode, roomsOfABuilding } from '../town.mjs';
import { startFileServer } from './file_server.mjs';
import { startWriters } from './writers.mjs';

const kinds = [
  {
    what: `availability: a day of ${roomsOfABuilding} rooms`,
    targets: daysFromToday(30).slice(2).map((date) => `/api/v1/availability/day?facility=${buildingCode(1)}&date=${date}`),
  },
  {
    what: "availability: a room's month",
    targets: Array.from({ length: roomsOfABuilding }, (_, room) => `/api/v1/availability/month?space=${roomCode(1, room + 1)}&month=${daysFromToday(30)[29].slice(0, 7)}`),
  },
];

const writersAtATime = 10;
const writerPauseMs = 400;

// Whoever writes beside the measurement changes what is measured: the first building.
const slotsOfWriters = daysFromToday(4 + writersAtATime)
  .slice(4)
  .map((date, index) => ({ space: roomCode(1, index + 1), date, band: 'morning' }));

async function textsOf(chain, targets) {
  return Promise.all(targets.map(async (target) => {
    const answer = await request(`${chain.url}${target}`);
    if (answer.status !== 200) throw new Error(`${target}: ${answer.status} ${answer.text}`);
    return answer.text;
  }));
}

async function compare(chains, kind, folder, { rounds, seconds, connections }) {
  const texts = await textsOf(chains.empty, kind.targets);
  const files = await startFileServer(Object.fromEntries(texts.map((text, index) => [`${index}.json`, text])));
  const ours = path.join(folder, 'ours');
  const theirs = path.join(folder, 'theirs');
  await writeScript(ours, kind.targets.map(getRequest));
  await writeScript(theirs, texts.map((_, index) => getRequest(`/${index}.json`)));
  // nginx ends a connection after 1,000 requests; the next one comes from another address.
  const ask = (url, script) => load(url, script, { connections, addresses: 750, seconds, warmUp: 0.3 });
  const asked = [
    ['file', () => ask(files.url, theirs)],
    ...sides.map((side) => [side, () => ask(chains[side].url, ours)]),
  ];
  const results = { file: [], empty: [], full: [] };
  for (let round = 0; round < rounds; round += 1) {
    const order = asked.map((_, place) => asked[(place + round) % asked.length]);
    for (const [who, measure] of order) results[who].push(await measure());
  }
  await files.stop();
  return { results, bytes: Math.round(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length) };
}

function assertAllAnswered(what, results) {
  const failed = Object.values(results).flat().flatMap(({ statuses, broken }) => [
    ...Object.entries(statuses).filter(([status]) => status !== '200').map(([status, count]) => `${count} × ${status}`),
    ...(broken ? [`${broken} broken connections`] : []),
  ]);
  if (failed.length) throw new Error(`${what}: ${failed.join(', ')}`);
}

const middle = (results, name) => median(results.map((result) => result[name]));

function rows(engine, past, kind, { results, bytes }, writes) {
  assertAllAnswered(kind.what, results);
  const beside = middle(results.file, 'per_second');
  return rowsOf({
    what: `${kind.what} (${(bytes / 1024).toFixed(1)} KiB)`,
    engine,
    past,
    target: '≥ 0.5',
    results,
    value: ({ per_second: value }) => value,
    told: (runs) => `${perSecond(middle(runs, 'per_second'))}, p99 ${milliseconds(middle(runs, 'p99_ms'))}`,
    numbers: (runs) => ({
      bytes,
      per_second: middle(runs, 'per_second'),
      p99_ms: middle(runs, 'p99_ms'),
      file_per_second: beside,
      file_p99_ms: middle(results.file, 'p99_ms'),
      generator_share: middle(results.file, 'generator_share'),
      writes_per_second: writes,
      runs,
    }),
    more: { beside: `${perSecond(beside)} nginx with a file`, ratio: median(results.empty.map(({ per_second: value }, round) => value / results.file[round].per_second)) },
  });
}

export async function measureAvailability(chains, { engine, past, folder }, residents, size) {
  const all = [];
  for (const kind of kinds) {
    const writers = sides.map((side) => startWriters(chains[side], { residents: residents.slice(0, writersAtATime), slots: slotsOfWriters, pauseMs: writerPauseMs }));
    const measured = await compare(chains, kind, folder, size);
    const writes = await Promise.all(writers.map((each) => each.stop()));
    all.push(...rows(engine, past, kind, measured, median(writes)));
  }
  return all;
}
