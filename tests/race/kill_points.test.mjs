// The town's program is killed at each point between two things that last, on purpose and not by chance: what was
// committed and not sent, sent and not answered, stored and not applied. Each time the next process brings it to its end.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChain } from '../http/chain/chain.mjs';
import { assertNothingIsWrong } from '../http/chain/check.mjs';
import { request } from '../http/chain/client.mjs';
import { openDatabase } from '../http/chain/database.mjs';
import { bookAndPay, payPage, startedPayment } from './support/payer.mjs';
import { programOf } from './support/program.mjs';
import { makeResidents } from './support/residents.mjs';
import { separateSlots } from './support/slots.mjs';

const longestWaitMs = 30_000;
const messages = 400;

for (const engine of ['sqlite', 'mariadb']) {
  describe(`killed at a chosen point on ${engine}`, () => {
    let chain;
    let database;
    let program;
    let provider;
    let residents;
    let slots;
    let clerk;
    before(async () => {
      chain = await startChain({ database: engine, tolerant: true });
      database = await openDatabase(chain);
      program = await programOf(chain);
      provider = await programOf(chain, 'sandbox');
      residents = await makeResidents(chain, database, 5);
      [clerk] = await makeResidents(chain, database, 1, 'desk');
      slots = await separateSlots(chain, { firstDay: 20, count: 5 });
    });
    after(async () => {
      await program?.stop();
      await provider?.stop();
      await chain?.stop();
    });

    const behave = async (behaviour) => {
      const { status } = await request(`${chain.sandboxUrl}/_sandbox/behaviour`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(behaviour) });
      assert.equal(status, 200);
    };
    const count = async (what) => Number((await database.rows(`SELECT COUNT(*) AS n FROM ${what}`))[0].n);
    const atProvider = async () => {
      const text = await readFile(path.join(chain.var, 'sandbox.json'), 'utf8').catch(() => '{}');
      const { sessions = [], refunds = [] } = JSON.parse(text);
      return { pages: sessions.length, refunds: refunds.length };
    };

    async function until(what, isTrue) {
      const deadline = Date.now() + longestWaitMs;
      while (!await isTrue()) {
        assert.ok(Date.now() < deadline, `never: ${what}`);
        await sleep(25);
      }
    }

    // What a worker had in hand when the program died is taken up again when its lease of ninety seconds is over.
    async function startAgain() {
      await database.run('UPDATE payment_attempt SET next_step_at_ms = next_step_at_ms - 85000, version = version + 1 WHERE live = 1;');
      await database.run('UPDATE refund_payout SET next_step_at_ms = next_step_at_ms - 85000, version = version + 1 WHERE next_step_at_ms IS NOT NULL;');
      await program.start();
    }

    const begin = (number) => startedPayment(chain, residents[number], slots[number], `127.0.6.${number + 1}`, 'card');
    const isIn = (attemptId, state) => async () => await count(`payment_attempt WHERE attempt_id = ${attemptId} AND state = '${state}'`) === 1;

    async function payAndFinish({ call, attempt_id: attemptId }) {
      await payPage(chain, call, attemptId, 'card');
      await until('the payment is proved', isIn(attemptId, 'paid'));
    }

    async function refundDue(number) {
      const id = await bookAndPay(chain, residents[number], slots[number], `127.0.6.${number + 1}`);
      await until('the booking is permitted', async () => await count(`booking b JOIN claim_owner o ON o.owner_id = b.booking_id WHERE b.application_id = ${id} AND o.state = 'permitted'`) === 1);
      const given = await residents[number].call('POST', `/api/v1/applications/${id}/cancellation`, {}, { from: `127.0.6.${number + 1}` });
      assert.equal(given.status, 200, given.text);
      const [{ refund_id: refund }] = await database.rows(`SELECT refund_id FROM refund WHERE application_id = ${id}`);
      return refund;
    }

    async function approve(refund) {
      const approved = await clerk.call('POST', `/api/v1/staff/refunds/${refund}/approval`, undefined, { from: '127.0.6.99' });
      assert.equal(approved.status, 200, approved.text);
      return refund;
    }
    const refundIsIn = (refund, state) => async () => await count(`refund WHERE refund_id = ${refund} AND state = '${state}'`) === 1;

    test('after the commit of the attempt, before it is sent', async () => {
      const { pages } = await atProvider();
      await provider.freeze(); // takes the connection, and hears nothing
      const payment = await begin(0);
      await until('the worker is about to send', isIn(payment.attempt_id, 'sent'));
      await program.kill();
      await provider.kill(); // and what lay in its socket is gone
      assert.equal((await atProvider()).pages, pages, 'nothing was sent');
      await provider.start();
      await startAgain();
      await payAndFinish(payment);
      assert.equal((await atProvider()).pages, pages + 1);
    });

    test('after the attempt was sent, before the answer is stored', async () => {
      const { pages } = await atProvider();
      await behave({ next_create: 'slow', slow_ms: 8000 });
      const payment = await begin(1);
      await until('the provider has made the page', async () => (await atProvider()).pages === pages + 1);
      assert.ok(await isIn(payment.attempt_id, 'sent')(), 'and its answer is not stored');
      await program.kill();
      await startAgain();
      await payAndFinish(payment);
      assert.equal((await atProvider()).pages, pages + 1, 'a request that was repeated made no second page');
    });

    test("after the refund's commit, before it is sent", async () => {
      const refund = await refundDue(2);
      const { refunds } = await atProvider();
      await provider.freeze();
      await approve(refund);
      await until('the worker is about to send', refundIsIn(refund, 'sending'));
      await program.kill();
      await provider.kill();
      assert.equal((await atProvider()).refunds, refunds, 'nothing was sent');
      await provider.start();
      await startAgain();
      await until('the refund is paid', refundIsIn(refund, 'succeeded'));
      assert.equal((await atProvider()).refunds, refunds + 1);
    });

    test('after the refund was sent, before the answer is stored', async () => {
      const refund = await refundDue(3);
      const { refunds } = await atProvider();
      await behave({ next_refund: 'slow', slow_ms: 8000, webhooks: 'drop' }); // nor does a message tell
      await approve(refund);
      await until('the provider has given it back', async () => (await atProvider()).refunds === refunds + 1);
      assert.ok(await refundIsIn(refund, 'sending')(), 'and its answer is not stored');
      await program.kill();
      await startAgain();
      await until('the refund is paid', refundIsIn(refund, 'succeeded'));
      assert.equal((await atProvider()).refunds, refunds + 1, 'it was given back once');
      await behave({ webhooks: 'deliver' });
    });

    test('after a message is stored, before it is applied', async () => {
      const payment = await begin(4);
      await until('the page is there', isIn(payment.attempt_id, 'awaiting_user'));
      const [{ attempt_ref: ref }] = await database.rows(`SELECT attempt_ref FROM payment_attempt WHERE attempt_id = ${payment.attempt_id}`);
      const secret = (await readFile(path.join(chain.secrets, 'stripe_webhook_secret'), 'utf8')).trim();
      const send = async (id) => {
        const seconds = Math.floor(Date.now() / 1000);
        const body = JSON.stringify({
          id, object: 'event', created: seconds, livemode: false, type: 'checkout.session.completed',
          data: { object: { id: 'cs_test_of_this_test', object: 'checkout.session', client_reference_id: ref } },
        });
        const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
        const answer = await request(`${chain.url}/api/v1/webhooks/stripe`, {
          method: 'POST', headers: { 'Content-Type': 'application/json', 'Stripe-Signature': `t=${seconds},v1=${signature}` }, body,
        }).catch(() => undefined);
        return answer?.status === 200 ? id : undefined;
      };
      // One is applied as soon as it is stored; of very many at once, the last are stored and wait.
      const sent = Array.from({ length: messages }, () => send(`evt_${randomUUID()}`));
      await until('some of them wait', async () => await count("provider_inbox WHERE outcome = 'waiting'") > 0);
      await program.kill();
      const accepted = (await Promise.all(sent)).filter(Boolean);
      assert.ok(await count("provider_inbox WHERE outcome = 'waiting'") > 0, 'killed while some of them wait');
      assert.ok(accepted.length > 0);
      const stored = new Set((await database.rows('SELECT dedupe_key FROM provider_inbox')).map(({ dedupe_key: key }) => key));
      assert.deepEqual(accepted.filter((id) => !stored.has(id)), [], 'every message that was accepted is stored');
      await startAgain();
      await payAndFinish(payment);
      await until('all of them are applied', async () => await count("provider_inbox WHERE outcome = 'waiting'") === 0);
    });

    test('and hiroba check finds nothing', () => assertNothingIsWrong(chain));
  });
}
