// Durable bookings: persistence beside the barest loop that writes the same rows, in turns (bookings/main.cpp).
import { program } from '../load.mjs';
import { perSecond } from '../table.mjs';

export async function measureBookings(engine, { rounds, seconds, callers }) {
  const lines = await program('bench_bookings', ['--engine', engine, '--rounds', rounds, '--seconds', seconds, '--callers', callers.join(',')]);
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map((numbers) => ({
      what: `durable bookings, ${numbers.callers} caller${numbers.callers === 1 ? '' : 's'}`,
      engine,
      measured: perSecond(numbers.product_per_second),
      beside: `${perSecond(numbers.bare_per_second)} bare loop`,
      ratio: numbers.ratio,
      target: '≥ 0.6',
      numbers,
    }));
}
