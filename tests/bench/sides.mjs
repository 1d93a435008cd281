// Two chains of the same town, measured in turns: one with nothing behind it, one with many past bookings.
import { median } from './load.mjs';

export const sides = ['empty', 'full'];

/**
 * @template Result
 * @param {Record<'empty'|'full', import('../http/chain/chain.mjs').Chain>} chains
 * @param {number} rounds
 * @param {(chain: import('../http/chain/chain.mjs').Chain, round: number) => Promise<Result>} measure
 * @returns {Promise<Record<'empty'|'full', Result[]>>}
 */
export async function inTurns(chains, rounds, measure) {
  const results = { empty: [], full: [] };
  for (let round = 0; round < rounds; round += 1)
    for (const side of round % 2 ? [...sides].reverse() : sides) results[side].push(await measure(chains[side], round));
  return results;
}

/**
 * The line of the design as it is without past bookings, and the same after them beside it.
 * @param {object} line
 * @param {string} line.what @param {string} line.engine @param {string} line.past "1,000,000 past bookings"
 * @param {string} line.target
 * @param {Record<'empty'|'full', object[]>} line.results one for each round
 * @param {(result: object) => number} line.value what the ratio is of
 * @param {boolean} [line.lessIsBetter]
 * @param {(results: object[]) => string} line.told
 * @param {(results: object[]) => Record<string, unknown>} line.numbers
 * @param {Partial<import('./table.mjs').Row>} [line.more] of the first row
 * @returns {import('./table.mjs').Row[]}
 */
export function rowsOf({ what, engine, past, target, results, value, lessIsBetter, told, numbers, more = {} }) {
  const ratios = results.full.map((full, round) => {
    const [ours, theirs] = [value(full), value(results.empty[round])];
    return lessIsBetter ? theirs / ours : ours / theirs;
  });
  return [
    { what, engine, measured: told(results.empty), target, numbers: numbers(results.empty), ...more },
    { what: `… after ${past}`, engine, measured: told(results.full), beside: 'without them', ratio: median(ratios), target: '≥ 0.9', numbers: { ...numbers(results.full), ratios } },
  ];
}
