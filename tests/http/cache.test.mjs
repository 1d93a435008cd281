// The micro-cache of the public answers: fast for all, and never somebody's own answer.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChain } from './chain/chain.mjs';
import { daysFromToday, firstFreeSlot, logIn, request } from './chain/client.mjs';

describe('the micro-cache', () => {
  let chain;
  const day = daysFromToday(8)[7];
  const availability = (query = '') => `${chain.url}/api/v1/availability/day?facility=kirara&date=${day}${query}`;
  before(async () => { chain = await startChain(); });
  after(() => chain.stop());

  test('the second of two equal questions is answered from the cache, with the same bytes', async () => {
    const [first, second] = [await request(availability()), await request(availability())];
    assert.equal(first.status, 200, first.text);
    assert.equal(first.headers['x-cache'], 'MISS');
    assert.equal(second.headers['x-cache'], 'HIT');
    assert.equal(second.text, first.text);
    assert.equal(second.headers['cache-control'], 'no-cache', 'only the front door knows when it is old');
  });

  // One second fresh and two more while it is renewed, counted by nginx in whole seconds: never four.
  test('four seconds later nobody is given what was true then', async () => {
    const { json } = await request(availability());
    await sleep(4_100);
    const later = await request(availability());
    assert.notEqual(later.headers['x-cache'], 'HIT');
    assert.ok(later.json.as_of_ms > json.as_of_ms);
  });

  test('an answer older than the version that was asked for is kept by nobody', async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      const { status, headers } = await request(availability('&version=9007199254740000'));
      assert.equal(status, 200);
      assert.equal(headers['cache-control'], 'no-store');
      assert.notEqual(headers['x-cache'], 'HIT');
    }
  });

  test('a refusal is kept by nobody', async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      const { status, headers } = await request(`${chain.url}/api/v1/availability/day?facility=nowhere&date=${day}`);
      assert.equal(status, 404);
      assert.notEqual(headers['x-cache'], 'HIT');
    }
  });

  test('two hundred equal questions at once reach hiroba a few times at most', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => request(availability('&version=0'))));
    assert.ok(answers.every(({ status }) => status === 200));
    const asked = answers.filter(({ headers }) => headers['x-cache'] === 'MISS').length;
    assert.ok(asked >= 1 && asked <= 20, `${asked} of 200 reached hiroba`);
  });

  test('nothing about a person goes in or comes out', async () => {
    const resident = await logIn(chain, 'resident1');
    const mine = await resident.call('GET', `/api/v1/availability/day?facility=kirara&date=${day}&user_class=in_town`);
    assert.equal(mine.headers['set-cookie'], undefined);
    const others = await request(availability('&user_class=in_town'));
    assert.equal(others.headers['x-cache'], 'HIT', 'the question of a person who is logged in is the question of anybody');
    const bookings = await resident.call('GET', '/api/v1/bookings');
    assert.equal(bookings.status, 200);
    assert.equal(bookings.headers['x-cache'], undefined);
    assert.equal(bookings.headers['cache-control'], 'no-store');
  });

  test('who asks with the version of a change sees the change at once', async () => {
    const resident = await logIn(chain, 'resident1');
    const slot = await firstFreeSlot(chain, 'kirara');
    const question = `${chain.url}/api/v1/availability/day?facility=kirara&date=${slot.date}`;
    const before = (await request(question)).json;
    const held = await resident.call('POST', '/api/v1/bookings', slot, { 'Idempotency-Key': 'cache-test-0123456789' });
    assert.equal(held.status, 201, held.text);
    const fresh = (await request(`${question}&version=${before.version + 1}`)).json;
    const same = fresh.spaces.find(({ space }) => space === slot.space).slots
      .find(({ band, start }) => (slot.band ? band === slot.band : start === slot.start));
    assert.ok(fresh.version > before.version);
    assert.equal(same.state, 'taken');
  });
});
