// A resident who books and pays, whatever becomes of the town's program meanwhile: every call is repeated under its
// own key until it is answered.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from '../../http/chain/client.mjs';

const patienceMs = 60_000;

/** The answer, once there is one: not while the program is away, overloaded or just starting. */
async function untilAnswered(ask) {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer && answer.status < 500 && answer.status !== 429) return answer;
    if (Date.now() > deadline) throw new Error(`no answer in ${patienceMs} ms: ${answer?.text}`);
    await sleep(150);
  }
}

/** Holds the slot, fills in the form and starts the payment. Answers the application's id, the attempt's, and how to ask on. */
export async function startedPayment(chain, resident, slot, from, method) {
  const call = (method, path, body) => {
    const key = randomUUID();
    return untilAnswered(() => resident.call(method, path, body, { from, key }));
  };
  const held = await call('POST', '/api/v1/applications', { uses: [slot] });
  assert.equal(held.status, 201, held.text);
  const { application_id: id } = held.json.application;
  const filled = await call('PUT', `/api/v1/applications/${id}/details`, { purpose: '合唱', people: 8, is_commercial: false });
  assert.equal(filled.status, 200, filled.text);
  const begun = await call('POST', `/api/v1/applications/${id}/payment-attempts`, { language: 'ja', ...(method && { method }) });
  assert.equal(begun.status, 202, begun.text);
  return { call, id, attempt_id: begun.json.attempt_id };
}

const presses = {
  card: (page) => [`/pay/${page}`, 'card_number=4242424242424242'],
  paypay: (page) => [`/paypay/${page}`, 'do=pay'],
};

/** The same, and pays on the sandbox's page. Answers the application's id. */
export async function bookAndPay(chain, resident, slot, from, method = 'card') {
  const { call, id, attempt_id } = await startedPayment(chain, resident, slot, from, method);
  await payPage(chain, call, attempt_id, method);
  return id;
}

/** Pays on the sandbox's page of that attempt, as soon as there is one. */
export async function payPage(chain, call, attempt_id, method) {
  const [address, body] = presses[method](await pageOf(call, attempt_id));
  await untilAnswered(() => request(`${chain.sandboxUrl}${address}`, {
    method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body,
  }));
}

async function pageOf(call, attemptId) {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const { json: attempt } = await call('GET', `/api/v1/payment-attempts/${attemptId}`);
    if (attempt.redirect_url) return new URL(attempt.redirect_url).pathname.split('/').at(-1);
    assert.ok(Date.now() < deadline, `no page in ${patienceMs} ms: ${attempt.state}`);
    await sleep(250);
  }
}
