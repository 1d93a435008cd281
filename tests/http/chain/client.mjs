// What the tests speak HTTP with: a plain client that hides nothing, and bare sockets for what no client would send.
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';

/**
 * One request on a connection of its own.
 * @param {string} url
 * @param {{method?: string, headers?: Record<string, string>, body?: string, from?: string}} [options]
 *   from: the loopback address that the request comes from (127.0.0.2, …)
 * @returns {Promise<{status: number, headers: http.IncomingHttpHeaders, text: string, json: any}>}
 */
export function request(url, { method = 'GET', headers = {}, body, from } = {}) {
  return new Promise((resolve, reject) => {
    const sent = http.request(url, { method, headers, localAddress: from, agent: false }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        const json = /json/.test(response.headers['content-type'] ?? '') ? JSON.parse(text || 'null') : undefined;
        resolve({ status: response.statusCode, headers: response.headers, text, json });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Asserts that an answer is a named refusal, as every answer that is not a success must be. */
export function assertProblem(answer, status, code) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/);
  if (code) assert.equal(answer.json.code, code);
  assert.match(answer.json.code, /^[a-z0-9_]+$/);
  assert.equal(answer.json.status, status);
  assert.ok(answer.json.request_id, 'a refusal names its request');
}

/**
 * Writes bytes to a bare socket and collects what comes back, until the peer closes, `until` is satisfied, or time is up.
 * @param {string} url
 * @param {Buffer|string} bytes
 * @param {{until?: (text: string) => boolean, seconds?: number}} [options]
 * @returns {Promise<{text: string, closed: boolean}>}
 */
export function exchange(url, bytes, { until = () => false, seconds = 5 } = {}) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname);
    let text = '';
    const finish = (closed) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ text, closed });
    };
    const timer = setTimeout(() => finish(false), seconds * 1000);
    socket.on('data', (part) => {
      text += part.toString('latin1');
      if (until(text)) finish(false);
    });
    socket.on('error', (error) => (text || error.code === 'ECONNRESET' || error.code === 'EPIPE' ? finish(true) : reject(error)));
    socket.on('close', () => finish(true));
    socket.write(bytes);
  });
}

/** How many answers stand in what a socket received. */
export const answersIn = (text) => text.split(/HTTP\/1\.[01] \d{3} /).length - 1;

/**
 * A person who is logged in.
 * @param {import('./chain.mjs').Chain} chain
 * @param {string} loginName one of the demonstration accounts
 * @param {string} [from] loopback address that the person's requests come from
 */
export async function logIn(chain, loginName, from) {
  const origin = { Origin: chain.publicUrl, Host: new URL(chain.publicUrl).host };
  const answer = await request(`${chain.url}/api/v1/session`, {
    method: 'POST',
    headers: { ...origin, 'Content-Type': 'application/json' },
    body: JSON.stringify({ login_name: loginName, password: 'hoshimigawa-demo' }),
    from,
  });
  assert.equal(answer.status, 200, answer.text);
  const cookie = answer.headers['set-cookie'][0].split(';')[0];
  return {
    cookie,
    csrfToken: answer.json.csrf_token,
    /** One request as this person; `body` is sent as JSON. */
    call(method, path, body, headers = {}) {
      return request(`${chain.url}${path}`, {
        method,
        headers: {
          ...origin,
          Cookie: cookie,
          'X-CSRF-Token': answer.json.csrf_token,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        from,
      });
    },
  };
}

/** Days of the town from today on, "2026-12-01". */
export function daysFromToday(count) {
  const days = [];
  for (let day = 0; day < count; day += 1) {
    days.push(new Date(Date.now() + 9 * 3_600_000 + day * 86_400_000).toISOString().slice(0, 10));
  }
  return days;
}

/** The first free slot of a facility in the coming weeks, as something that can be held. */
export async function firstFreeSlot(chain, facility) {
  for (const date of daysFromToday(60)) {
    const { json } = await request(`${chain.url}/api/v1/availability/day?facility=${facility}&date=${date}`);
    for (const { space, slots } of json.spaces ?? []) {
      const slot = slots.find(({ state }) => state === 'free');
      if (slot) return { space, date, ...(slot.band ? { band: slot.band } : { start: slot.start, end: slot.end }) };
    }
  }
  throw new Error(`nothing is free at ${facility}`);
}
