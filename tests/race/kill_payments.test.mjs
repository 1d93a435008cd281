// The town's program is killed in the middle of twenty payments, answers of the provider are lost, and its messages
// come twice or not at all. What the provider has been paid is afterwards a permitted booking, to the yen.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChain } from '../http/chain/chain.mjs';
import { assertNothingIsWrong } from '../http/chain/check.mjs';
import { request } from '../http/chain/client.mjs';
import { assertClaimsMatchBookings } from './support/books.mjs';
import { openDatabase } from '../http/chain/database.mjs';
import { bookAndPay } from './support/payer.mjs';
import { programOf } from './support/program.mjs';
import { makeResidents } from './support/residents.mjs';
import { separateSlots } from './support/slots.mjs';

const payers = 20;
const lostAnswers = 10;
const longestDoubtMs = 45_000;

// Where each provider is told how to behave, and what it keeps: the payments it knows of, and those that brought money.
const providers = {
  card: {
    name: 'stripe',
    control: '/_sandbox/behaviour',
    async kept(chain) {
      const { sessions } = JSON.parse(await readFile(path.join(chain.var, 'sandbox.json'), 'utf8'));
      return sessions.map(({ order, payment_intent_id }) => ({ ref: order.client_reference_id, is_paid: payment_intent_id !== '' }));
    },
  },
  paypay: {
    name: 'paypay',
    control: '/_sandbox/paypay',
    async kept(chain) {
      const { payments } = JSON.parse(await readFile(path.join(chain.var, 'paypay_sandbox.json'), 'utf8'));
      return payments.map(({ merchant_payment_id: ref, status }) => ({ ref, is_paid: status === 'COMPLETED' }));
    },
  },
};

const runs = [
  { engine: 'sqlite', webhooks: 'drop', method: 'card' },
  { engine: 'mariadb', webhooks: 'duplicate', method: 'card' },
  { engine: 'sqlite', webhooks: 'forge', method: 'paypay' },
  { engine: 'mariadb', webhooks: 'drop', method: 'paypay' },
];

for (const { engine, webhooks, method } of runs) {
  describe(`killed in the middle of payments by ${method} on ${engine}, the provider's messages: ${webhooks}`, () => {
    const provider = providers[method];
    let chain;
    let database;
    let program;
    before(async () => {
      chain = await startChain({ database: engine, tolerant: true });
      database = await openDatabase(chain);
      program = await programOf(chain);
    });
    after(async () => {
      await program?.stop();
      await chain?.stop();
    });

    const behave = (behaviour) => request(`${chain.sandboxUrl}${provider.control}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(behaviour) });
    const attemptsIn = async (condition) => Number((await database.rows(`SELECT COUNT(*) AS n FROM payment_attempt WHERE ${condition}`))[0].n);

    // What a worker had in hand when the program died is taken up again when its lease of ninety seconds is over.
    const letLeasesRunOut = () => database.run("UPDATE payment_attempt SET next_step_at_ms = next_step_at_ms - 85000, version = version + 1 WHERE live = 1;");

    async function whileKilling(payments) {
      const all = Promise.allSettled(payments); // whatever becomes of one, the killing is brought to its end
      const losing = (async () => {
        for (let times = 0; times < lostAnswers; times += 1) {
          assert.equal((await behave({ next_create: 'lose_answer' })).status, 200);
          await sleep(150);
        }
      })();
      for (const pause of [300, 1200]) {
        await sleep(pause);
        await program.killAndStart();
        await letLeasesRunOut();
      }
      await losing;
      return (await all).map(({ value, reason }) => value ?? assert.fail(reason));
    }

    test('every payment becomes a permitted booking, and nothing stays in doubt', async () => {
      assert.equal((await behave({ webhooks })).status, 200);
      const residents = await makeResidents(chain, database, payers);
      const slots = await separateSlots(chain, { firstDay: 20, count: payers });
      const booked = await whileKilling(residents.map((resident, number) => bookAndPay(chain, resident, slots[number], `127.0.4.${number + 1}`, method)));
      assert.equal(new Set(booked).size, payers);

      const deadline = Date.now() + longestDoubtMs;
      while (await attemptsIn("state <> 'paid'") > 0 && Date.now() < deadline) await sleep(500);
      const kept = await provider.kept(chain);
      const paidAtProvider = kept.filter(({ is_paid }) => is_paid).map(({ ref }) => ref).sort();
      const confirmed = await database.rows(`SELECT p.attempt_ref FROM payment_attempt p JOIN obligation g ON g.obligation_id = p.obligation_id
        JOIN booking b ON b.application_id = g.application_id JOIN claim_owner o ON o.owner_id = b.booking_id
        WHERE p.state = 'paid' AND g.state = 'paid' AND o.state = 'permitted'`);
      assert.deepEqual(confirmed.map(({ attempt_ref: ref }) => ref).sort(), paidAtProvider);
      assert.equal(paidAtProvider.length, payers);
      assert.equal(kept.length, payers, 'a request that was repeated made no second page');
      assert.equal(await attemptsIn('live = 1'), 0);
    });

    test('the journal, the claims and the counters agree with the bookings', async () => {
      const [{ owed, paid }] = await database.rows(`SELECT
        (SELECT COALESCE(SUM(amount_yen), 0) FROM obligation WHERE state = 'owed') AS owed,
        (SELECT SUM(amount_yen) FROM payment_attempt WHERE state = 'paid') AS paid`);
      const balance = async (account) => (await database.rows(`SELECT
        (SELECT COALESCE(SUM(amount_yen), 0) FROM journal_transfer WHERE debit_account = '${account}') -
        (SELECT COALESCE(SUM(amount_yen), 0) FROM journal_transfer WHERE credit_account = '${account}') AS balance`))[0].balance;
      assert.equal(await balance('receivable'), owed);
      assert.equal(await balance(`provider_clearing:${provider.name}`), paid);
      assert.equal(await balance('suspense'), '0');
      const { json: town } = await request(`${chain.url}/api/v1/facilities`);
      await assertClaimsMatchBookings(database, new Map(town.facilities.flatMap(({ spaces }) => spaces).map(({ code, units }) => [code, units])));
      assertNothingIsWrong(chain);
    });
  });
}
