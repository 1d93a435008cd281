// The micro-cache of the public answers: fast for all, and never somebody's own answer.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChain } from './chain/chain.mjs';
import { daysFromToday, firstFreeSlot, hold, logIn, request } from './chain/client.mjs';

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

  // With the shipped tenth of a second, whether everybody waits long enough is a question of how busy the machine is.
  test('two hundred equal questions at once reach hiroba a few times at most', async () => {
    const patient = await startChain({ limits: { CACHE_LOCK: '10s' } });
    try {
      const question = availability('&version=0').replace(chain.url, patient.url);
      const answers = await Promise.all(Array.from({ length: 200 }, () => request(question)));
      assert.ok(answers.every(({ status }) => status === 200));
      const asked = answers.filter(({ headers }) => headers['x-cache'] === 'MISS').length;
      assert.ok(asked >= 1 && asked <= 20, `${asked} of 200 reached hiroba`);
    } finally {
      await patient.stop();
    }
  });

  test('nothing about a person goes in or comes out', async () => {
    const resident = await logIn(chain, 'resident1');
    const mine = await resident.call('GET', `/api/v1/availability/day?facility=kirara&date=${day}&user_class=in_town`);
    assert.equal(mine.headers['set-cookie'], undefined);
    const others = await request(availability('&user_class=in_town'));
    assert.equal(others.headers['x-cache'], 'HIT', 'the question of a person who is logged in is the question of anybody');
    const own = await resident.call('GET', '/api/v1/applications');
    assert.equal(own.status, 200);
    assert.equal(own.headers['x-cache'], undefined);
    assert.equal(own.headers['cache-control'], 'no-store');
  });

  test('who asks with the version of a change sees the change at once', async () => {
    const resident = await logIn(chain, 'resident1');
    const slot = await firstFreeSlot(chain, 'kirara');
    const question = `${chain.url}/api/v1/availability/day?facility=kirara&date=${slot.date}`;
    const before = (await request(question)).json;
    const held = await hold(resident, [slot]);
    assert.equal(held.status, 201, held.text);
    const fresh = (await request(`${question}&version=${before.version + 1}`)).json;
    const same = fresh.spaces.find(({ space }) => space === slot.space).slots
      .find(({ band, start }) => (slot.band ? band === slot.band : start === slot.start));
    assert.ok(fresh.version > before.version);
    assert.equal(same.state, 'taken');
  });

  const publicAnswers = {
    'the town': '/api/v1/facilities',
    'the annex of a facility': '/api/v1/fee-table?facility=kirara',
    'a day': `/api/v1/availability/day?facility=kirara&date=${daysFromToday(10)[9]}`,
    'a week': `/api/v1/availability/week?space=small_meeting&from=${day}`,
    'a month': `/api/v1/availability/month?space=small_meeting&month=${day.slice(0, 7)}`,
    'a version': `/api/v1/availability/version?facility=kirara&date=${day}`,
    'a search': `/api/v1/availability/search?from=${day}&to=${day}&people=7`,
  };
  describe('copies of public answers', { concurrency: true }, () => {
    for (const [name, target] of Object.entries(publicAnswers))
      test(`who has ${name} already gets none, and everybody else all of it`, async () => {
        const whole = await request(chain.url + target);
        assert.equal(whole.status, 200, whole.text);
        assert.match(whole.headers.etag, /^"[0-9a-f]{32}"$/);
        const again = { 'If-None-Match': whole.headers.etag };
        // From the cache, and when it has to be fetched anew: the entry of nobody may become a "not modified".
        for (const pause of [0, 4_100]) {
          await sleep(pause);
          const unchanged = await request(chain.url + target, { headers: again });
          assert.equal(unchanged.status, 304);
          assert.equal(unchanged.text, '');
          assert.equal(unchanged.headers.etag, whole.headers.etag);
          const anybody = await request(chain.url + target);
          assert.equal(anybody.status, 200);
          assert.equal(anybody.headers.etag, whole.headers.etag);
          assert.ok(anybody.text.length > 2);
        }
      });
  });

  test('asking with what was true before the change gets the change', async () => {
    const resident = await logIn(chain, 'resident2');
    const slot = await firstFreeSlot(chain, 'kirara', { from: 20 });
    const question = `${chain.url}/api/v1/availability/day?facility=kirara&date=${slot.date}`;
    const before = await request(question);
    const held = await hold(resident, [slot]);
    assert.equal(held.status, 201, held.text);
    const after = await request(`${question}&version=${before.json.version + 1}`, { headers: { 'If-None-Match': before.headers.etag } });
    assert.equal(after.status, 200);
    assert.ok(after.json.version > before.json.version);
  });

  test('an answer that may not be kept is whole, however it is asked for', async () => {
    const question = availability('&version=9007199254740001');
    const first = await request(question);
    const second = await request(question, { headers: { 'If-None-Match': first.headers.etag } });
    assert.equal(second.status, 200);
    assert.equal(second.text.length > 2, true);
    assert.equal(second.headers['cache-control'], 'no-store');
  });

  test('made-up tags are no harm', async () => {
    for (const tag of ['*', 'W/"x"', '"', '""', 'x'.repeat(5_000), '"a", "b", W/"c"', "' OR 1=1 --"]) {
      const { status } = await request(availability(`&user_class=out_of_town`), { headers: { 'If-None-Match': tag } });
      assert.ok(status === 200 || (tag === '*' && status === 304), `${tag.slice(0, 20)}: ${status}`);
      assert.equal((await request(availability('&user_class=out_of_town'))).status, 200);
    }
  });
});
