// The API does what services/http/openapi.yaml says: along the main job, and under random requests with fixed seeds.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { startChain } from './chain/chain.mjs';
import { daysFromToday, firstFreeSlot, logIn, request } from './chain/client.mjs';
import { assertKept, bodyIsAllowed, operations, resolveSchema } from './chain/contract.mjs';

const SEEDS = [42, 1, 2];
const RUNS_PER_SEED = 60;

const operation = (id) => operations.find((candidate) => candidate.id === id);
const key = () => ({ 'Idempotency-Key': randomUUID() });

/** The path of an operation with its parameters filled in. */
function address(one, values = {}) {
  const route = one.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name]));
  const query = one.parameters
    .filter(({ in: where, name }) => where === 'query' && values[name] !== undefined)
    .map(({ name }) => `${name}=${encodeURIComponent(values[name])}`);
  return query.length > 0 ? `${route}?${query.join('&')}` : route;
}

describe('the contract', () => {
  let chain;
  let people;

  before(async () => {
    chain = await startChain({ limits: { ADDRESS_RATE: '10000r/s', SESSION_RATE: '10000r/s', PUBLIC_RATE: '10000r/s', LOGIN_RATE: '1000r/s' } });
    people = {
      visitor: { call: (method, path, body, headers = {}) => request(`${chain.url}${path}`, {
        method,
        headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      }) },
      resident: await logIn(chain, 'resident1'),
      desk: await logIn(chain, 'desk1'),
      finance: await logIn(chain, 'finance1'),
    };
  });
  after(() => chain?.stop());

  /** Calls an operation, holds the answer against the contract, and gives it back. */
  async function call(person, id, { values, body, headers } = {}) {
    const one = operation(id);
    if (body !== undefined && one.body) assert.ok(bodyIsAllowed(one, body), `${id}: the test's own request is wrong`);
    const answer = await people[person].call(one.method, address(one, values), body, headers);
    assertKept(one, answer);
    return answer;
  }

  test('is kept along the main job, from the free slot to the export', async () => {
    const seen = new Set();
    const step = async (person, id, more, status) => {
      seen.add(id);
      const answer = await call(person, id, more);
      assert.equal(answer.status, status, `${id}: ${answer.text}`);
      return answer.json;
    };
    await step('visitor', 'listFacilities', {}, 200);
    await step('visitor', 'getSession', {}, 200);
    await step('visitor', 'logIn', { body: { login_name: 'nobody', password: 'wrong' }, headers: { Origin: chain.publicUrl, Host: new URL(chain.publicUrl).host } }, 401);
    const slot = await firstFreeSlot(chain, 'kirara');
    await step('visitor', 'getMonthAvailability', { values: { space: slot.space, month: slot.date.slice(0, 7) } }, 200);
    await step('visitor', 'getDayAvailability', { values: { facility: 'kirara', date: slot.date } }, 200);
    await step('visitor', 'getDayVersion', { values: { facility: 'kirara', date: slot.date } }, 200);

    const booking = await step('resident', 'holdSpace', { body: slot, headers: key() }, 201);
    const values = { booking_id: booking.booking_id };
    const details = { purpose: '読書会', people: 5, group_name: '星の会', admission_or_commercial: false };
    await step('resident', 'putBookingDetails', { values, body: details }, 200);
    await step('resident', 'extendHold', { values }, 200);
    const started = await step('resident', 'startPayment', { values, body: { language: 'ja' }, headers: key() }, 202);
    let attempt = started;
    while (!attempt.redirect_url) {
      await sleep(20);
      attempt = await step('resident', 'getPaymentAttempt', { values: { attempt_id: started.attempt_id } }, 200);
    }
    const page = attempt.redirect_url.replace(new URL(attempt.redirect_url).origin, chain.url);
    const paid = await request(page, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'card_number=4242424242424242',
    });
    assert.equal(paid.status, 303, paid.text);
    let confirmed;
    do {
      await sleep(20);
      confirmed = await step('resident', 'getBooking', { values }, 200);
    } while (confirmed.state !== 'confirmed');
    assert.match(confirmed.number, /^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    await step('resident', 'listBookings', {}, 200);
    await step('resident', 'cancelBooking', { values }, 409);

    const board = await step('desk', 'getBoard', { values: { facility: 'kirara', date: slot.date } }, 200);
    assert.ok(board.spaces.flatMap(({ bookings }) => bookings).some(({ number }) => number === confirmed.number));
    const [today] = daysFromToday(1);
    const range = { from: today, to: today };
    const collected = await step('finance', 'listCollections', { values: range }, 200);
    assert.equal(collected.total_yen, confirmed.fee.total_yen);
    for (const encoding of ['utf-8', 'cp932']) await step('finance', 'exportCollections', { values: { ...range, encoding } }, 200);
    const balance = await step('finance', 'getTrialBalance', {}, 200);
    assert.ok(balance.checks.every(({ agrees }) => agrees));
    await step('visitor', 'receiveStripeEvent', { body: {} }, 400);
    await step('visitor', 'logOut', {}, 204);
    assert.deepEqual(operations.map(({ id }) => id).filter((id) => !seen.has(id)), [], 'operations that nobody tried');
  });

  test('an operation for others is refused to everyone else, by name', async () => {
    const [today] = daysFromToday(1);
    const forRole = { getBoard: 'desk', listCollections: 'finance', exportCollections: 'finance', getTrialBalance: 'finance' };
    const values = { facility: 'kirara', date: today, from: today, to: today };
    for (const [id, role] of Object.entries(forRole))
      for (const person of Object.keys(people).filter((other) => other !== role)) {
        const answer = await call(person, id, { values });
        assert.equal(answer.status, person === 'visitor' ? 401 : 403, `${id} as ${person}`);
      }
  });

  // What somebody might send: often what the contract allows, sometimes something near it, sometimes anything.
  const words = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('kirara', 'gym', 'small_meeting', 'arena_full', 'morning', 'all_day', '09:00', '12:00', 'ja', 'in_town', 'cp932', ...daysFromToday(40)) },
    { weight: 2, arbitrary: fc.constantFrom('', ' ', '2026-02-30', '2026-13', '2026-12', '25:00', '24:00', '-1', '0', '9223372036854775808', '=1+1', "' OR 1=1 --", ':x', '../..', '%00', '\u0000', '😀', '𠮷野家', 'a'.repeat(5000)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  );
  const anything = fc.oneof(words, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.array(words, { maxLength: 3 }), fc.jsonValue({ maxDepth: 3 }));

  function bodies(schema) {
    const properties = Object.keys(schema?.properties ?? {});
    const shaped = fc.record(
      Object.fromEntries(properties.map((name) => [name, valuesOf(resolveSchema(schema.properties[name]))])),
      { requiredKeys: [] },
    );
    return fc.oneof({ weight: 5, arbitrary: shaped }, { weight: 1, arbitrary: anything });
  }
  function valuesOf(schema) {
    if (schema.enum) return fc.oneof(fc.constantFrom(...schema.enum), anything);
    if (schema.type === 'integer') return fc.oneof(fc.integer({ min: schema.minimum ?? -5, max: schema.maximum ?? 100 }), anything);
    if (schema.type === 'boolean') return fc.oneof(fc.boolean(), anything);
    return fc.oneof({ weight: 4, arbitrary: words }, { weight: 1, arbitrary: anything });
  }
  const requestsOf = (one) =>
    fc.record({
      person: fc.constantFrom('visitor', 'resident', 'resident', 'desk', 'finance'),
      values: fc.record(
        Object.fromEntries(one.parameters.filter(({ in: where }) => where !== 'header').map(({ name, in: where }) =>
          [name, where === 'path' ? fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n }).map(String), words.filter((word) => word !== '' && word.length < 200)) : words])),
        { requiredKeys: one.parameters.filter(({ in: where }) => where === 'path').map(({ name }) => name) },
      ),
      body: one.body ? bodies(one.body) : fc.constant(undefined),
      idempotencyKey: fc.oneof(fc.uuid(), fc.constantFrom('', 'short', 'x'.repeat(65), 'with blank in the middle')),
    });
  const hasLoneSurrogate = (value) => /[\uD800-\uDFFF]/u.test(JSON.stringify(value ?? '').replace(/\\u[dD][89a-fA-F][0-9a-fA-F]{2}/g, '\uD800'));

  for (const one of operations)
    test(`${one.id} keeps it whatever is sent`, async () => {
      for (const seed of SEEDS)
        await fc.assert(
          fc.asyncProperty(requestsOf(one), async ({ person, values, body, idempotencyKey }) => {
            fc.pre(!hasLoneSurrogate(values));
            const headers = one.parameters.some(({ name }) => name === 'Idempotency-Key') ? { 'Idempotency-Key': idempotencyKey } : {};
            const answer = await people[person].call(one.method, address(one, values), body, headers);
            assertKept(one, answer);
          }),
          { seed, numRuns: RUNS_PER_SEED },
        );
      assert.equal((await request(`${chain.url}/healthz`)).status, 200);
    });
});
