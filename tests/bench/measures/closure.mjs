// All halls closed at once for a long time, as in an emergency, and opened again.
import { randomUUID } from 'node:crypto';
import { daysFromToday, logIn } from '../../http/chain/client.mjs';
import { median } from '../load.mjs';
import { inTurns, rowsOf } from '../sides.mjs';
import { milliseconds } from '../table.mjs';
import { buildings, roomsOfABuilding } from '../town.mjs';

const beginsIn = 70; // days: inside the months that the search has filled, with tens of thousands of bookings in the way

async function closeAndLift(chain, days) {
  const desk = await logIn(chain, 'desk1');
  const period = daysFromToday(beginsIn + days).slice(beginsIn);
  const timed = async (status, ...request) => {
    const began = performance.now();
    const answer = await desk.call('POST', ...request);
    if (answer.status !== status) throw new Error(`a large closure: ${answer.status} ${answer.text}`);
    return { json: answer.json, ms: performance.now() - began };
  };
  const wanted = { kind: 'emergency', first: period.at(0), last: period.at(-1), reason: { ja: '避難所の開設', en: 'Evacuation shelter' }, bookings: 'keep' };
  const closed = await timed(201, '/api/v1/staff/closures', wanted, { 'Idempotency-Key': randomUUID() });
  const lifted = await timed(200, `/api/v1/staff/closures/${closed.json.closure.closure_id}/lifting`, { reinstate: false });
  return { closed_ms: closed.ms, lifted_ms: lifted.ms };
}

export async function measureClosure(chains, { engine, past }, { rounds, days }) {
  const results = await inTurns(chains, rounds, (chain) => closeAndLift(chain, days));
  const middle = (runs, name) => median(runs.map((run) => run[name]));
  return rowsOf({
    what: `closing all ${buildings * roomsOfABuilding} rooms for ${days} days, and lifting it`,
    engine,
    past,
    target: '',
    results,
    lessIsBetter: true,
    value: ({ lifted_ms: value }) => value,
    told: (runs) => `closed in ${milliseconds(middle(runs, 'closed_ms'))}, lifted in ${milliseconds(middle(runs, 'lifted_ms'))}`,
    numbers: (runs) => ({ closed_ms: middle(runs, 'closed_ms'), lifted_ms: middle(runs, 'lifted_ms') }),
  });
}
