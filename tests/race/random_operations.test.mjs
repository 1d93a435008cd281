// Twenty residents and four clerks do for a while whatever they like, time passes suddenly for some of their holds, and
// the program is killed in the middle. Afterwards every rule of the tables holds, and what was acknowledged is there.
//   RACE_SECONDS  how long, for each database (15)        RACE_SEED  to repeat the throws of a run
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChain } from '../http/chain/chain.mjs';
import { whatIsWrong } from '../http/chain/check.mjs';
import { noLimits } from '../http/chain/client.mjs';
import { openDatabase } from '../http/chain/database.mjs';
import { quarterHoursSoldTwice } from './support/books.mjs';
import { chanceOf } from './support/chance.mjs';
import { Ledger } from './support/ledger.mjs';
import { programOf } from './support/program.mjs';
import { makeResidents } from './support/residents.mjs';
import { Clerk, Resident, meetingDays } from './support/townspeople.mjs';

const seconds = Number(process.env.RACE_SECONDS ?? 15);
const seed = Number(process.env.RACE_SEED ?? Date.now() % 1_000_000);
const residents = 20;
const clerks = 4;
const days = 5;

for (const engine of ['sqlite', 'mariadb']) {
  describe(`whatever people do, on ${engine}, seed ${seed}`, () => {
    let chain;
    let database;
    let program;
    let ledger;
    before(async () => {
      chain = await startChain({ database: engine, tolerant: true, limits: noLimits });
      database = await openDatabase(chain);
      program = await programOf(chain);
    });
    after(async () => {
      await program?.stop();
      await chain?.stop();
    });

    /** For some of those who hold something it is suddenly too late, and longer so than the sweep may take. */
    const letTimePass = async (chance) => {
      const held = await database.rows("SELECT owner_id FROM claim_owner WHERE state IN ('held', 'permitted_unpaid')");
      const late = held.filter(() => chance.happens(0.15)).map(({ owner_id: id }) => id);
      if (late.length) await database.run(`UPDATE claim_owner SET expires_at_ms = ${Date.now() - 60_000} WHERE state IN ('held', 'permitted_unpaid') AND owner_id IN (${late.join(', ')});`);
    };

    test(`for ${seconds} seconds, killed once in the middle`, async () => {
      ledger = new Ledger();
      const dates = await meetingDays(chain, days);
      const [callers, desk] = [await makeResidents(chain, database, residents), await makeResidents(chain, database, clerks, 'desk')];
      const common = (number) => ({ chance: chanceOf(seed * 1_000 + number), dates, ledger, from: `127.0.5.${number + 1}` });
      const people = [
        ...callers.map((caller, number) => Object.assign(new Resident({ caller, ...common(number) }), { sandboxUrl: chain.sandboxUrl })),
        ...desk.map((caller, number) => Object.assign(new Clerk({ caller, ...common(residents + number) }), { residents: callers.map(({ id }) => id) })),
      ];
      const ends = Date.now() + seconds * 1000;
      const living = people.map(async (person) => { while (Date.now() < ends) await person.act(); });
      const passing = (async () => {
        const chance = chanceOf(seed);
        while (Date.now() < ends) {
          await sleep(700);
          await letTimePass(chance);
        }
      })();
      const killing = sleep((seconds * 1000) / 2).then(() => program.killAndStart());
      for (const { reason } of await Promise.allSettled([...living, passing, killing])) if (reason) throw reason;
    });

    test('enough of everything happened', () => {
      console.log([...ledger.answers].sort().map(([said, count]) => `${said}: ${count}`).join('\n'));
      for (const done of [/^hold 201/, /^hold 409 already_taken/, /^apply 200/, /^change 200/, /^give back 20/, /^close 201/, /^lift 200/, /^book for 201/, /^wait 201/, /^begin to pay 202/])
        assert.ok(ledger.count(done) > 0, `${done} never happened`);
    });

    test('nothing is wrong in the tables, nothing was sold twice', async () => {
      assert.equal(whatIsWrong(chain), '');
      assert.equal(await quarterHoursSoldTwice(database), 0);
    });

    test('what was acknowledged is there, and nothing else', () => ledger.assertKept(database));
  });
}
