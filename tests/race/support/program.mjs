// A program inside a running chain, killed without warning and started again.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from '../../http/chain/client.mjs';
import { freeze, thaw } from '../../http/chain/freeze.mjs';

/**
 * @param {import('../../http/chain/chain.mjs').Chain} chain started with `tolerant`
 * @param {'hiroba'|'sandbox'} [name]
 */
export async function programOf(chain, name = 'hiroba') {
  const [command, ...words] = (await readFile(`/proc/${chain.pids[name]}/cmdline`, 'utf8')).split('\0').slice(0, -1);
  const log = openSync(path.join(chain.log, `${name}-again.log`), 'a');
  const healthy = name === 'hiroba' ? `${chain.url}/healthz` : `${chain.sandboxUrl}/_sandbox/refunds`;
  let pid = chain.pids[name];
  let frozen = false;
  let running;
  const kill = async () => {
    process.kill(pid, 'SIGKILL');
    frozen = false;
    await running?.ended;
    await sleep(200);
  };
  const start = async () => {
    const child = spawn(command, words, { stdio: ['ignore', 'ignore', log] });
    running = { child, ended: new Promise((resolve) => child.on('exit', resolve)) };
    pid = child.pid;
    await untilHealthy(healthy);
  };
  return {
    /** SIGKILL: no time for anything. */
    kill,
    /** A new one, which is waited for until it answers. */
    start,
    async killAndStart() {
      await kill();
      await start();
    },
    /** It takes connections and does nothing with them. */
    async freeze() {
      frozen = true;
      await freeze(pid);
    },
    async stop() {
      if (frozen) thaw(pid); // its test ended too early
      running?.child.kill('SIGTERM');
      await running?.ended;
    },
  };
}

async function untilHealthy(url) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const answer = await request(url).catch(() => undefined);
    if (answer?.status === 200) return;
    if (Date.now() > deadline) throw new Error(`${url} did not become healthy again`);
    await sleep(100);
  }
}
