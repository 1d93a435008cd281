// A provider that sends everything at once: signed messages at a fixed rate, whether or not the earlier ones were
// answered, while residents keep the database busy. Every one must be accepted and stored.
import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { daysFromToday } from '../../http/chain/client.mjs';
import { openDatabase } from '../../http/chain/database.mjs';
import { median, quantile } from '../load.mjs';
import { inTurns, rowsOf } from '../sides.mjs';
import { milliseconds } from '../table.mjs';
import { roomCode, singleBands } from '../town.mjs';
import { startWriters } from './writers.mjs';

const writersAtATime = 10;
const writerPauseMs = 60; // below the limit of a session
const slots = daysFromToday(4 + writersAtATime)
  .slice(4)
  .map((date) => ({ space: roomCode(2, 1), date, band: singleBands[0] }));

function signed(secret, id) {
  const seconds = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({
    id, object: 'event', created: seconds, livemode: false, type: 'checkout.session.completed',
    data: { object: { id: `cs_${id}`, object: 'checkout.session', client_reference_id: `nobody-${id}` } },
  });
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return { body, headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), 'Stripe-Signature': `t=${seconds},v1=${signature}` } };
}

/** The status, and how long it took. */
function send(agent, url, { body, headers }) {
  const began = performance.now();
  return new Promise((resolve) => {
    const sent = http.request(url, { method: 'POST', headers, agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode, ms: performance.now() - began }));
    });
    sent.on('error', (fault) => resolve({ status: fault.code, ms: performance.now() - began }));
    sent.end(body);
  });
}

async function burst(chain, residents, { perSecond, seconds }) {
  const secret = (await readFile(path.join(chain.secrets, 'stripe_webhook_secret'), 'utf8')).trim();
  const agent = new http.Agent({ keepAlive: true });
  const writers = startWriters(chain, { residents: residents.slice(0, writersAtATime), slots, pauseMs: writerPauseMs });
  const run = `evt_bench_${randomUUID()}_`;
  const began = performance.now();
  const answers = [];
  for (let number = 0; number < perSecond * seconds; number += 1) {
    const early = began + (number * 1000) / perSecond - performance.now();
    if (early > 1) await sleep(early);
    answers.push(send(agent, `${chain.url}/api/v1/webhooks/stripe`, signed(secret, `${run}${number}`)));
  }
  const sentPerSecond = answers.length / ((performance.now() - began) / 1000);
  const answered = await Promise.all(answers);
  agent.destroy();
  const writes = await writers.stop();
  const database = await openDatabase(chain);
  const [{ n }] = await database.rows(`SELECT COUNT(*) AS n FROM provider_inbox WHERE dedupe_key LIKE '${run}%'`);
  const refused = answered.filter(({ status }) => status !== 200);
  if (refused.length > 0 || Number(n) !== answers.length)
    throw new Error(`webhooks: ${n} of ${answers.length} stored, ${refused.length} not accepted (${refused[0]?.status})`);
  const times = answered.map(({ ms }) => ms);
  return { sentPerSecond, writes, p50: median(times), p99: quantile(times, 0.99) };
}

export async function measureWebhooks(chains, { engine, past }, residents, { rounds, ...size }) {
  const results = await inTurns(chains, rounds, (chain) => burst(chain, residents, size));
  const middle = (runs, name) => median(runs.map((run) => run[name]));
  return rowsOf({
    what: `webhooks, ${size.perSecond}/s for ${size.seconds} s, beside ${writersAtATime} residents who book`,
    engine,
    past,
    target: 'none lost, p99 < 100 ms',
    results,
    lessIsBetter: true,
    value: ({ p99 }) => p99,
    told: (runs) => `p50 ${milliseconds(middle(runs, 'p50'))}, p99 ${milliseconds(middle(runs, 'p99'))}; ${Math.round(middle(runs, 'sentPerSecond'))}/s sent, all stored; ${Math.round(middle(runs, 'writes'))} bookings/s`,
    numbers: (runs) => ({ p50_ms: middle(runs, 'p50'), p99_ms: middle(runs, 'p99'), sent_per_second: middle(runs, 'sentPerSecond'), writes_per_second: middle(runs, 'writes') }),
  });
}
