// Starts the whole chain (nginx → queue → hiroba, hiroba-sandbox) for a test, by ops/chain, in a folder of its own.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * @param {object} [options]
 * @param {'sqlite'|'mariadb'} [options.database] a file, or a private MariaDB that lives as long as the chain
 * @param {boolean} [options.trial] plain HTTP and the sandbox (default), or neither
 * @param {Record<string, string>} [options.limits] limits of ops/nginx/limits.sh to set differently, by name
 * @param {Record<string, string>} [options.environment] for the programs of the chain
 * @param {boolean} [options.tolerant] a program that dies does not take the others with it
 * @param {boolean} [options.keep] leave the folder after stop()
 * @returns {Promise<Chain>} when /healthz has answered 200 through the whole chain
 *
 * @typedef {object} Chain
 * @property {string} url the front door by address, publicUrl: as browsers call it (its origin is what hiroba accepts)
 * @property {string} publishUrl where hiroba publishes to the push channel, queueUrl, serveUrl, sandboxUrl
 * @property {string} database the database URL, @property {string} var, log, secrets: folders
 * @property {Record<string, number>} pids of nginx, queue, hiroba, sandbox, mariadb
 * @property {() => Promise<string>} nginxErrors what nginx has written to its error log
 * @property {() => Promise<void>} stop
 */
export async function startChain(options = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'hiroba-chain-'));
  const words = ['--var', folder, '--until-eof'];
  if (options.database === 'mariadb') words.push('--mariadb');
  if (options.trial === false) words.push('--no-trial');
  if (options.tolerant) words.push('--tolerant');
  const limits = Object.entries(options.limits ?? {}).map(([name, value]) => [`HIROBA_LIMIT_${name}`, value]);
  const environment = { ...process.env, HIROBA_DATABASE: '', ...options.environment, ...Object.fromEntries(limits) };
  const chain = spawn(path.join(projectRoot, 'ops/chain'), words, {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => chain.on('close', resolve));
  const stop = async () => {
    chain.stdin.end();
    await ended;
    if (!options.keep) await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(chain);
  } catch (error) {
    await stop();
    throw error;
  }
  const description = JSON.parse(await readFile(path.join(folder, 'run/chain.json'), 'utf8'));
  return {
    ...description,
    nginxErrors: () => readFile(path.join(description.log, 'nginx-error.log'), 'utf8'),
    stop,
  };
}

function untilReady(chain) {
  return new Promise((resolve, reject) => {
    let said = '';
    chain.stdout.on('data', (text) => {
      said += text;
      if (said.includes('ready\n')) resolve();
    });
    chain.stderr.on('data', (text) => {
      said += text;
    });
    chain.on('error', reject);
    chain.on('close', (code) => reject(new Error(`ops/chain ended with ${code}:\n${said}`)));
  });
}
