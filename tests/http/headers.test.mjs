// What the front door says about itself, and what it shows to whom.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { projectRoot, startChain } from './chain/chain.mjs';
import { assertProblem, request } from './chain/client.mjs';

describe('the front door of the trial', () => {
  let chain;
  before(async () => { chain = await startChain(); });
  after(() => chain.stop());

  for (const [target, language, location] of [
    ['/', undefined, '/ja/'], ['/', 'ja,en;q=0.8', '/ja/'], ['/', 'en-US,en;q=0.9,ja;q=0.8', '/en/'], ['/', 'en', '/en/'],
    ['/', 'enm', '/ja/'], ['/', 'zh-CN,zh;q=0.9,en;q=0.8,ja;q=0.7', '/en/'], ['/', 'vi,ja;q=0.9,en;q=0.8', '/ja/'], ['/', 'fr', '/ja/'], ['/staff', undefined, '/ja/staff/'], ['/finance/', 'en', '/en/finance/'],
  ])
    test(`${target} leads a browser that wants ${language} to ${location}`, async () => {
      const answer = await request(`${chain.url}${target}`, { headers: language ? { 'accept-language': language } : {} });
      assert.equal(answer.status, 302);
      assert.equal(answer.headers.location, location);
      assert.equal(answer.headers.vary, 'Accept-Language');
    });

  for (const page of ['/ja/', '/en/', '/ja/staff/', '/en/staff/', '/ja/finance/', '/ja/applications/12/payment', '/ja/staff/board/kirara']) {
    test(`${page} is a page under a strict policy that no other origin may frame or script`, async () => {
      const { status, headers, text } = await request(`${chain.url}${page}`);
      assert.equal(status, 200);
      assert.match(headers['content-type'], /^text\/html/);
      const policy = headers['content-security-policy'];
      for (const part of ["default-src 'self'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'",
        "form-action 'self'", "require-trusted-types-for 'script'"]) assert.ok(policy.includes(part), part);
      assert.doesNotMatch(policy, /unsafe|https?:|\*/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['referrer-policy'], 'same-origin');
      assert.equal(headers['cache-control'], 'no-cache');
      assert.equal(headers.server, 'nginx', 'no version');
      assert.doesNotMatch(text, /(src|href)="(https?:)?\/\//, 'nothing from elsewhere');
    });
  }

  test('the staff pages are another application than the residents\' pages', async () => {
    const [resident, staff, finance] = await Promise.all(['/ja/', '/ja/staff/', '/ja/finance/'].map((page) => request(chain.url + page)));
    assert.notEqual(resident.text, staff.text);
    assert.notEqual(staff.text, finance.text);
  });

  test('a file whose name carries its hash may be kept for ever', async () => {
    const [name] = (await readdir(path.join(projectRoot, 'frontend/dist/assets'))).filter((file) => file.endsWith('.js'));
    const { status, headers } = await request(`${chain.url}/assets/${name}`);
    assert.equal(status, 200);
    assert.match(headers['cache-control'], /max-age=31536000, immutable/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
  });

  for (const target of ['/nothing-here', '/assets/nothing.js', '/ja/../../etc/passwd', '/..%2f..%2fetc/passwd', '/.hiroba', '/_refusal/too_large', '/zz/']) {
    test(`${target} is refused as a problem`, async () => {
      const answer = await request(`${chain.url}${target}`);
      assertProblem(answer, answer.status === 400 ? 400 : 404);
    });
  }

  test('the photos that the town tells of are there, as pictures and nothing else', async () => {
    const { json: town } = await request(`${chain.url}/api/v1/facilities`);
    const photos = town.facilities.flatMap(({ photos: ofBuilding, spaces }) => [...ofBuilding, ...spaces.flatMap(({ photos: ofSpace }) => ofSpace)]);
    assert.ok(photos.length >= 2);
    for (const { file } of photos) {
      const { status, headers } = await request(`${chain.url}/photos/${file}`);
      assert.equal(status, 200, file);
      assert.match(headers['content-type'], /^image\/(jpeg|png|webp)$/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'");
      assert.match(headers['cache-control'], /^public, max-age=\d+$/);
      assert.ok(Number(headers['content-length']) > 100);
    }
  });

  for (const target of ['/photos/', '/photos', '/photos/nothing.png', '/photos/../town.toml', '/photos/..%2ftown.toml', '/photos/%2e%2e/demo_accounts.toml',
    '/photos/town.toml', '/photos/kirara.png/', '/photos/KIRARA.PNG', '/photos/kirara.svg', '/photos/.kirara.png', '/photos/kirara.png%00.html', '/photos/a/kirara.png']) {
    test(`${target} shows nothing of the town's folder`, async () => {
      const answer = await request(`${chain.url}${target}`);
      assertProblem(answer, answer.status === 400 ? 400 : 404);
    });
  }

  test('a photo cannot be written', async () => {
    for (const method of ['PUT', 'POST', 'DELETE'])
      assertProblem(await request(`${chain.url}/photos/kirara.png`, { method, body: 'x' }), 405, 'method_not_allowed');
  });

  test('an answer of the API is never kept, framed or read as something else', async () => {
    const { status, headers } = await request(`${chain.url}/api/v1/session`);
    assert.equal(status, 200);
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'");
    assert.match(headers['x-request-id'], /^[0-9a-f]{32}$/);
  });

  test('a private answer is not compressed, a public one is', async () => {
    const accept = { 'Accept-Encoding': 'gzip' };
    assert.equal((await request(`${chain.url}/api/v1/session`, { headers: accept })).headers['content-encoding'], undefined);
    const raw = await fetch(`${chain.url}/api/v1/facilities`, { headers: accept });
    assert.equal(raw.headers.get('content-encoding'), 'gzip');
  });

  test('the hosted page of the sandbox is there, and nothing else of the sandbox', async () => {
    const page = await request(`${chain.url}/sandbox/pay/cs_test_unknown`);
    assert.equal(page.status, 404);
    assert.equal((await request(`${chain.url}/sandbox/pay.css`)).status, 200);
    for (const target of ['/sandbox/_sandbox/behaviour', '/sandbox/v1/checkout/sessions', '/sandbox/pay/../_sandbox/behaviour', '/_sandbox/behaviour'])
      assert.notEqual((await request(`${chain.url}${target}`)).status, 200, target);
  });

  test('the name of the cookie says that this is only a trial', async () => {
    const answer = await request(`${chain.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: chain.publicUrl, Host: new URL(chain.publicUrl).host },
      body: JSON.stringify({ login_name: 'resident1', password: 'hoshimigawa-demo' }),
    });
    assert.equal(answer.status, 200, answer.text);
    assert.match(answer.headers['set-cookie'][0], /^sid=[A-Za-z0-9_-]+;/);
    assert.match(answer.headers['set-cookie'][0], /HttpOnly/);
    assert.match(answer.headers['set-cookie'][0], /SameSite=(Lax|Strict)/);
  });
});

describe('the front door of a town', () => {
  let chain;
  before(async () => { chain = await startChain({ trial: false }); });
  after(() => chain.stop());

  test('there is no sandbox', async () => {
    assertProblem(await request(`${chain.url}/sandbox/pay/cs_test_unknown`), 404, 'not_found');
    assert.equal(chain.pids.sandbox, undefined);
  });

  test('the session cookie is only for TLS', async () => {
    const answer = await request(`${chain.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: chain.publicUrl },
      body: JSON.stringify({ login_name: 'resident1', password: 'hoshimigawa-demo' }),
    });
    assert.equal(answer.status, 200, answer.text);
    assert.match(answer.headers['set-cookie'][0], /^__Host-sid=[A-Za-z0-9_-]+;/);
    assert.match(answer.headers['set-cookie'][0], /Secure/);
  });
});
