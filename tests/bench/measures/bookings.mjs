// Durable bookings: persistence beside the barest loop that writes the same rows, and persistence on a database with many
// past bookings beside one without; each in turns (bookings/main.cpp).
import { program } from '../load.mjs';
import { perSecond } from '../table.mjs';

const callersOf = ({ callers }) => `durable bookings, ${callers} caller${callers === 1 ? '' : 's'}`;

async function compare(words, { rounds, seconds, callers }) {
  const lines = await program('bench_bookings', [...words, '--rounds', rounds, '--seconds', seconds, '--callers', callers.join(',')]);
  return lines.trim().split('\n').map((line) => JSON.parse(line));
}

export async function measureBookings(engine, size) {
  const all = await compare(['--engine', engine], size);
  return all.map((numbers) => ({
    what: callersOf(numbers),
    engine,
    measured: perSecond(numbers.product_per_second),
    beside: `${perSecond(numbers.bare_per_second)} bare loop`,
    ratio: numbers.ratio,
    target: '≥ 0.6',
    numbers,
  }));
}

/** The programs of both chains must be at rest: only their databases are wanted. */
export async function measureBookingsAfter(chains, { engine, past }, size) {
  const all = await compare(['--engine', engine, '--full', chains.full.database, '--empty', chains.empty.database], size);
  return all.map((numbers) => ({
    what: `${callersOf(numbers)}, after ${past}`,
    engine,
    measured: perSecond(numbers.full_per_second),
    beside: `${perSecond(numbers.empty_per_second)} without them`,
    ratio: numbers.ratio,
    target: '≥ 0.9',
    numbers,
  }));
}
