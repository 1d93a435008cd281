// The minute when booking opens: everybody wants the same slots. One winner each, whatever it takes; who comes too late is
// told so at once, and what is free nearest to it.
import path from 'node:path';
import { daysFromToday } from '../../http/chain/client.mjs';
import { holdRequest, load, median, quantile, writeScript } from '../load.mjs';
import { inTurns, rowsOf } from '../sides.mjs';
import { milliseconds } from '../table.mjs';
import { roomCode, roomsOfABuilding, singleBands } from '../town.mjs';

const slotCount = 200;
const daysOfARound = 2;

function slotsOf(round) {
  const first = 40 + round * daysOfARound;
  const days = daysFromToday(first + daysOfARound).slice(first);
  return days.flatMap((date) => Array.from({ length: roomsOfABuilding }, (_, room) => singleBands.map((band) => ({ space: roomCode(2, room + 1), date, band }))).flat()).slice(0, slotCount);
}

async function rush(chain, round, { folder, engine }, residents, { connections, perSlot }) {
  const slots = slotsOf(round);
  const script = path.join(folder, 'rush');
  // Neighbours in time want different slots only by chance: resident 1 … 200 one each, then the next 200.
  const requests = Array.from({ length: slotCount * perSlot }, (_, index) => holdRequest(chain, residents[index], slots[index % slotCount], `bench-opening-rush-${round}-${index}`));
  const way = await wayThere(chain, script, requests, connections);
  await writeScript(script, requests);
  const answer = await load(chain.url, script, { connections, addresses: 500, once: true, each: true, text: '"nearest":[{' });
  const winners = new Array(slotCount).fill(0);
  for (const [index, status] of answer.each) if (status === 201) winners[index % slotCount] += 1;
  const servers = Object.keys(answer.statuses).filter((status) => status >= '500');
  if (answer.broken || servers.length || winners.some((each) => each !== 1))
    throw new Error(`the rush on ${engine}: ${JSON.stringify(answer.statuses)}, ${answer.broken} broken, winners per slot ${Math.min(...winners)}–${Math.max(...winners)}`);
  if (answer.with_text !== answer.statuses['409']) throw new Error(`the rush on ${engine}: ${answer.with_text} of ${answer.statuses['409']} losers were told what is nearest`);
  const times = answer.each.map(([, , microseconds]) => microseconds / 1000);
  return { way_ms: way, p50_ms: quantile(times, 0.5), p99_ms: quantile(times, 0.99), max_ms: answer.max_ms, per_second: answer.per_second, statuses: answer.statuses };
}

// How long the way alone takes on this machine: the same requests through nginx, the queue, hiroba and one question to the
// database (who is it?), refused there.
async function wayThere(chain, script, requests, connections) {
  await writeScript(script, requests.map((request) => request.replace(/X-CSRF-Token: [^\r]+/, 'X-CSRF-Token: none')));
  const answer = await load(chain.url, script, { connections, addresses: 500, once: true });
  if (answer.broken || Object.keys(answer.statuses).join() !== '403') throw new Error(`the way to the rush: ${JSON.stringify(answer.statuses)}`);
  return answer.p99_ms;
}

export async function measureRush(chains, about, residents, size) {
  const results = await inTurns(chains, size.rounds, (chain, round) => rush(chain, round, about, residents, size));
  const middle = (runs, name) => median(runs.map((run) => run[name]));
  const statuses = (run) => Object.entries(run.statuses).map(([status, each]) => `${each} × ${status}`).join(', ');
  return rowsOf({
    what: `opening rush: ${size.connections} connections, ${slotCount} slots, ${slotCount * size.perSlot} residents`,
    engine: about.engine,
    past: about.past,
    target: 'p99 < 1 s, no 5xx',
    results,
    lessIsBetter: true,
    more: { beside: `p99 ${milliseconds(median(results.empty.map(({ way_ms: value }) => value)))} the way alone`, ratio: median(results.empty.map((run) => run.way_ms / run.p99_ms)) },
    value: ({ p99_ms: value }) => value,
    told: (runs) => `p50 ${milliseconds(middle(runs, 'p50_ms'))}, p99 ${milliseconds(middle(runs, 'p99_ms'))}; one winner each, the others told what is nearest; ${statuses(runs[0])}`,
    numbers: (runs) => ({ p50_ms: middle(runs, 'p50_ms'), p99_ms: middle(runs, 'p99_ms'), max_ms: Math.max(...runs.map(({ max_ms: value }) => value)), per_second: middle(runs, 'per_second'), runs }),
  });
}
