// `hiroba check`, which goes through everything that the town ever had: how long, and with how much memory.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programs } from '../load.mjs';

const highest = async (pid) => Number(/VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''))?.[1] ?? 0);

async function checked(chain) {
  const began = performance.now();
  const check = spawn(path.join(programs, 'hiroba'), ['check', '--progress', '--database', chain.database], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  check.stdout.on('data', (text) => (said += text));
  const ended = new Promise((resolve) => check.on('close', resolve));
  let kibibytes = 0;
  const watch = async () => {
    while (check.exitCode === null) {
      kibibytes = Math.max(kibibytes, await highest(check.pid));
      await sleep(20);
    }
  };
  const [code] = await Promise.all([ended, watch()]);
  if (code !== 0) throw new Error(`hiroba check ended with ${code}: ${said}`);
  return { seconds: (performance.now() - began) / 1000, megabytes: (kibibytes * 1024) / 1e6 };
}

export async function measureCheck(chains, { engine, past }) {
  const { seconds, megabytes } = await checked(chains.full);
  return [{ what: `hiroba check, after ${past}`, engine, measured: `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`, target: '', numbers: { seconds, megabytes } }];
}
