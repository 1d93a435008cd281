// A program that takes connections and does nothing with them.
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** SIGSTOP, until it has stopped: on a busy machine its threads stop one after the other. */
export async function freeze(pid) {
  process.kill(pid, 'SIGSTOP');
  while (!await hasStopped(pid)) await sleep(2);
}

export const thaw = (pid) => process.kill(pid, 'SIGCONT');

/** Every thread of it: state T of proc_pid_stat(5), behind the name in brackets. */
async function hasStopped(pid) {
  const threads = await readdir(`/proc/${pid}/task`);
  const stats = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8')));
  return stats.every((stat) => stat.slice(stat.lastIndexOf(')') + 2).startsWith('T'));
}
