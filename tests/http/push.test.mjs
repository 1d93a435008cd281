// Live updates: everybody who listens hears of a change, and no made-up message id stops it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChain } from './chain/chain.mjs';
import { exchange, firstFreeSlot, hold, logIn, request } from './chain/client.mjs';

/** Listens like a browser's EventSource. `heard` grows with the data of each message. */
function listen(url, headers = {}) {
  return new Promise((resolve, reject) => {
    const sent = http.get(url, { headers: { Accept: 'text/event-stream', ...headers }, agent: false }, (response) => {
      const listener = { status: response.statusCode, type: response.headers['content-type'], heard: [], close: () => sent.destroy() };
      let text = '';
      response.on('error', () => {});
      response.on('data', (part) => {
        text += part;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const data = text.slice(0, end).split('\n').filter((line) => line.startsWith('data: ')).map((line) => line.slice(6));
          if (data.length) listener.heard.push(data.join('\n'));
          text = text.slice(end + 2);
        }
      });
      resolve(listener);
    });
    sent.on('error', reject);
  });
}

async function until(satisfied, seconds = 5) {
  const deadline = Date.now() + seconds * 1000;
  while (!satisfied() && Date.now() < deadline) await sleep(10);
  return satisfied();
}

const publish = (chain, facility, message) => request(chain.publishUrl + facility, { method: 'POST', body: JSON.stringify(message) });

describe('the push channel', () => {
  let chain;
  before(async () => { chain = await startChain(); });
  after(() => chain.stop());

  test('a hundred listeners hear of a change within a quarter of a second', async () => {
    const listeners = await Promise.all(Array.from({ length: 100 }, () => listen(`${chain.url}/push/kirara`)));
    assert.ok(listeners.every(({ status, type }) => status === 200 && type.startsWith('text/event-stream')));
    await sleep(300);
    const began = Date.now();
    assert.ok((await publish(chain, 'kirara', { facility: 'kirara', changes: [] })).status < 300);
    assert.ok(await until(() => listeners.every(({ heard }) => heard.length === 1)));
    const took = Date.now() - began;
    listeners.forEach((listener) => listener.close());
    console.log(`heard by the last of 100 after ${took} ms`);
    assert.ok(took < 1_000, `the last one heard it after ${took} ms`);
  });

  test('a message goes to the facility it speaks of, and to no other', async () => {
    const [kirara, gym] = await Promise.all([listen(`${chain.url}/push/kirara`), listen(`${chain.url}/push/gym`)]);
    await sleep(200);
    await publish(chain, 'gym', { facility: 'gym' });
    assert.ok(await until(() => gym.heard.length === 1));
    assert.deepEqual(kirara.heard, []);
    [kirara, gym].forEach((listener) => listener.close());
  });

  test('a hold by a resident is pushed with the version that fetches it', async () => {
    const resident = await logIn(chain, 'resident1');
    const slot = await firstFreeSlot(chain, 'kirara');
    const listener = await listen(`${chain.url}/push/kirara`);
    await sleep(200);
    const held = await hold(resident, [slot]);
    assert.equal(held.status, 201, held.text);
    assert.ok(await until(() => listener.heard.length > 0), 'nothing was heard');
    listener.close();
    const { facility, changes } = JSON.parse(listener.heard[0]);
    assert.equal(facility, 'kirara');
    const change = changes.find(({ date }) => date === slot.date);
    const { json } = await request(`${chain.url}/api/v1/availability/day?facility=kirara&date=${slot.date}&version=${change.version}`);
    assert.ok(json.version >= change.version);
    assert.ok(change.units.length > 0);
  });

  test('nobody can publish through the front door', async () => {
    const listener = await listen(`${chain.url}/push/kirara`);
    for (const [method, target] of [['POST', '/push/kirara'], ['PUT', '/push/kirara'], ['DELETE', '/push/kirara'], ['POST', '/publish/kirara']]) {
      const { status } = await request(`${chain.url}${target}`, { method, body: '{}' });
      assert.ok(status >= 400 && status < 500, `${method} ${target}: ${status}`);
    }
    await sleep(300);
    assert.deepEqual(listener.heard, []);
    listener.close();
  });

  for (const name of ['Kirara', 'a%2Fb', 'x'.repeat(65), 'a,b', 'a%00', ''])
    test(`there is no channel "${name.slice(0, 20)}"`, async () => {
      const { text } = await exchange(chain.url, `GET /push/${name} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nConnection: close\r\n\r\n`,
        { seconds: 2, until: (all) => all.includes('\r\n\r\n') });
      assert.match(text, /^HTTP\/1\.1 4\d\d /);
    });

  test('only EventSource is spoken', async () => {
    const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version': '13' };
    for (const headers of [{}, upgrade, { Accept: 'multipart/mixed' }, { Accept: 'application/json' }]) {
      const { status } = await request(`${chain.url}/push/kirara`, { headers });
      assert.ok(status >= 400 && status < 500, String(status));
    }
  });

  test('made-up message ids of anonymous listeners stop nothing', async () => {
    const now = Math.floor(Date.now() / 1000);
    const ids = ['0:0', '1:1', '-1:-1', `${now}:0`, `${now}:1`, `${now + 100}:0`, `${now - 5}:7`, '99999999999999999999:99999', `${now}:[1],2`,
      `${now}:0,[1]`, `[${now}]:[0]`, `${now}:-,-,[0]`, ':', '::', ',', 'x', 'null', `${now}:${'9,'.repeat(200)}9`, `${now}`, '\u00ff\u00fe'];
    const healthy = await listen(`${chain.url}/push/kirara`);
    await sleep(200);
    let published = 0;
    for (let round = 0; round < 15; round += 1) {
      await Promise.all(ids.map(async (id, index) => {
        const made = index % 5 === 4 ? randomBytes(12).toString('latin1').replace(/[\0-\x1f\x7f]/g, '?') : id;
        const validator = index % 3 === 0 ? { 'If-None-Match': made, 'If-Modified-Since': new Date((now - index) * 1000).toUTCString() } : {};
        const target = `/push/kirara${index % 4 === 1 ? `?last_event_id=${encodeURIComponent(made)}&id=${encodeURIComponent(made)}` : ''}`;
        const listener = await listen(`${chain.url}${target}`, { 'Last-Event-ID': made, ...validator }).catch(() => undefined);
        await sleep(20);
        listener?.close();
      }));
      assert.ok((await publish(chain, 'kirara', { round })).status < 300);
      published += 1;
    }
    assert.ok(await until(() => healthy.heard.length === published), `heard ${healthy.heard.length} of ${published}`);
    healthy.close();
    assert.doesNotMatch(await chain.nginxErrors(), /exited on signal|assert|\[(alert|emerg|crit)\]/i);
  });
});
