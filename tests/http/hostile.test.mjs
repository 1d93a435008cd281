// What a browser would never send, through the whole chain: nobody else may notice it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import { projectRoot, startChain } from './chain/chain.mjs';
import { answersIn, assertProblem, exchange, logIn, request } from './chain/client.mjs';

const post = (length, rest = '') =>
  `POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${rest}\r\n`;
const smuggled = 'GET /api/v1/facilities HTTP/1.1\r\nHost: localhost\r\n\r\n';
const chunk = (text, extension = '') => `${Buffer.byteLength(text).toString(16)}${extension}\r\n${text}\r\n`;

describe('hostile clients', () => {
  let chain;
  let pages;
  before(async () => {
    pages = await mkdtemp(path.join(tmpdir(), 'hiroba-pages-'));
    await cp(path.join(projectRoot, 'frontend/dist'), pages, { recursive: true });
    await writeFile(path.join(pages, 'assets/large.js'), Buffer.alloc(64 << 20, 'x'));
    chain = await startChain({ environment: { HIROBA_DIST: pages } });
  });
  after(async () => {
    await chain.stop();
    await rm(pages, { recursive: true, force: true });
  });

  const healthy = async () => {
    const began = performance.now();
    assert.equal((await request(`${chain.url}/api/v1/facilities`)).status, 200);
    return performance.now() - began;
  };

  test('an oversize body is refused, and what is hidden in it is not run as a request', async () => {
    const body = 'x'.repeat(65_536) + smuggled + 'x'.repeat(65_536);
    const { text } = await exchange(chain.url, post(body.length) + body);
    assert.match(text, /^HTTP\/1\.1 413 /);
    assert.match(text, /"code":"too_large"/);
    assert.equal(answersIn(text), 1);
  });

  test('an oversize body in chunks is refused in the same way', async () => {
    const body = chunk('x'.repeat(65_536)) + chunk(smuggled) + chunk('x'.repeat(65_536)) + '0\r\n\r\n' + smuggled;
    const head = 'POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n';
    const { text } = await exchange(chain.url, head + body);
    assert.match(text, /^HTTP\/1\.1 413 /);
    assert.equal(answersIn(text), 1);
  });

  for (const [name, head] of Object.entries({
    'a length and chunks': 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n',
    'two lengths': 'Content-Length: 5\r\nContent-Length: 60\r\n',
    'a negative length': 'Content-Length: -5\r\n',
    'an unknown coding': 'Transfer-Encoding: xchunked\r\n',
    'a coding after chunks': 'Transfer-Encoding: chunked, identity\r\n',
  })) {
    test(`${name}: the end of the request is in doubt, so there is one answer and nothing after it`, async () => {
      const { text, closed } = await exchange(chain.url, `POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\n${head}\r\n0\r\n\r\n${smuggled}`, { seconds: 3 });
      assert.match(text, /^HTTP\/1\.1 (400|501) /);
      assert.equal(answersIn(text), 1);
      assert.ok(closed);
    });
  }

  test('sixteen thousand slashes are too long a name', async () => {
    assertProblem(await request(`${chain.url}${'/'.repeat(16_000)}`), 414, 'uri_too_long');
    await healthy();
  });

  test('as many slashes as fit are refused by name too', async () => {
    assertProblem(await request(`${chain.url}/api${'/'.repeat(8_000)}`), 400);
    await healthy();
  });

  test('a header of nine kilobytes is refused', async () => {
    assertProblem(await request(`${chain.url}/api/v1/session`, { headers: { 'X-Long': 'x'.repeat(9_000) } }), 400, 'bad_request');
  });

  test('garbage is answered or cut off, and nobody else notices', async () => {
    const greetings = [randomBytes(4096), Buffer.from('16030100c8010000c40303', 'hex'), Buffer.from('GET\r\n\r\n'), Buffer.from('\0\0\0\0\r\n\r\n'),
      Buffer.from('GET / HTTP/9.9\r\n\r\n'), Buffer.from('GET /api/v1/session HTTP/1.1\r\nHost: a b\r\n\r\n'), Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')];
    for (const greeting of greetings) {
      const { text } = await exchange(chain.url, greeting, { seconds: 1, until: (all) => all.includes('\r\n\r\n') });
      assert.doesNotMatch(text, /HTTP\/1\.1 [25]/, JSON.stringify(greeting.toString('latin1').slice(0, 40)));
    }
    await healthy();
  });

  for (const cookie of ['x', ';;;=', 'sid', 'sid=', 'sid=%00%0d%0a', '=sid', 'a=b; sid="quoted"; ;', `sid=${'é'.repeat(20)}`, 'sid=short',
    `x=${'y'.repeat(7_000)}`, `sid=${'a'.repeat(43)}; sid=${'b'.repeat(43)}`]) {
    test(`the cookie ${cookie.slice(0, 30)} is a visitor's, not an error`, async () => {
      const { text } = await exchange(chain.url, Buffer.from(`GET /api/v1/session HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`, 'latin1'));
      assert.match(text, /^HTTP\/1\.1 200 /);
      assert.match(text, /"account":null/);
    });
  }

  for (const [name, headers] of Object.entries({
    'an Accept that is no media type': { Accept: ';;;/q=x' },
    'a Content-Type that is no media type': { 'Content-Type': '///' },
    'a Cache-Control nobody knows': { 'Cache-Control': 'max-age=,,=' },
    'an expectation': { Expect: '200-ok' },
    'a stranger\'s Host': { Host: 'localhost:999999' },
  })) {
    test(`${name} disturbs nobody`, async () => {
      const answer = await request(`${chain.url}/api/v1/session`, { headers });
      assert.ok(answer.status === 200 || answer.status === 400, String(answer.status));
    });
  }

  test('a body in many small chunks with extensions arrives whole', async () => {
    const body = JSON.stringify({ login_name: 'resident1', password: 'wrong' });
    const chunks = [...body].map((letter) => chunk(letter, ';a=b')).join('') + '0\r\n\r\n';
    const head = `POST /api/v1/session HTTP/1.1\r\nHost: ${new URL(chain.publicUrl).host}\r\nOrigin: ${chain.publicUrl}\r\n` +
      'Content-Type: application/json\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
    const { text } = await exchange(chain.url, head + chunks);
    assert.match(text, /^HTTP\/1\.1 401 /);
    assert.match(text, /application\/problem\+json/);
  });

  test('requests sent in one go are answered in order', async () => {
    const ask = (target) => `GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const all = ask('/api/v1/session') + ask('/api/v1/nothing') + ask('/healthz') + ask('/api/v1/facilities');
    const { text } = await exchange(chain.url, all, { until: (said) => answersIn(said) === 4 && said.includes('"facilities"') });
    assert.deepEqual([...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => match[1]), ['200', '404', '200', '200']);
  });

  for (const [method, target] of [['DELETE', '/api/v1/facilities'], ['PATCH', '/api/v1/session'], ['TRACE', '/api/v1/session'], ['POST', '/ja/'], ['PUT', '/api/v1/applications']]) {
    test(`${method} ${target} is refused by name`, async () => {
      const answer = await request(`${chain.url}${target}`, { method });
      assertProblem(answer, 405, 'method_not_allowed');
    });
  }

  test('a method nobody knows is refused by name', async () => {
    const { text } = await exchange(chain.url, 'FROB /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    assert.match(text, /^HTTP\/1\.1 (400|405) /);
    assert.match(text, /application\/problem\+json/);
  });

  test('HEAD is GET without a body', async () => {
    for (const target of ['/api/v1/facilities', '/api/v1/session', '/ja/']) {
      const answer = await request(`${chain.url}${target}`, { method: 'HEAD' });
      assert.equal(answer.status, 200, target);
      assert.equal(answer.text, '');
    }
  });

  test('three hundred slow senders hold up nobody', async () => {
    const { hostname, port } = new URL(chain.url);
    const sockets = Array.from({ length: 300 }, () => net.connect(Number(port), hostname).on('error', () => {}));
    for (const [index, socket] of sockets.entries())
      socket.write(index % 2 ? post(60_000) + '{"login_name":"' : 'GET /api/v1/facilities HTTP/1.1\r\nHost: local');
    const dripping = setInterval(() => sockets.forEach((socket) => socket.writable && socket.write('x')), 500);
    await sleep(1_000);
    const times = [];
    for (let turn = 0; turn < 20; turn += 1) times.push(await healthy());
    clearInterval(dripping);
    sockets.forEach((socket) => socket.destroy());
    assert.ok(Math.max(...times) < 1_000, `the slowest of twenty took ${Math.max(...times)} ms`);
  });

  test('a sender who never finishes a header is cut off', { timeout: 30_000 }, async () => {
    const { closed } = await exchange(chain.url, 'GET /api/v1/facilities HTTP/1.1\r\nHost: local', { seconds: 20 });
    assert.ok(closed);
  });

  test('a hundred readers who do not read hold up nobody', async () => {
    const { hostname, port } = new URL(chain.url);
    const sockets = Array.from({ length: 100 }, () => {
      const socket = net.connect({ port: Number(port), host: hostname, highWaterMark: 1 }).on('error', () => {});
      socket.pause();
      socket.write('GET /assets/large.js HTTP/1.1\r\nHost: localhost\r\n\r\n');
      return socket;
    });
    await sleep(500);
    const before = await processorSeconds(chain.pids.nginx);
    const times = [];
    for (let turn = 0; turn < 20; turn += 1) times.push(await healthy());
    await sleep(1_000);
    const used = (await processorSeconds(chain.pids.nginx)) - before;
    sockets.forEach((socket) => socket.destroy());
    assert.ok(Math.max(...times) < 1_000, `the slowest of twenty took ${Math.max(...times)} ms`);
    assert.ok(used < 0.8, `nginx worked for ${used} s while nobody read`);
  });

  test('while half of the clients vanish, every answer reaches the one who asked', { timeout: 60_000 }, async () => {
    const { hostname, port } = new URL(chain.url);
    const vanish = (from) => new Promise((resolve) => {
      const socket = net.connect({ port: Number(port), host: hostname, localAddress: from });
      socket.on('error', () => {}).on('close', resolve);
      socket.write('GET /api/v1/applications HTTP/1.1\r\nHost: localhost\r\n\r\n', () => setImmediate(() => socket.resetAndDestroy()));
    });
    let answered = 0;
    const client = async (number) => {
      for (let turn = 0; turn < 60; turn += 1) {
        const from = `127.1.${number}.${1 + (turn % 20)}`;
        if (number % 2) {
          await vanish(from);
          continue;
        }
        const answer = await request(`${chain.url}/api/v1/applications`, { from });
        assertProblem(answer, 401, 'not_logged_in');
        assert.equal(answer.json.request_id, answer.headers['x-request-id'], 'hiroba answered another request');
        answered += 1;
      }
    };
    await Promise.all(Array.from({ length: 64 }, (_, number) => client(number)));
    assert.equal(answered, 32 * 60);
  });

  test('after all this every program is the one that was started', async () => {
    for (const [name, pid] of Object.entries(chain.pids)) assert.doesNotThrow(() => process.kill(pid, 0), name);
    assert.doesNotMatch(await chain.nginxErrors(), /exited on signal|\[(alert|emerg|crit)\]/);
    await logIn(chain, 'resident1');
  });
});

/** Processor time of a process and its children, in seconds. */
async function processorSeconds(pid) {
  const family = [pid, ...execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).trim().split('\n')];
  let ticks = 0;
  for (const one of family) {
    const fields = (await readFile(`/proc/${one}/stat`, 'utf8')).split(') ')[1].split(' ');
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / 100;
}
