// What our own program sends and accepts, judged by the providers' official clients: the signature of every request to
// PayPay, and events signed by Stripe's client, for the receiver of the whole chain.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import { startChain } from '../http/chain/chain.mjs';
import { request } from '../http/chain/client.mjs';
import { openDatabase } from '../http/chain/database.mjs';
import { bookAndPay, startedPayment } from '../race/support/payer.mjs';
import { makeResidents } from '../race/support/residents.mjs';
import { separateSlots } from '../race/support/slots.mjs';
import { authorizationOf, clientWith } from './support/paypay_client.mjs';

describe('our side, judged by the official clients', () => {
  let chain;
  let database;
  let secrets;
  before(async () => {
    chain = await startChain();
    database = await openDatabase(chain);
    const names = ['paypay_api_key', 'paypay_api_secret', 'paypay_merchant_id', 'paypay_webhook_token', 'stripe_webhook_secret', 'stripe_secret_key'];
    const read = async (name) => [name, await readFile(path.join(chain.secrets, name), 'utf8')];
    secrets = Object.fromEntries(await Promise.all(names.map(read)));
  });
  after(() => chain?.stop());

  const attemptsIn = async (condition) => Number((await database.rows(`SELECT COUNT(*) AS n FROM payment_attempt WHERE ${condition}`))[0].n);
  async function until(condition) {
    for (let waited = 0; waited < 300; waited += 1) {
      if (await attemptsIn(condition) > 0) return;
      await sleep(100);
    }
    assert.fail(`no attempt in ${condition}`);
  }

  test("every request to PayPay is signed as PayPay's client signs it", async () => {
    const residents = await makeResidents(chain, database, 2);
    const slots = await separateSlots(chain, { firstDay: 20, count: 2 });
    await bookAndPay(chain, residents[0], slots[0], '127.0.5.1', 'paypay');
    await until("method = 'paypay' AND state = 'paid'");
    const { call, id } = await startedPayment(chain, residents[1], slots[1], '127.0.5.2', 'paypay');
    await until("method = 'paypay' AND state = 'awaiting_user'");
    assert.equal((await call('POST', `/api/v1/applications/${id}/cancellation`, {})).status, 202);
    await until("method = 'paypay' AND state = 'cancelled'");

    const { json: calls } = await request(`${chain.sandboxUrl}/_sandbox/paypay/calls`);
    const kinds = new Set(calls.map(({ method, path: at }) => `${method} ${at.replace(/[^/]+$/, (last) => (/^codes$/.test(last) ? last : '…'))}`));
    assert.deepEqual([...kinds].sort(), ['DELETE /v2/codes/…', 'DELETE /v2/payments/…', 'GET /v2/codes/payments/…', 'POST /v2/codes']);
    const client = clientWith(secrets);
    for (const sent of calls) {
      const [, , , nonce, epoch] = sent.authorization.split(':');
      assert.equal(authorizationOf(client, sent, { nonce, epoch: Number(epoch) }), sent.authorization, `${sent.method} ${sent.path}`);
    }
  });

  const event = (id = 'evt_official') => JSON.stringify({
    id, object: 'event', api_version: '2026-10-28.endive', created: Math.floor(Date.now() / 1000), livemode: false,
    type: 'checkout.session.completed', pending_webhooks: 1, request: { id: null, idempotency_key: null },
    data: { object: { id: 'cs_test_official', object: 'checkout.session', client_reference_id: 'nobody', metadata: { 施設: '体育館' } } },
  });
  const post = (payload, signature) => request(`${chain.url}/api/v1/webhooks/stripe`, {
    method: 'POST', headers: { 'Content-Type': 'application/json', ...(signature && { 'Stripe-Signature': signature }) }, body: payload,
  });
  const signedBy = (payload, options = {}) => Stripe.webhooks.generateTestHeaderString({ payload, secret: secrets.stripe_webhook_secret, ...options });

  test("the receiver takes what Stripe's client signs, and nothing that differs from it", async () => {
    const payload = event();
    const now = Math.floor(Date.now() / 1000);
    const foreign = signedBy(payload, { secret: 'whsec_another' });
    const cases = [
      ['signed now', payload, signedBy(payload), 200],
      ['the same once more', payload, signedBy(payload), 200],
      ['two signatures while the secret is changed', payload, `${foreign},${signedBy(payload).split(',')[1]}`, 200],
      ['from the future', payload, signedBy(payload, { timestamp: now + 3600 }), 200],
      ['too old', payload, signedBy(payload, { timestamp: now - 301 }), 400],
      ['tampered with', payload.replace('nobody', 'nobody!'), signedBy(payload), 400],
      ['another secret', payload, foreign, 400],
      ['in capitals', payload, signedBy(payload).replace(/v1=.*/, (text) => `v1=${text.slice(3).toUpperCase()}`), 400],
      ['not signed', payload, undefined, 400],
    ];
    for (const [name, body, signature, status] of cases) {
      const answer = await post(body, signature);
      assert.equal(answer.status, status, `${name}: ${answer.text}`);
    }
    const [{ n }] = await database.rows("SELECT COUNT(*) AS n FROM provider_inbox WHERE dedupe_key = 'evt_official'");
    assert.equal(Number(n), 1);
  });

  test("a message of PayPay's kind is taken at its secret address only", async () => {
    const at = (token, body) => request(`${chain.url}/api/v1/webhooks/paypay/${token}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    const message = JSON.stringify({ notification_type: 'Transaction', order_id: '1', merchant_order_id: 'nobody', order_amount: '12345', state: 'COMPLETED', paid_at: '2026-12-01T00:00:00Z' });
    assert.equal((await at(secrets.paypay_webhook_token, message)).status, 200);
    assert.equal((await at('guessed', message)).json.code, 'bad_signature');
    assert.equal((await at(secrets.paypay_webhook_token, '{')).json.code, 'not_json');
    assert.equal((await at(secrets.paypay_webhook_token, '{}')).json.code, 'not_an_event');
  });
});
