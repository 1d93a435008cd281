// One quote: all the examples of Hoshimigawa, one after the other on one processor.
import path from 'node:path';
import { projectRoot } from '../../http/chain/chain.mjs';
import { program } from '../load.mjs';

export async function measureQuote({ rounds }) {
  const answer = JSON.parse(await program('bench_quote', [path.join(projectRoot, 'ops/towns/hoshimigawa'), '--rounds', rounds]));
  const microseconds = answer.nanoseconds_each / 1_000;
  return [{ what: 'one quote, examples of Hoshimigawa', engine: '', measured: `${microseconds.toFixed(1)} µs`, target: '< 20 µs', numbers: { microseconds, quotes: answer.quotes } }];
}
