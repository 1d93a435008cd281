// Runs the programs that measure, and speaks for the residents they send.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../http/chain/chain.mjs';

const run = promisify(execFile);
export const programs = process.env.HIROBA_BIN ?? path.join(projectRoot, 'build/release/bin');

/** Runs one of our programs; answers what it printed. */
export async function program(name, words) {
  const { stdout } = await run(path.join(programs, name), words.map(String), { maxBuffer: 1 << 28 });
  return stdout;
}

export const getRequest = (target) => `GET ${target} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\n\r\n`;

/** A file of requests as bench_load reads it. */
export async function writeScript(file, requests) {
  const parts = requests.flatMap((request) => [Buffer.from(`${Buffer.byteLength(request)}\n`), Buffer.from(request)]);
  await writeFile(file, Buffer.concat(parts));
}

/**
 * @returns {Promise<{answers: number, broken: number, seconds: number, per_second: number, statuses: Record<string, number>,
 *   p50_ms: number, p95_ms: number, p99_ms: number, max_ms: number, with_text: number, generator_share: number,
 *   each?: [number, number, number][]}>} with_text: how many answers hold `text`
 */
export async function load(url, script, { connections, addresses = connections, seconds, warmUp, once, each, text }) {
  const words = ['--port', new URL(url).port, '--script', script, '--connections', connections, '--addresses', Math.min(addresses, 750)];
  if (seconds) words.push('--seconds', seconds);
  if (warmUp) words.push('--warm-up', warmUp);
  if (once) words.push('--once');
  if (each) words.push('--each');
  if (text) words.push('--text', text);
  return JSON.parse(await program('bench_load', words));
}

export const residentToken = (number) => `bench-resident-${String(number).padStart(6, '0')}`;

/** The head that a resident's changes carry. */
export const residentHeaders = (chain, number) => ({
  Host: new URL(chain.publicUrl).host,
  Origin: chain.publicUrl,
  Cookie: `sid=${residentToken(number)}`,
  'X-CSRF-Token': residentToken(number),
  'Content-Type': 'application/json',
});

/** One hold as bytes, for the script of bench_load. */
export function holdRequest(chain, number, slot, key) {
  const body = JSON.stringify({ uses: [slot] });
  const headers = { ...residentHeaders(chain, number), 'Idempotency-Key': key, 'Content-Length': Buffer.byteLength(body) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /api/v1/applications HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value below which this share of the values lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))];
}
