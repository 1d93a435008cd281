// The town's program inside a running chain, killed without warning and started again.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from '../../http/chain/client.mjs';

/** @param {import('../../http/chain/chain.mjs').Chain} chain started with `tolerant` */
export async function programOf(chain) {
  const [command, ...words] = (await readFile(`/proc/${chain.pids.hiroba}/cmdline`, 'utf8')).split('\0').slice(0, -1);
  const log = openSync(path.join(chain.log, 'hiroba-again.log'), 'a');
  let pid = chain.pids.hiroba;
  let running;
  return {
    /** SIGKILL: no time for anything. Then a new one, which is waited for until the whole chain is healthy. */
    async killAndStart() {
      process.kill(pid, 'SIGKILL');
      await running?.ended;
      await sleep(200);
      const child = spawn(command, words, { stdio: ['ignore', 'ignore', log] });
      running = { child, ended: new Promise((resolve) => child.on('exit', resolve)) };
      pid = child.pid;
      await untilHealthy(chain);
    },
    async stop() {
      running?.child.kill('SIGTERM');
      await running?.ended;
    },
  };
}

async function untilHealthy(chain) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const answer = await request(`${chain.url}/healthz`).catch(() => undefined);
    if (answer?.status === 200) return;
    if (Date.now() > deadline) throw new Error('the chain did not become healthy again');
    await sleep(100);
  }
}
