// Stripe's official client works against the sandbox unchanged, and accepts the signatures of its events.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import Stripe from 'stripe';
import { keys, startSandbox } from './support/sandbox.mjs';

const order = () => ({
  mode: 'payment', allowed_payment_method_types: ['card'], client_reference_id: 'attempt-1', metadata: { attempt_ref: 'attempt-1' },
  line_items: [{ quantity: 1, price_data: { currency: 'jpy', unit_amount: 1200, product_data: { name: '第1競技場' } } }],
  payment_intent_data: { metadata: { attempt_ref: 'attempt-1' } }, locale: 'ja',
  expires_at: Math.floor(Date.now() / 1000) + 2000, success_url: 'https://example.jp/ok', cancel_url: 'https://example.jp/back',
});

describe("Stripe's official client and the sandbox", () => {
  let sandbox;
  let stripe;
  before(async () => {
    sandbox = await startSandbox();
    stripe = new Stripe(keys.stripe_secret_key, { host: '127.0.0.1', port: sandbox.port, protocol: 'http', maxNetworkRetries: 0 });
  });
  after(() => sandbox?.stop());

  const pay = (session) => sandbox.ask(`/pay/${session.id}`, {
    method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'card_number=4242424242424242',
  });

  test('a session is made, paid and told of; its event is signed as the client verifies it', async () => {
    const session = await stripe.checkout.sessions.create(order());
    assert.equal(session.status, 'open');
    assert.equal((await pay(session)).status, 303);
    const told = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge'] });
    assert.equal(told.payment_status, 'paid');
    assert.equal(told.payment_intent.amount_received, 1200);
    const message = await sandbox.message(({ path, body }) => path === '/stripe' && body.includes(session.id));
    const event = stripe.webhooks.constructEvent(message.body, message.headers['stripe-signature'], keys.stripe_webhook_secret);
    assert.equal(event.type, 'checkout.session.completed');
    assert.equal(event.data.object.id, session.id);
    assert.throws(() => stripe.webhooks.constructEvent(`${message.body} `, message.headers['stripe-signature'], keys.stripe_webhook_secret));
    assert.throws(() => stripe.webhooks.constructEvent(message.body, message.headers['stripe-signature'], 'whsec_another'));
    const listed = await stripe.events.list({ type: 'checkout.session.completed' });
    assert.ok(listed.data.some(({ id }) => id === event.id));
  });

  test('one key is one session; another order under it is an idempotency error', async () => {
    const idempotencyKey = randomUUID();
    const wish = order();
    const first = await stripe.checkout.sessions.create(wish, { idempotencyKey });
    assert.equal((await stripe.checkout.sessions.create(wish, { idempotencyKey })).id, first.id);
    await assert.rejects(stripe.checkout.sessions.create({ ...wish, locale: 'en' }, { idempotencyKey }), Stripe.errors.StripeIdempotencyError);
  });

  test('an open session expires when asked, and only then', async () => {
    const session = await stripe.checkout.sessions.create(order());
    assert.equal((await stripe.checkout.sessions.expire(session.id)).status, 'expired');
    await assert.rejects(stripe.checkout.sessions.expire(session.id), Stripe.errors.StripeInvalidRequestError);
  });

  const paid = async () => {
    const session = await stripe.checkout.sessions.create(order());
    assert.equal((await pay(session)).status, 303);
    return stripe.checkout.sessions.retrieve(session.id);
  };

  test('a payment is refunded in parts, listed, told of by signed events, and never beyond what it brought', async () => {
    const { payment_intent: intent } = await paid();
    const first = await stripe.refunds.create({ payment_intent: intent, amount: 700, reason: 'requested_by_customer', metadata: { refund_ref: 'r-1' } });
    assert.equal(first.status, 'succeeded');
    assert.equal((await stripe.refunds.retrieve(first.id)).metadata.refund_ref, 'r-1');
    await assert.rejects(stripe.refunds.create({ payment_intent: intent, amount: 501 }), Stripe.errors.StripeInvalidRequestError);
    const rest = await stripe.refunds.create({ payment_intent: intent });
    assert.equal(rest.amount, 500);
    await assert.rejects(stripe.refunds.create({ payment_intent: intent, amount: 1 }), { code: 'charge_already_refunded' });
    const listed = await stripe.refunds.list({ payment_intent: intent, limit: 100 });
    assert.deepEqual(listed.data.map(({ id }) => id).sort(), [first.id, rest.id].sort());
    const message = await sandbox.message(({ path, body }) => path === '/stripe' && body.includes(first.id));
    assert.equal(stripe.webhooks.constructEvent(message.body, message.headers['stripe-signature'], keys.stripe_webhook_secret).type, 'refund.created');
  });

  test('a refund that needs a bank account can be given up, one that is done cannot, and the bank can send it back', async () => {
    const behave = (refunds) => sandbox.ask('/_sandbox/behaviour', { method: 'POST', body: JSON.stringify({ refunds }) });
    const { payment_intent: intent } = await paid();
    await behave('requires_action');
    const waiting = await stripe.refunds.create({ payment_intent: intent, amount: 300, instructions_email: 'hanako@example.jp' });
    await behave('succeeded');
    assert.equal(waiting.status, 'requires_action');
    assert.equal(waiting.next_action.display_details.email_sent.email_sent_to, 'hanako@example.jp');
    assert.equal((await stripe.refunds.cancel(waiting.id)).status, 'canceled');
    const done = await stripe.refunds.create({ payment_intent: intent, amount: 1200 });
    await assert.rejects(stripe.refunds.cancel(done.id), Stripe.errors.StripeInvalidRequestError);
    await sandbox.ask('/_sandbox/refunds', { method: 'POST', body: JSON.stringify({ id: done.id, status: 'failed' }) });
    assert.equal((await stripe.refunds.retrieve(done.id)).failure_reason, 'expired_or_canceled_card');
  });

  const given_out = async () => {
    const session = await stripe.checkout.sessions.create({ ...order(), allowed_payment_method_types: ['konbini'],
      payment_method_options: { konbini: { expires_after_days: 2 } } });
    assert.deepEqual(session.payment_method_types, ['konbini']);
    const answer = await sandbox.ask(`/pay/${session.id}`, {
      method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ method: 'konbini', payer_name: '花子', payer_email: 'hanako@example.jp' }).toString(),
    });
    assert.equal(answer.status, 303);
    return stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
  };
  const atTheStore = (id, outcome) => sandbox.ask('/_sandbox/vouchers', { method: 'POST', body: JSON.stringify({ id, outcome }) });
  const eventOf = async (id, type) => {
    const message = await sandbox.message(({ path, body }) => path === '/stripe' && body.includes(id) && body.includes(`"${type}"`));
    return stripe.webhooks.constructEvent(message.body, message.headers['stripe-signature'], keys.stripe_webhook_secret);
  };

  test('a number for a store: complete and unpaid, then paid, refunded by mail', async () => {
    const session = await given_out();
    assert.deepEqual([session.status, session.payment_status], ['complete', 'unpaid']);
    assert.equal(session.payment_intent.status, 'requires_action');
    const { konbini_display_details: details } = session.payment_intent.next_action;
    assert.deepEqual(Object.keys(details.stores).sort(), ['familymart', 'lawson', 'ministop', 'seicomart']);
    assert.match(details.stores.lawson.confirmation_number, /^\d{10,11}$/);
    assert.ok(details.expires_at > Date.now() / 1000 + 86_400);
    await atTheStore(session.id, 'paid');
    const event = await eventOf(session.id, 'checkout.session.async_payment_succeeded');
    assert.equal(event.data.object.payment_status, 'paid');
    const intent = session.payment_intent.id;
    assert.equal((await stripe.paymentIntents.retrieve(intent)).status, 'succeeded');
    await assert.rejects(stripe.refunds.create({ payment_intent: intent }), { param: 'instructions_email' });
    assert.equal((await stripe.refunds.create({ payment_intent: intent, instructions_email: 'hanako@example.jp' })).status, 'requires_action');
  });

  test('a number for a store is cancelled, or expires; what is being paid is not cancelled', async () => {
    const first = await given_out();
    await assert.rejects(stripe.checkout.sessions.expire(first.id), Stripe.errors.StripeInvalidRequestError);
    const cancelled = await stripe.paymentIntents.cancel(first.payment_intent.id, { cancellation_reason: 'requested_by_customer' });
    assert.deepEqual([cancelled.status, cancelled.cancellation_reason], ['canceled', 'requested_by_customer']);
    const second = await given_out();
    await atTheStore(second.id, 'being_paid');
    await assert.rejects(stripe.paymentIntents.cancel(second.payment_intent.id), { code: 'payment_intent_unexpected_state' });
    const third = await given_out();
    await atTheStore(third.id, 'expired');
    assert.equal((await eventOf(third.id, 'checkout.session.async_payment_failed')).data.object.payment_status, 'unpaid');
    const expired = await stripe.paymentIntents.retrieve(third.payment_intent.id);
    assert.deepEqual([expired.status, expired.last_payment_error.code], ['requires_payment_method', 'payment_intent_payment_attempt_expired']);
  });

  test('errors are the classes that the client knows', async () => {
    const stranger = new Stripe('sk_test_wrong', { host: '127.0.0.1', port: sandbox.port, protocol: 'http', maxNetworkRetries: 0 });
    await assert.rejects(stranger.checkout.sessions.create(order()), Stripe.errors.StripeAuthenticationError);
    await assert.rejects(stripe.checkout.sessions.retrieve('cs_test_none'), { statusCode: 404 });
    const fails = { ...order(), line_items: [] };
    await assert.rejects(stripe.checkout.sessions.create(fails), Stripe.errors.StripeInvalidRequestError);
  });

  test('a stored error is replayed under its key', async () => {
    await sandbox.ask('/_sandbox/behaviour', { method: 'POST', body: JSON.stringify({ next_create: 'error_500' }) });
    const idempotencyKey = randomUUID();
    const wish = order();
    for (let times = 0; times < 2; times += 1)
      await assert.rejects(stripe.checkout.sessions.create(wish, { idempotencyKey }), Stripe.errors.StripeAPIError);
  });
});
