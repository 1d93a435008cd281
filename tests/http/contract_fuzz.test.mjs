// Whatever is sent, the API answers as its contract says, with fixed seeds; and the tables stay sound.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { startChain } from './chain/chain.mjs';
import { assertNothingIsWrong } from './chain/check.mjs';
import { daysFromToday, freeUses, hold, logIn, noLimits, request, visitor } from './chain/client.mjs';
import { address, assertKept, operations, resolveSchema } from './chain/contract.mjs';

const SEEDS = [42, 1, 2];
const RUNS_PER_SEED = 40;

// What somebody might send: often what the contract allows, sometimes something near it, sometimes anything.
const known = ['kirara', 'gym', 'small_meeting', 'large_hall', 'arena_full', 'music_practice', 'morning', 'all_day', 'projector', 'meeting', '09:00', '12:00', 'ja', 'in_town', 'cp932', 'projector:1', 'sat,sun'];
const strange = ['', ' ', '2026-02-30', '2026-13', '2026-12', '25:00', '24:00', '-1', '0', '9223372036854775808', '=1+1', "' OR 1=1 --", ':x', '../..', '%00', '\u0000', '😀', '𠮷野家', 'a'.repeat(5000), '1'.repeat(400)];
const words = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...known, ...daysFromToday(40)) },
  { weight: 2, arbitrary: fc.constantFrom(...strange) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
const anything = fc.oneof(words, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.array(words, { maxLength: 3 }), fc.jsonValue({ maxDepth: 3 }));

/** Values near the schema: of its type mostly, its fields often missing, something else now and then. */
function near(given, ids) {
  const schema = resolveSchema(given);
  const oftenThis = (arbitrary) => fc.oneof({ weight: 9, arbitrary }, { weight: 1, arbitrary: anything });
  if (schema.oneOf) return oftenThis(fc.oneof(...schema.oneOf.map((each) => near(each, ids))));
  if (schema.enum) return oftenThis(fc.constantFrom(...schema.enum));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object') return oftenThis(objects(schema, ids));
  if (type === 'array') return oftenThis(fc.array(near(schema.items, ids), { maxLength: 3 }));
  if (type === 'integer' || type === 'number') return oftenThis(fc.integer({ min: schema.minimum ?? -5, max: schema.maximum ?? 100 }));
  if (type === 'boolean') return oftenThis(fc.boolean());
  if (schema.pattern === '^[0-9]{1,19}$') return oftenThis(fc.oneof(fc.constantFrom(...ids), fc.bigInt({ min: 0n, max: 2n ** 64n }).map(String)));
  if (schema.pattern?.startsWith('^[0-9]{4}-[0-9]{2}-[0-9]{2}')) return oftenThis(fc.constantFrom(...daysFromToday(60)));
  return words;
}
function objects(schema, ids) {
  const properties = Object.entries(schema.properties ?? {});
  const record = (requiredKeys) => fc.record(Object.fromEntries(properties.map(([name, each]) => [name, near(each, ids)])), { requiredKeys });
  return fc.oneof({ weight: 3, arbitrary: record(schema.required ?? []) }, { weight: 1, arbitrary: record([]) });
}

const requestsOf = (one, ids) =>
  fc.record({
    person: fc.constantFrom('visitor', 'resident', 'resident', 'other', 'desk', 'desk', 'finance', 'director'),
    values: fc.record(
      Object.fromEntries(one.parameters.filter(({ in: where }) => where !== 'header').map(({ name, in: where, schema }) =>
        [name, where === 'path' ? fc.oneof(fc.constantFrom(...ids), words.filter((word) => word !== '' && word.length < 200)) : fc.oneof(near(schema, ids).map(String), words)])),
      { requiredKeys: one.parameters.filter(({ in: where }) => where === 'path').map(({ name }) => name) },
    ),
    body: one.body ? near(one.body, ids) : fc.constant(undefined),
    idempotencyKey: fc.oneof({ weight: 5, arbitrary: fc.uuid() }, { weight: 1, arbitrary: fc.constantFrom('', 'short', 'x'.repeat(65), 'with blank in the middle') }),
  });
const hasLoneSurrogate = (value) => !JSON.stringify(value ?? '').replace(/\\u[dD][89a-fA-F][0-9a-fA-F]{2}/g, '\uD800').isWellFormed();

describe('whatever is sent', () => {
  let chain;
  let people;
  const ids = ['1'];

  // Ids that exist, so that what is sent reaches more than "there is no such thing".
  before(async () => {
    chain = await startChain({ limits: noLimits });
    people = { visitor: visitor(chain), resident: await logIn(chain, 'resident1'), other: await logIn(chain, 'resident2'), desk: await logIn(chain, 'desk1'), finance: await logIn(chain, 'finance1'), director: await logIn(chain, 'director1') };
    const uses = freeUses(chain, 'kirara', { from: 10, spaces: ['small_meeting'], bands: ['morning', 'evening'] });
    for (const person of ['resident', 'resident', 'other']) {
      const { json } = await hold(people[person], [(await uses.next()).value, (await uses.next()).value]);
      ids.push(json.application.application_id, ...json.application.bookings.map(({ booking_id: id }) => id));
    }
    for (const person of ['resident', 'other']) ids.push((await people[person].call('GET', '/api/v1/session')).json.account.account_id);
    const [day] = daysFromToday(30).slice(-1);
    const reason = { ja: '点検', en: 'Inspection' };
    const closed = await people.desk.call('POST', '/api/v1/staff/closures', { kind: 'planned', facility: 'gym', first: day, last: day, reason, bookings: 'keep' }, { 'Idempotency-Key': randomUUID() });
    ids.push(closed.json.closure.closure_id);
    const opening = await people.desk.call('POST', '/api/v1/staff/extra-openings', { facility: 'gym', first: day, last: day, start: '06:00', end: '23:00', reason });
    ids.push(opening.json.opening_id);
  });
  after(() => chain?.stop());

  for (const one of operations)
    test(`${one.id} keeps the contract`, async () => {
      for (const seed of SEEDS)
        await fc.assert(
          fc.asyncProperty(requestsOf(one, ids), async ({ person, values, body, idempotencyKey }) => {
            fc.pre(!hasLoneSurrogate(values));
            // Who logs out, and whoever comes after him with his cookie, would be a visitor from then on.
            const who = one.id === 'logOut' ? 'visitor' : person;
            const headers = one.parameters.some(({ name }) => name === 'Idempotency-Key') ? { 'Idempotency-Key': idempotencyKey } : {};
            assertKept(one, await people[who].call(one.method, address(one, values), body, headers));
          }),
          { seed, numRuns: RUNS_PER_SEED },
        );
      assert.equal((await request(`${chain.url}/healthz`)).status, 200);
    });

  test('nothing is wrong in the tables afterwards', () => assertNothingIsWrong(chain));
});
