// What the front door says when a part of the chain is missing.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChain } from './chain/chain.mjs';
import { assertProblem, request } from './chain/client.mjs';
import { freeze, thaw } from './chain/freeze.mjs';

async function eventually(url, status, seconds = 10) {
  let answer;
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(50)) {
    answer = await request(url);
    if (answer.status === status) return answer;
  }
  assert.fail(`${url} still answers ${answer.status}`);
}

describe('without hiroba', () => {
  let chain;
  before(async () => {
    chain = await startChain({ tolerant: true });
    assert.equal((await request(`${chain.url}/healthz`)).status, 200);
    process.kill(chain.pids.hiroba, 'SIGKILL');
  });
  after(() => chain.stop());

  test('health is 503', async () => {
    assertProblem(await eventually(`${chain.url}/healthz`, 503), 503, 'unavailable');
  });

  test('a call is refused by name, with a time to come back', async () => {
    await eventually(`${chain.url}/api/v1/session`, 503);
    const answer = await request(`${chain.url}/api/v1/session`);
    assertProblem(answer, 503, 'unavailable');
    assert.match(answer.headers['retry-after'], /^[1-9]\d*$/);
  });

  test('the pages are still there to say so', async () => {
    assert.equal((await request(`${chain.url}/ja/`)).status, 200);
  });
});

describe('without the queue', () => {
  let chain;
  before(async () => {
    chain = await startChain({ tolerant: true });
    process.kill(chain.pids.queue, 'SIGKILL');
    await sleep(100);
  });
  after(() => chain.stop());

  for (const target of ['/healthz', '/api/v1/session', '/api/v1/facilities'])
    test(`${target} is refused by name`, async () => {
      assertProblem(await request(`${chain.url}${target}`), 503, 'unavailable');
    });
});

describe('while hiroba hangs', () => {
  let chain;
  before(async () => {
    chain = await startChain({ tolerant: true });
    await freeze(chain.pids.hiroba);
  });
  after(async () => {
    thaw(chain.pids.hiroba);
    await chain.stop();
  });

  test('health says so within seconds, and it is healthy again afterwards', async () => {
    assert.ok((await request(`${chain.url}/healthz`)).status >= 503);
    thaw(chain.pids.hiroba);
    await eventually(`${chain.url}/healthz`, 200);
  });
});
