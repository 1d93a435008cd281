// What the tests speak HTTP with: a plain client that hides nothing, and bare sockets for what no client would send.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import net from 'node:net';

/**
 * One request on a connection of its own.
 * @param {string} url
 * @param {{method?: string, headers?: Record<string, string>, body?: string|Buffer, from?: string}} [options]
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
 * @param {string} [password] of the demonstration accounts of Hoshimigawa, unless it is another town
 */
export async function logIn(chain, loginName, from, password = 'hoshimigawa-demo') {
  const origin = { Origin: chain.publicUrl, Host: new URL(chain.publicUrl).host };
  const answer = await request(`${chain.url}/api/v1/session`, {
    method: 'POST',
    headers: { ...origin, 'Content-Type': 'application/json' },
    body: JSON.stringify({ login_name: loginName, password }),
    from,
  });
  assert.equal(answer.status, 200, answer.text);
  const cookie = answer.headers['set-cookie'][0].split(';')[0];
  return {
    cookie,
    csrfToken: answer.json.csrf_token,
    /** A file attached to an application, byte by byte. */
    attach(application_id, bytes, { name = '図面.pdf', headers = {} } = {}) {
      return request(`${chain.url}/api/v1/applications/${application_id}/attachments?name=${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { ...origin, Cookie: cookie, 'X-CSRF-Token': answer.json.csrf_token, 'Content-Type': 'application/octet-stream',
          'Idempotency-Key': randomUUID(), ...headers },
        body: bytes,
        from,
      });
    },
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

/** Anybody who is not logged in, called as people are. */
export const visitor = (chain) => ({
  call: (method, path, body, headers = {}) => request(`${chain.url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  }),
});

/** Limits that no test of right and wrong meets. */
export const noLimits = { ADDRESS_RATE: '10000r/s', SESSION_RATE: '10000r/s', PUBLIC_RATE: '10000r/s', SEARCH_RATE: '10000r/s', LOGIN_RATE: '1000r/s', UPLOAD_RATE: '1000r/s' };

/** Days of the town from today on, "2026-12-01". */
export function daysFromToday(count) {
  const days = [];
  for (let day = 0; day < count; day += 1) {
    days.push(new Date(Date.now() + 9 * 3_600_000 + day * 86_400_000).toISOString().slice(0, 10));
  }
  return days;
}

/** A slot of an availability answer as a use that can be asked for. */
export const useOf = (space, date, { band, nights, start, end }) =>
  ({ space, date, ...(band ? { band } : nights ? { nights } : { start, end }) });

/**
 * Free slots of a facility, in the order of its days and spaces, as uses that can be asked for.
 * @param {import('./chain.mjs').Chain} chain
 * @param {string} facility
 * @param {{from?: number, spaces?: string[], bands?: string[]}} [options] from: so many days from today on
 */
export async function* freeUses(chain, facility, { from = 0, spaces, bands } = {}) {
  for (const date of daysFromToday(from + 60).slice(from)) {
    const { json } = await request(`${chain.url}/api/v1/availability/day?facility=${facility}&date=${date}`);
    for (const { space, slots } of json.spaces ?? [])
      if (!spaces || spaces.includes(space))
        for (const slot of slots) if (slot.state === 'free' && (!bands || bands.includes(slot.band))) yield useOf(space, date, slot);
  }
}

/** The first of them. */
export async function firstFreeSlot(chain, facility, options) {
  const { value } = await freeUses(chain, facility, options).next();
  if (!value) throw new Error(`nothing is free at ${facility}`);
  return value;
}

/** Holds these uses as one application; answers whatever the town answers. */
export const hold = (person, uses, { key = randomUUID(), fitting } = {}) =>
  person.call('POST', '/api/v1/applications', { uses, ...(fitting ? { fitting } : {}) }, { 'Idempotency-Key': key });
