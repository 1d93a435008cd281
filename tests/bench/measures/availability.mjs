// Public availability through the front door as it is shipped, beside nginx serving the same bytes as files. Both are
// asked in turns by the same clients from hundreds of addresses, while residents book.
import path from 'node:path';
import { daysFromToday, request } from '../../http/chain/client.mjs';
import { getRequest, load, median, writeScript } from '../load.mjs';
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

async function compare(chain, kind, folder, { rounds, seconds, connections }) {
  const texts = await Promise.all(kind.targets.map(async (target) => {
    const answer = await request(`${chain.url}${target}`);
    if (answer.status !== 200) throw new Error(`${target}: ${answer.status} ${answer.text}`);
    return answer.text;
  }));
  const files = await startFileServer(Object.fromEntries(texts.map((text, index) => [`${index}.json`, text])));
  const ours = path.join(folder, 'ours');
  const theirs = path.join(folder, 'theirs');
  await writeScript(ours, kind.targets.map(getRequest));
  await writeScript(theirs, texts.map((_, index) => getRequest(`/${index}.json`)));
  // nginx ends a connection after 1,000 requests; the next one comes from another address.
  const ask = (url, script) => load(url, script, { connections, addresses: 750, seconds, warmUp: 0.3 });
  const pairs = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) pairs.push({ ours: await ask(chain.url, ours), theirs: await ask(files.url, theirs) });
    else pairs.push(await ask(files.url, theirs).then(async (first) => ({ theirs: first, ours: await ask(chain.url, ours) })));
  }
  await files.stop();
  return { pairs, bytes: Math.round(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length) };
}

function row(engine, kind, { pairs, bytes }, writes) {
  const middle = (side, name) => median(pairs.map((pair) => pair[side][name]));
  const failed = pairs.flatMap(({ ours, theirs }) => [ours, theirs]).flatMap(({ statuses, broken }) => [
    ...Object.entries(statuses).filter(([status]) => status !== '200').map(([status, count]) => `${count} × ${status}`),
    ...(broken ? [`${broken} broken connections`] : []),
  ]);
  if (failed.length) throw new Error(`${kind.what}: ${failed.join(', ')}`);
  const numbers = {
    bytes,
    ratio: median(pairs.map(({ ours, theirs }) => ours.per_second / theirs.per_second)),
    ours_per_second: middle('ours', 'per_second'),
    ours_p99_ms: middle('ours', 'p99_ms'),
    file_per_second: middle('theirs', 'per_second'),
    file_p99_ms: middle('theirs', 'p99_ms'),
    generator_share: middle('theirs', 'generator_share'),
    writes_per_second: writes,
    pairs,
  };
  return {
    what: `${kind.what} (${(bytes / 1024).toFixed(1)} KiB)`,
    engine,
    measured: `${perSecond(numbers.ours_per_second)}, p99 ${milliseconds(numbers.ours_p99_ms)}`,
    beside: `${perSecond(numbers.file_per_second)} nginx with a file`,
    ratio: numbers.ratio,
    target: '≥ 0.5',
    numbers,
  };
}

export async function measureAvailability(chain, engine, folder, residents, size) {
  const rows = [];
  for (const kind of kinds) {
    const writers = startWriters(chain, { residents: residents.slice(0, writersAtATime), slots: slotsOfWriters, pauseMs: writerPauseMs });
    const measured = await compare(chain, kind, folder, size);
    rows.push(row(engine, kind, measured, await writers.stop()));
  }
  return rows;
}
