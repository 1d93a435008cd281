// The same bookings as a resident makes them: through nginx, the queue and every check on the way.
import path from 'node:path';
import { daysFromToday } from '../../http/chain/client.mjs';
import { holdRequest, load, median, writeScript } from '../load.mjs';
import { inTurns, rowsOf } from '../sides.mjs';
import { milliseconds, perSecond } from '../table.mjs';
import { buildings, roomCode, roomsOfABuilding, singleBands } from '../town.mjs';

const dates = daysFromToday(23).slice(20);

/** Every room and band of one day, as many as are wanted. */
function slots(date, count) {
  const all = [];
  for (let building = 1; building <= buildings; building += 1)
    for (let room = 1; room <= roomsOfABuilding; room += 1) for (const band of singleBands) all.push({ space: roomCode(building, room), date, band });
  return all.slice(0, count);
}

export async function measureBookingsThroughHttp(chains, { engine, past, folder }, residents, { rounds, holds, connections }) {
  const script = path.join(folder, 'holds');
  const results = await inTurns(chains, rounds, async (chain, round) => {
    await writeScript(script, slots(dates[round], holds).map((slot, index) => holdRequest(chain, residents[index], slot, `bench-through-http-${round}-${index}`)));
    const result = await load(chain.url, script, { connections, addresses: 250, once: true });
    if (result.broken || result.statuses['201'] !== holds)
      throw new Error(`bookings through HTTP: ${JSON.stringify(result.statuses)}, ${result.broken} broken, ${JSON.stringify(result.refusals)}`);
    return result;
  });
  const middle = (runs, name) => median(runs.map((run) => run[name]));
  return rowsOf({
    what: `bookings through HTTP, ${connections} connections`,
    engine,
    past,
    target: '',
    results,
    value: ({ per_second: value }) => value,
    told: (runs) => `${perSecond(middle(runs, 'per_second'))}, p99 ${milliseconds(middle(runs, 'p99_ms'))}`,
    numbers: (runs) => ({ per_second: middle(runs, 'per_second'), p99_ms: middle(runs, 'p99_ms'), holds }),
  });
}
