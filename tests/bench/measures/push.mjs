// From the moment a resident sends a booking (so the booking itself is counted too) until everybody who watches the
// board has heard that something changed.
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { daysFromToday, request } from '../../http/chain/client.mjs';
import { median, quantile, residentHeaders } from '../load.mjs';
import { inTurns, rowsOf } from '../sides.mjs';
import { milliseconds } from '../table.mjs';
import { buildingCode, roomCode, singleBands } from '../town.mjs';

const building = 3;
const date = daysFromToday(31)[30];
const longestWaitMs = 3_000;
const silenceMs = 1_500; // longer than the period of the relay
const longestSilenceMs = 60_000;

// An EventSource on a bare socket; `heard` holds the moments at which messages arrived.
function listen(chain, index) {
  const { hostname, port } = new URL(chain.url);
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname, port: Number(port), localAddress: `127.0.${100 + Math.floor(index / 200)}.${1 + (index % 200)}` });
    const listener = { heard: [], close: () => socket.destroy() };
    let opened = false;
    socket.on('error', reject);
    socket.on('data', (bytes) => {
      const now = performance.now();
      const text = bytes.toString('latin1');
      if (!opened) {
        opened = true;
        if (!text.startsWith('HTTP/1.1 200')) reject(new Error(`a listener was refused: ${text.slice(0, 80)}`));
        resolve(listener);
      }
      for (let at = text.indexOf('data: '); at >= 0; at = text.indexOf('data: ', at + 1)) listener.heard.push(now);
    });
    socket.write(`GET /push/${buildingCode(building)} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n`);
  });
}

async function untilHeard(listeners, count) {
  const deadline = performance.now() + longestWaitMs;
  while (listeners.some(({ heard }) => heard.length < count)) {
    if (performance.now() > deadline) throw new Error(`after ${longestWaitMs} ms ${listeners.filter(({ heard }) => heard.length < count).length} listeners have not heard of change ${count}`);
    await sleep(2);
  }
}

// Until what was written before has been told: changes of other measurements may still be on their way.
async function untilSilent(listeners) {
  const heard = () => listeners.reduce((sum, listener) => sum + listener.heard.length, 0);
  let before = -1;
  for (const deadline = performance.now() + longestSilenceMs; heard() !== before; ) {
    if (performance.now() > deadline) throw new Error('the push channel does not come to rest');
    before = heard();
    await sleep(silenceMs);
  }
  for (const listener of listeners) listener.heard.length = 0;
}

async function changesHeard(chain, band, residents, { watchers, changes }) {
  const listeners = await Promise.all(Array.from({ length: watchers }, (_, index) => listen(chain, index)));
  await untilSilent(listeners);
  const delays = [];
  for (let change = 0; change < changes; change += 1) {
    const headers = { ...residentHeaders(chain, residents[change]), 'Idempotency-Key': `bench-change-for-push-${band}-${change}` };
    const body = JSON.stringify({ uses: [{ space: roomCode(building, change + 1), date, band }] });
    const sent = performance.now();
    const answer = await request(`${chain.url}/api/v1/applications`, { method: 'POST', headers, body });
    if (answer.status !== 201) throw new Error(`a change for the board: ${answer.status} ${answer.text}`);
    await untilHeard(listeners, change + 1);
    delays.push(...listeners.map(({ heard }) => heard[change] - sent));
    await sleep(50);
  }
  listeners.forEach((listener) => listener.close());
  return { watchers, p50_ms: quantile(delays, 0.5), p99_ms: quantile(delays, 0.99), max_ms: quantile(delays, 1) };
}

export async function measurePush(chains, { engine, past }, residents, size) {
  const results = await inTurns(chains, size.rounds, (chain, round) => changesHeard(chain, singleBands[round], residents, size));
  const middle = (runs, name) => median(runs.map((run) => run[name]));
  return rowsOf({
    what: `change on the board, ${size.watchers} watchers, booking included`,
    engine,
    past,
    target: 'p99 < 250 ms',
    results,
    lessIsBetter: true,
    value: ({ p99_ms: value }) => value,
    told: (runs) => `p50 ${milliseconds(middle(runs, 'p50_ms'))}, p99 ${milliseconds(middle(runs, 'p99_ms'))}`,
    numbers: (runs) => ({ p50_ms: middle(runs, 'p50_ms'), p99_ms: middle(runs, 'p99_ms'), runs }),
  });
}
