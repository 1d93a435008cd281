// The minute when booking opens: everybody wants the same slots. One winner each, whatever it takes.
import path from 'node:path';
import { daysFromToday } from '../../http/chain/client.mjs';
import { holdRequest, load, quantile, writeScript } from '../load.mjs';
import { milliseconds } from '../table.mjs';
import { roomCode, roomsOfABuilding, singleBands } from '../town.mjs';

const slotCount = 200;
const days = daysFromToday(42).slice(40);
const slots = days.flatMap((date) => Array.from({ length: roomsOfABuilding }, (_, room) => singleBands.map((band) => ({ space: roomCode(2, room + 1), date, band }))).flat()).slice(0, slotCount);

export async function measureRush(chain, engine, folder, residents, { connections, perSlot }) {
  const count = slotCount * perSlot;
  const script = path.join(folder, 'rush');
  // Neighbours in time want different slots only by chance: resident 1 … 200 one each, then the next 200.
  const requests = Array.from({ length: count }, (_, index) => holdRequest(chain, residents[index], slots[index % slotCount], `bench-opening-rush-${index}`));
  await writeScript(script, requests);
  const answer = await load(chain.url, script, { connections, addresses: 500, once: true, each: true });
  const winners = new Array(slotCount).fill(0);
  for (const [index, status] of answer.each) if (status === 201) winners[index % slotCount] += 1;
  const servers = Object.keys(answer.statuses).filter((status) => status >= '500');
  if (answer.broken || servers.length || winners.some((each) => each !== 1))
    throw new Error(`the rush on ${engine}: ${JSON.stringify(answer.statuses)}, ${answer.broken} broken, winners per slot ${Math.min(...winners)}–${Math.max(...winners)}`);
  const times = answer.each.map(([, , microseconds]) => microseconds / 1000);
  const numbers = { p50_ms: quantile(times, 0.5), p99_ms: quantile(times, 0.99), max_ms: answer.max_ms, per_second: answer.per_second, statuses: answer.statuses };
  return [{
    what: `opening rush: ${connections} connections, ${slotCount} slots, ${count} residents`,
    engine,
    measured: `p50 ${milliseconds(numbers.p50_ms)}, p99 ${milliseconds(numbers.p99_ms)}; one winner each; ${Object.entries(answer.statuses).map(([status, each]) => `${each} × ${status}`).join(', ')}`,
    target: 'p99 < 1 s, no 5xx',
    numbers,
  }];
}
