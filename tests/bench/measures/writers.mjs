// Residents who hold a room and give it back, over and over, while something else is measured.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { residentHeaders } from '../load.mjs';

function call(agent, url, headers, body, from) {
  return new Promise((resolve, reject) => {
    const sent = http.request(url, { method: 'POST', headers: { ...headers, 'Content-Length': Buffer.byteLength(body) }, agent, localAddress: from }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString() }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/**
 * @param {object} chain
 * @param {{residents: number[], slots: object[], pauseMs: number}} options one slot for each resident
 * @returns {{stop: () => Promise<number>}} how many bookings and cancellations were written per second
 */
export function startWriters(chain, { residents, slots, pauseMs }) {
  const agent = new http.Agent({ keepAlive: true });
  const began = performance.now();
  let written = 0;
  let stopping = false;
  const write = async (url, headers, body, from, status) => {
    const answer = await call(agent, url, headers, body, from);
    if (answer.status !== status) throw new Error(`a booking beside the measurement: ${answer.status} ${answer.text}`);
    written += 1;
    return JSON.parse(answer.text);
  };
  const writer = async (resident, slot, index) => {
    const headers = residentHeaders(chain, resident);
    const from = `127.0.200.${1 + index}`;
    for (let turn = 0; !stopping; turn += 1) {
      const key = `bench-writer-${resident}-${Math.round(began)}-${turn}`.padEnd(16, '0');
      const held = await write(`${chain.url}/api/v1/applications`, { ...headers, 'Idempotency-Key': key }, JSON.stringify({ uses: [slot] }), from, 201);
      await sleep(pauseMs);
      await write(`${chain.url}/api/v1/applications/${held.application.application_id}/cancellation`, headers, '{}', from, 200);
      await sleep(pauseMs);
    }
  };
  const writers = residents.map((resident, index) => writer(resident, slots[index], index));
  const faults = Promise.all(writers);
  faults.catch(() => {}); // told by stop()
  return {
    async stop() {
      stopping = true;
      await faults;
      agent.destroy();
      return written / ((performance.now() - began) / 1000);
    },
  };
}
