// One process that serves a town of a thousand rooms and has nothing to do.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from '../../http/chain/client.mjs';
import { median, programs } from '../load.mjs';
import { inTurns, rowsOf } from '../sides.mjs';
import { milliseconds } from '../table.mjs';
import { buildings, roomsOfABuilding } from '../town.mjs';
import { freePort } from './file_server.mjs';

async function startAgain(chain) {
  const port = await freePort();
  const began = performance.now();
  const server = spawn(path.join(programs, 'hiroba'), ['serve', '--database', chain.database, '--listen', `127.0.0.1:${port}`, '--public-url', chain.publicUrl,
    '--push-url', chain.publishUrl, '--stripe-url', chain.sandboxUrl, '--secrets', chain.secrets, '--attachments', path.join(chain.var, 'attachments'), '--workers', '16', '--trial'], { stdio: 'ignore' });
  const ended = new Promise((resolve) => server.on('close', resolve));
  for (;;) {
    const answer = await request(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.status === 200) break;
    if (performance.now() - began > 30_000) throw new Error('hiroba is not ready after half a minute');
    await sleep(2);
  }
  const readyMs = performance.now() - began;
  await sleep(1_000);
  const kibibytes = Number(/VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${server.pid}/status`, 'utf8'))[1]);
  server.kill('SIGTERM');
  await ended;
  return { readyMs, megabytes: (kibibytes * 1024) / 1e6 };
}

export async function measureRest(chains, { engine, past }, { starts }) {
  const results = await inTurns(chains, starts, startAgain);
  const middle = (runs, name) => median(runs.map((run) => run[name]));
  return rowsOf({
    what: `one process at rest with ${buildings * roomsOfABuilding} rooms`,
    engine,
    past,
    target: '< 150 MB, < 2 s',
    results,
    lessIsBetter: true,
    value: ({ readyMs }) => readyMs,
    told: (runs) => `${middle(runs, 'megabytes').toFixed(0)} MB, ready in ${milliseconds(middle(runs, 'readyMs'))}`,
    numbers: (runs) => ({ megabytes: middle(runs, 'megabytes'), ready_ms: middle(runs, 'readyMs') }),
  });
}
