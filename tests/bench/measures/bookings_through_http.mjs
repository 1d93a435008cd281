// The same bookings as a resident makes them: through nginx, the queue and every check on the way.
import path from 'node:path';
import { daysFromToday } from '../../http/chain/client.mjs';
import { holdRequest, load, writeScript } from '../load.mjs';
import { milliseconds, perSecond } from '../table.mjs';
import { buildings, roomCode, roomsOfABuilding, singleBands } from '../town.mjs';

const date = daysFromToday(21)[20];

/** Every room and band of one day, as many as are wanted. */
function slots(count) {
  const all = [];
  for (let building = 1; building <= buildings; building += 1)
    for (let room = 1; room <= roomsOfABuilding; room += 1) for (const band of singleBands) all.push({ space: roomCode(building, room), date, band });
  return all.slice(0, count);
}

export async function measureBookingsThroughHttp(chain, engine, folder, residents, { holds, connections }) {
  const script = path.join(folder, 'holds');
  await writeScript(script, slots(holds).map((slot, index) => holdRequest(chain, residents[index], slot, `bench-through-http-${index}`)));
  const { per_second, p99_ms, statuses, broken, refusals } = await load(chain.url, script, { connections, addresses: 250, once: true });
  if (broken || statuses['201'] !== holds) throw new Error(`bookings through HTTP: ${JSON.stringify(statuses)}, ${broken} broken, ${JSON.stringify(refusals)}`);
  return [{
    what: `bookings through HTTP, ${connections} connections`,
    engine,
    measured: `${perSecond(per_second)}, p99 ${milliseconds(p99_ms)}`,
    target: '',
    numbers: { per_second, p99_ms, holds },
  }];
}
