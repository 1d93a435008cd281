// Starts the chain of a town in a folder of its own, unless BASE_URL names one that runs already; stops it afterwards.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const ready_within_ms = 60_000;

export interface Chain { base_url: string; stop(): Promise<void> }

function untilReady(chain: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`the chain is not ready:\n${said}`)), ready_within_ms);
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (!/^ready$/m.test(said)) return;
      clearTimeout(timer);
      resolve();
    };
    chain.stdout?.on('data', listen);
    chain.stderr?.on('data', listen);
    chain.on('exit', (code) => reject(new Error(`the chain ended with ${code}:\n${said}`)));
  });
}

/** The chain of one of ops/towns, or of a town's folder. */
export async function startTown(town: string): Promise<Chain> {
  const folder = mkdtempSync(join(tmpdir(), 'hiroba-browser-'));
  const chain = spawn(join(repository, 'ops', 'chain'), ['--var', folder, '--until-eof'],
    { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, TOWN: town } });
  await untilReady(chain);
  const description = JSON.parse(readFileSync(join(folder, 'run', 'chain.json'), 'utf8')) as { publicUrl: string };
  return {
    base_url: description.publicUrl,
    async stop() {
      const ended = new Promise((resolve) => chain.on('exit', resolve));
      chain.stdin?.end();
      chain.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export default async function startChain(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['BASE_URL']) return undefined;
  const chain = await startTown('hoshimigawa');
  process.env['BASE_URL'] = chain.base_url;
  return () => chain.stop();
}
