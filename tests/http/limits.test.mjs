// Who asks too much is told so, by name and with a time to come back; who shares an address with him is not.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChain } from './chain/chain.mjs';
import { assertProblem, daysFromToday, request } from './chain/client.mjs';

const token = (letter) => letter.repeat(43);
const count = (answers, status) => answers.filter((answer) => answer.status === status).length;

function assertComeBack(answer) {
  assertProblem(answer, 429, 'too_many_requests');
  assert.match(answer.headers['retry-after'], /^[1-9]\d*$/);
}

describe('limits by session and by address', () => {
  let chain;
  before(async () => { chain = await startChain({ limits: { SESSION_RATE: '5r/s', SESSION_BURST: '10', ADDRESS_RATE: '50r/s', ADDRESS_BURST: '100', LOGIN_BURST: '5' } }); });
  after(() => chain.stop());
  const ask = (cookie, from) => request(`${chain.url}/api/v1/session`, { headers: cookie ? { Cookie: `sid=${cookie}` } : {}, from });

  test('one session that asks forty times at once is slowed down, another one behind the same address is not', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask(token('a'), '127.0.1.1')));
    assert.ok(count(answers, 200) >= 11 && count(answers, 200) <= 15, `${count(answers, 200)} served`);
    assert.equal(count(answers, 200) + count(answers, 429), 40);
    answers.filter(({ status }) => status === 429).forEach(assertComeBack);
    assert.equal((await ask(token('b'), '127.0.1.1')).status, 200);
  });

  test('who comes back after the time that was named is served', async () => {
    const refused = (await Promise.all(Array.from({ length: 40 }, () => ask(token('c'), '127.0.1.2')))).find(({ status }) => status === 429);
    await sleep(1000 * Number(refused.headers['retry-after']));
    assert.equal((await ask(token('c'), '127.0.1.2')).status, 200);
  });

  test('a new made-up session for each request does not help: the address counts', async () => {
    const answers = await Promise.all(Array.from({ length: 300 }, (_, turn) => ask(String(turn).padStart(43, 'x'), '127.0.1.3')));
    assert.ok(count(answers, 429) > 100, `${count(answers, 429)} refused`);
    assert.equal(count(answers, 200) + count(answers, 429), 300);
  });

  test('another address is not touched by it', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, turn) => ask(undefined, `127.0.2.${turn + 1}`)));
    assert.equal(count(answers, 200), 50);
  });

  test('guessing passwords is slowed down by itself, and reading goes on', async () => {
    const guess = (_, number) => request(`${chain.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: chain.publicUrl, Host: new URL(chain.publicUrl).host },
      body: JSON.stringify({ login_name: `somebody${number}`, password: 'guess' }),
      from: '127.0.1.4',
    });
    const answers = await Promise.all(Array.from({ length: 20 }, guess));
    const turnedAway = answers.filter(({ json }) => json.code === 'too_many_requests');
    assert.ok(turnedAway.length >= 12, `${turnedAway.length} turned away at the door`);
    turnedAway.forEach(assertComeBack);
    // Of those let in, hiroba hashes only so many passwords at a time.
    for (const { status, json } of answers) assert.ok(['401', '429'].includes(String(status)), json.code);
    assert.ok(count(answers, 401) >= 1);
    assert.equal((await ask(undefined, '127.0.1.4')).status, 200);
  });
});

describe('the limit of searching', () => {
  let chain;
  before(async () => { chain = await startChain({ limits: { SEARCH_RATE: '5r/s', SEARCH_BURST: '10' } }); });
  after(() => chain.stop());
  const [, tomorrow] = daysFromToday(2);
  const searchFor = (people, from) => request(`${chain.url}/api/v1/availability/search?from=${tomorrow}&to=${tomorrow}&people=${people}`, { from });

  test('who searches forty times at once is slowed down, by name; others, and looking at a day, are not', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, turn) => searchFor(turn + 1, '127.0.1.5')));
    assert.ok(count(answers, 200) >= 11 && count(answers, 200) <= 20, `${count(answers, 200)} served`);
    assert.equal(count(answers, 200) + count(answers, 429), 40);
    answers.filter(({ status }) => status === 429).forEach(assertComeBack);
    assert.equal((await searchFor(1, '127.0.1.6')).status, 200);
    const day = await request(`${chain.url}/api/v1/availability/day?facility=kirara&date=${tomorrow}`, { from: '127.0.1.5' });
    assert.equal(day.status, 200);
  });
});

describe('the bounded queue', () => {
  let chain;
  before(async () => {
    chain = await startChain({ limits: { WORKERS: '1', QUEUE_TIMEOUT: '200ms', LOGIN_RATE: '1000r/s', LOGIN_BURST: '1000', ADDRESS_BURST: '1000' } });
  });
  after(() => chain.stop());

  test('overload is answered 429 with a time to come back, never 5xx, and health is still seen', async () => {
    const guess = (_, number) => request(`${chain.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: chain.publicUrl, Host: new URL(chain.publicUrl).host },
      body: JSON.stringify({ login_name: `somebody${number}`, password: 'guess' }),
    });
    const all = Promise.all(Array.from({ length: 100 }, guess));
    await sleep(300);
    assert.equal((await request(`${chain.url}/healthz`)).status, 200);
    const answers = await all;
    assert.deepEqual([...new Set(answers.map(({ status }) => status))].sort(), [401, 429]);
    for (const answer of answers.filter(({ status }) => status === 429)) {
      assertProblem(answer, 429);
      assert.match(answer.headers['retry-after'], /^[1-9]\d*$/);
    }
    assert.ok(answers.some(({ json }) => json.code === 'too_many_requests'), 'nobody waited too long');
  });
});

describe('the limits as shipped', () => {
  let chain;
  before(async () => { chain = await startChain(); });
  after(() => chain.stop());

  test('a town office of two hundred people behind one address opens its pages at half past eight', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, person) =>
      request(`${chain.url}/api/v1/session`, { headers: { Cookie: `sid=${String(person).padStart(43, 'p')}` }, from: '127.0.3.1' })));
    assert.equal(count(answers, 200), 200);
  });

  test('a provider that was away sends a thousand messages at once from one address, and each is heard', async () => {
    const answers = await Promise.all(Array.from({ length: 1000 }, () =>
      request(`${chain.url}/api/v1/webhooks/stripe`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}', from: '127.0.3.2' })));
    assert.equal(count(answers, 400), 1000, 'refused for want of a signature, none for being too many');
  });
});
