// PayPay's official client works against the sandbox unchanged.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clientWith } from './support/paypay_client.mjs';
import { keys, startSandbox } from './support/sandbox.mjs';

const order = (id, amount = 1200) => ({
  merchantPaymentId: id, amount: { amount, currency: 'JPY' }, codeType: 'ORDER_QR', orderDescription: '中央体育館 第1競技場',
  isAuthorization: false, redirectUrl: 'https://example.jp/back', redirectType: 'WEB_LINK',
});
const refund = (id, payment, amount) => ({ merchantRefundId: id, paymentId: payment, amount: { amount, currency: 'JPY' }, reason: 'test' });
const codeOf = ({ BODY }) => BODY.resultInfo.code;

describe("PayPay's official client and the sandbox", () => {
  let sandbox;
  let client;
  before(async () => {
    sandbox = await startSandbox();
    client = clientWith(keys, sandbox.tls);
  });
  after(() => sandbox?.stop());

  const pay = async (code, press = 'pay') => (await sandbox.ask(`/paypay/${code}`, { method: 'POST', body: `do=${press}` })).status;
  const created = async (id) => {
    const { STATUS, BODY } = await client.qrCodeCreate(order(id));
    assert.equal(STATUS, 201);
    return BODY.data;
  };
  const details = async (id) => (await client.getCodePaymentDetails([id])).BODY.data;
  const paid = async (id) => {
    assert.equal(await pay((await created(id)).codeId), 303);
    return details(id);
  };

  test('a code is made, paid and told of, and a message without a signature comes', async () => {
    const code = await created('P-1');
    assert.equal(code.merchantPaymentId, 'P-1');
    assert.ok(code.expiryDate * 1000 > Date.now());
    assert.equal((await details('P-1')).status, 'CREATED');
    assert.equal(await pay(code.codeId), 303);
    const told = await details('P-1');
    assert.equal(told.status, 'COMPLETED');
    assert.deepEqual(told.amount, { amount: 1200, currency: 'JPY' });
    const { path, headers, body } = await sandbox.message(({ body: text }) => text.includes('P-1'));
    assert.equal(path, '/paypay/token');
    assert.equal(headers['stripe-signature'], undefined);
    const message = JSON.parse(body);
    assert.equal(message.notification_type, 'Transaction');
    assert.equal(message.order_id, told.paymentId);
    assert.equal(message.state, 'COMPLETED');
  });

  test('a repeat under the same id is a duplicate, because the client stamps it anew; it makes no second payment', async () => {
    const first = await created('P-2');
    await sandbox.behave({ repeats_are_refused: true });
    const again = await client.qrCodeCreate(order('P-2'));
    await sandbox.behave({ repeats_are_refused: false });
    assert.equal(again.STATUS, 400);
    assert.equal(codeOf(again), 'DUPLICATE_DYNAMIC_QR_REQUEST');
    assert.equal((await details('P-2')).status, 'CREATED');
    assert.ok(first.codeId);
  });

  test('a code is deleted; deleted or paid ones are refused by name', async () => {
    const { codeId } = await created('P-3');
    const deleted = await client.qrCodeDelete([codeId]);
    assert.equal(deleted.STATUS, 200);
    assert.equal(codeOf(deleted), 'SUCCESS');
    assert.equal(codeOf(await client.qrCodeDelete([codeId])), 'DYNAMIC_QR_NOT_FOUND');
    assert.equal(await pay(codeId), 422);
    const other = await created('P-4');
    await pay(other.codeId);
    assert.equal(codeOf(await client.qrCodeDelete([other.codeId])), 'DYNAMIC_QR_ALREADY_PAID');
  });

  test('a payment is cancelled until a quarter past midnight', async () => {
    await paid('P-5');
    const accepted = await client.paymentCancel(['P-5']);
    assert.equal(accepted.STATUS, 202);
    assert.equal(codeOf(accepted), 'REQUEST_ACCEPTED');
    assert.equal((await details('P-5')).status, 'FAILED');
  });

  test('a refund is given once, told of, and repeated without harm', async () => {
    const { paymentId } = await paid('P-6');
    const given = await client.paymentRefund(refund('R-1', paymentId, 500));
    assert.equal(given.STATUS, 200);
    assert.equal(given.BODY.data.status, 'REFUNDED');
    assert.deepEqual((await client.paymentRefund(refund('R-1', paymentId, 500))).BODY.data, given.BODY.data);
    assert.equal((await client.getRefundDetails(['R-1'])).BODY.data.amount.amount, 500);
    assert.equal(codeOf(await client.paymentRefund(refund('R-2', paymentId, 100))), 'MERCHANT_MULTIPLE_REFUND_REJECTED');
    assert.equal(codeOf(await client.getRefundDetails(['R-none'])), 'NO_SUCH_REFUND_ORDER');
  });

  test('several refunds of one payment: not within a minute, and never more than was paid', async () => {
    const { paymentId } = await paid('P-7');
    await sandbox.behave({ several_refunds: true });
    assert.equal((await client.paymentRefund(refund('R-3', paymentId, 700))).STATUS, 200);
    assert.equal(codeOf(await client.paymentRefund(refund('R-4', paymentId, 500))), 'THROTTLED_MULTIPLE_REFUND_REJECTED');
    await sandbox.advance(2);
    assert.equal(codeOf(await client.paymentRefund(refund('R-5', paymentId, 501))), 'REFUND_LIMIT_EXCEEDED');
    assert.equal((await client.paymentRefund(refund('R-4', paymentId, 500))).STATUS, 200);
    await sandbox.behave({ several_refunds: false });
  });

  test('a refund that waits stays CREATED until it is done', async () => {
    const { paymentId } = await paid('P-8');
    await sandbox.behave({ refunds_wait: true });
    assert.equal((await client.paymentRefund(refund('R-6', paymentId, 1200))).BODY.data.status, 'CREATED');
    await sandbox.behave({ refunds_wait: false });
    await sandbox.ask('/_sandbox/paypay/refunds', { method: 'POST' });
    assert.equal((await client.getRefundDetails(['R-6'])).BODY.data.status, 'REFUNDED');
  });

  test('maintenance, wrong keys and what is not there have their names', async () => {
    await sandbox.behave({ under_maintenance: true });
    const closed = await client.getCodePaymentDetails(['P-1']);
    await sandbox.behave({ under_maintenance: false });
    assert.equal(`${closed.STATUS} ${codeOf(closed)}`, '503 MAINTENANCE_MODE');
    const stranger = clientWith({ ...keys, paypay_api_secret: 'wrong' }, sandbox.tls);
    assert.equal((await stranger.getCodePaymentDetails(['P-1'])).STATUS, 401);
    assert.equal(codeOf(await client.getCodePaymentDetails(['P-none'])), 'DYNAMIC_QR_PAYMENT_NOT_FOUND');
    assert.equal((await client.qrCodeCreate({ ...order('P-9'), amount: { amount: 0, currency: 'JPY' } })).STATUS, 400);
    assert.equal(codeOf(await client.qrCodeCreate({ merchantPaymentId: 'P-9' })), 'MISSING_REQUEST_PARAMS');
  });

  test('when the clock has moved on: no cancellation the day after, no refund after a year, an unpaid code is forgotten', async () => {
    const { paymentId } = await paid('P-10');
    await created('P-11');
    await sandbox.advance(2 * 24 * 60);
    assert.equal(codeOf(await client.paymentCancel(['P-10'])), 'ORDER_NOT_REVERSIBLE');
    assert.equal(codeOf(await client.getCodePaymentDetails(['P-11'])), 'DYNAMIC_QR_PAYMENT_NOT_FOUND');
    await sandbox.advance(366 * 24 * 60);
    assert.equal(codeOf(await client.paymentRefund(refund('R-7', paymentId, 100))), 'REFUND_WINDOW_EXCEED');
  });
});
