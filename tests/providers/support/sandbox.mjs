// hiroba-sandbox by itself, with a merchant's endpoint that keeps what is posted to it, and TLS in front for clients that
// speak nothing else.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../http/chain/chain.mjs';
import { request } from '../../http/chain/client.mjs';

export const keys = {
  stripe_secret_key: 'sk_test_official', stripe_webhook_secret: 'whsec_official',
  paypay_api_key: 'a_official', paypay_api_secret: 'official+/=', paypay_merchant_id: 'm123', paypay_webhook_token: 'token',
};

const listening = (server) => new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(server.address().port)); });

function bodyOf(incoming) {
  return new Promise((resolve) => {
    const parts = [];
    incoming.on('data', (part) => parts.push(part));
    incoming.on('end', () => resolve(Buffer.concat(parts)));
  });
}

/** An endpoint for messages: what came, with its raw bytes. */
async function startInbox() {
  const received = [];
  const server = http.createServer(async (incoming, answer) => {
    received.push({ path: incoming.url, headers: incoming.headers, body: await bodyOf(incoming) });
    answer.end();
  });
  const port = await listening(server);
  return { received, url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

/** A certificate for localhost that only this test trusts, and a proxy that holds it. */
async function startTls(folder, target) {
  const file = (name) => path.join(folder, name);
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', file('key.pem'), '-out', file('cert.pem')],
  { stdio: 'ignore' });
  const certificate = await readFile(file('cert.pem'));
  const server = https.createServer({ key: await readFile(file('key.pem')), cert: certificate }, async (incoming, answer) => {
    const body = await bodyOf(incoming);
    const sent = http.request(`${target}${incoming.url}`, { method: incoming.method, headers: incoming.headers }, (reply) => {
      answer.writeHead(reply.statusCode, reply.headers);
      reply.pipe(answer);
    });
    sent.end(body);
  });
  return { certificate, port: await listening(server), stop: () => server.close() };
}

export async function startSandbox() {
  const folder = await mkdtemp(path.join(tmpdir(), 'hiroba-providers-'));
  const secrets = path.join(folder, 'secrets');
  await mkdir(secrets);
  for (const [name, value] of Object.entries(keys)) await writeFile(path.join(secrets, name), value);
  const inbox = await startInbox();
  const child = spawn(path.join(projectRoot, 'build/release/bin/hiroba-sandbox'), ['--listen', '127.0.0.1:0',
    '--public-url', 'http://localhost:8080/sandbox', '--webhook-url', `${inbox.url}/stripe`,
    '--paypay-webhook-url', `${inbox.url}/paypay/`, '--state', path.join(folder, 'state.json'), '--secrets', secrets],
  { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const port = await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => { const found = /port (\d+)/.exec(text); if (found) resolve(Number(found[1])); });
    ended.then(() => reject(new Error('hiroba-sandbox ended')));
  });
  const url = `http://127.0.0.1:${port}`;
  const tls = await startTls(folder, url);
  return {
    url, port, inbox, tls,
    ask: (address, options) => request(`${url}${address}`, options),
    behave: (behaviour) => request(`${url}/_sandbox/paypay`, { method: 'POST', body: JSON.stringify(behaviour) }),
    advance: (minutes) => request(`${url}/_sandbox/clock`, { method: 'POST', body: `minutes=${minutes}` }),
    async message(matches) {
      for (let waited = 0; waited < 200; waited += 1) {
        const found = inbox.received.find(matches);
        if (found) return found;
        await sleep(50);
      }
      throw new Error('the message did not come');
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      inbox.stop();
      tls.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
