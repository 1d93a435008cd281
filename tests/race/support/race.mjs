// Clients that all ask for the same thing at the same moment, thing after thing.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const holdsPerPerson = 3;
// The shipped limit of one session is twenty requests a second.
const leastMsBetweenRounds = 50;

/**
 * Each round, every client asks for its wish of that round; whoever has won three times goes on as the next resident.
 * @param {object} race
 * @param {number} race.clients
 * @param {object[][]} race.rounds the wish of each client, or one wish for all of them
 * @param {ReturnType<import('./residents.mjs').makeResidents>} race.residents enough for three wins each
 * @returns {Promise<{winners: {round: number, wish: object, resident: number, bookingId: string}[], toldToComeBack: number}>}
 */
export async function raceFor({ clients, rounds, residents }) {
  const waiting = [...residents];
  const runners = Array.from({ length: clients }, (_, number) => ({ from: `127.0.3.${number + 1}`, person: waiting.shift(), wins: 0 }));
  const result = { winners: [], toldToComeBack: 0 };
  for (const [round, wishes] of rounds.entries()) {
    const pause = sleep(leastMsBetweenRounds);
    await Promise.all(runners.map(async (runner, number) => {
      const wish = wishes[number % wishes.length];
      const answer = await askUntilHeard(runner, wish, result);
      if (answer.status !== 201) {
        assert.equal(`${answer.status} ${answer.json?.code}`, '409 already_taken', `answered ${answer.status} ${answer.text}`);
        return;
      }
      result.winners.push({ round, wish, resident: runner.person.id, bookingId: answer.json.application.bookings[0].booking_id });
      runner.wins += 1;
      if (runner.wins % holdsPerPerson === 0) runner.person = waiting.shift() ?? assert.fail('there are too few residents');
    }));
    await pause;
  }
  return result;
}

/** As a page asks: again under the same key when it is told to come back. */
async function askUntilHeard(runner, wish, result) {
  const key = randomUUID();
  for (;;) {
    const answer = await runner.person.call('POST', '/api/v1/applications', { uses: [wish] }, { from: runner.from, key });
    if (answer.status !== 429) return answer;
    result.toldToComeBack += 1;
    await sleep(1000 * Number(answer.headers['retry-after']));
  }
}

/** The rounds that more than one client has won. */
export function wonTwice({ winners }) {
  const counts = new Map();
  for (const { round } of winners) counts.set(round, (counts.get(round) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1).length;
}
