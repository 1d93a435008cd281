// 添付書類 through the whole chain: nginx, queue, hiroba, the folder; with people who mean well and people who do not.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChain } from './chain/chain.mjs';
import { assertNothingIsWrong, whatIsWrong } from './chain/check.mjs';
import { assertProblem, exchange, freeUses, hold, logIn, noLimits, request, visitor } from './chain/client.mjs';
import { openDatabase } from './chain/database.mjs';
import { jpeg, pdf, png } from './chain/files.mjs';

const megabyte = 1024 * 1024;

describe('attachments', () => {
  let chain;
  let owner;
  let other;
  let desk;
  let uses;

  before(async () => {
    chain = await startChain({ limits: { ...noLimits, UPLOADS_OF_SESSION: '100' } });
    [owner, other, desk] = await Promise.all(['resident1', 'resident2', 'desk1'].map((name) => logIn(chain, name)));
    uses = freeUses(chain, 'kirara', { from: 21, spaces: ['small_meeting'], bands: ['morning', 'afternoon', 'evening'] });
  });
  after(() => chain?.stop());

  const folder = () => path.join(chain.var, 'attachments');
  const files = () => readdirSync(folder(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const opened = [];
  async function application(person) {
    const { status, text, json } = await hold(person, [(await uses.next()).value]);
    assert.equal(status, 201, text);
    const at = `/api/v1/applications/${json.application.application_id}`;
    opened.push([person, at]);
    return at;
  }
  // Nobody may hold many at one time.
  afterEach(async () => {
    for (const [person, at] of opened.splice(0)) assert.equal((await person.call('POST', `${at}/cancellation`, {})).status, 200);
  });
  const send = (person, to, bytes, options) => person.attach(to.split('/').at(-1), bytes, options);
  const download = (person, to, headers = {}) => person.call('GET', to, undefined, headers);

  test('what is attached comes out as it went in, always as a download that nothing runs', async () => {
    const to = await application(owner);
    const added = await send(owner, to, pdf(), { name: '間取り図 "1".pdf' });
    assert.equal(added.status, 201, added.text);
    const { json: list } = await owner.call('GET', `${to}/attachments`);
    assert.deepEqual(list.attachments.map(({ name, kind, bytes }) => [name, kind, bytes]), [['間取り図 "1".pdf', 'pdf', pdf().length]]);
    assert.ok(list.may_add && list.may_remove);
    const file = `${to}/attachments/${added.json.attachment_id}`;
    for (const person of [owner, desk]) {
      const got = await download(person, file);
      assert.equal(got.status, 200);
      assert.equal(got.text, pdf().toString());
      assert.equal(got.headers['content-type'], 'application/pdf');
      assert.equal(got.headers['x-content-type-options'], 'nosniff');
      assert.match(got.headers['content-security-policy'], /sandbox/);
      assert.equal(got.headers['cache-control'], 'no-store');
      assert.match(got.headers['content-disposition'], /^attachment; filename="attachment\.pdf"; filename\*=UTF-8''%E9%96%93[^"]*\.pdf$/);
    }
    const [stored] = files();
    assert.match(stored.name, /^[0-9a-f]{32}$/);
    assert.equal(statSync(path.join(stored.parentPath, stored.name)).mode & 0o777, 0o600);
    const database = await openDatabase(chain);
    assert.equal((await database.rows("SELECT COUNT(*) AS looks FROM access_log WHERE action = 'attachment'"))[0].looks, '1');
  });

  test('ten megabytes go through, more than the town allows is named, and more than any town allows stops at the door', async () => {
    const to = await application(owner);
    const large = jpeg(10 * megabyte - 1000);
    const added = await send(owner, to, large, { name: 'large.jpg' });
    assert.equal(added.status, 201, added.text);
    assert.equal(added.json.bytes, large.length);
    assertProblem(await send(owner, to, jpeg(11 * megabyte)), 413, 'attachment_too_large');
    assertProblem(await send(owner, to, Buffer.alloc(20 * megabyte + 1)), 413, 'too_large');
    const ranged = await download(owner, `${to}/attachments/${added.json.attachment_id}`, { Range: 'bytes=0-9' });
    assert.equal(ranged.status, 200, 'ranges are not given');
    assert.equal(Number(ranged.headers['content-length']), large.length);
  });

  test('what is not one of the three kinds, by its content, is refused by name', async () => {
    const to = await application(owner);
    const refused = async (bytes, status, code, options) => assertProblem(await send(owner, to, bytes, options), status, code);
    await refused(Buffer.alloc(0), 422, 'attachment_empty');
    await refused(Buffer.from('<!doctype html><script>alert(1)</script>'), 415, 'attachment_type_refused', { headers: { 'Content-Type': 'application/pdf' } });
    await refused(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'), 415, 'attachment_heic');
    await refused(pdf().subarray(0, 40), 422, 'attachment_broken');
    await refused(png().subarray(0, 30), 422, 'attachment_broken');
    for (const name of ['../../../etc/passwd', '..\\a.pdf', '.htaccess', 'a\u202Efdp.exe', 'a\nb.pdf', 'x'.repeat(101)])
      await refused(pdf(), 422, 'attachment_name_refused', { name });
    assert.equal((await owner.call('POST', `${to}/attachments`, undefined, { 'Idempotency-Key': randomUUID() })).status, 400, 'a name is needed');
    assert.deepEqual((await owner.call('GET', `${to}/attachments`)).json.attachments, []);
  });

  test('a picture that is a web page or an archive behind its end loses what is behind its end', async () => {
    const to = await application(owner);
    for (const [document, name] of [[png(), 'a.png'], [jpeg(), 'a.jpg'], [pdf(), 'a.pdf']]) {
      const added = await send(owner, to, Buffer.concat([document, Buffer.from('PK\x03\x04<script>alert(1)</script>')]), { name });
      assert.equal(added.json?.bytes, document.length, added.text);
    }
  });

  test('nobody else sees, adds or removes, and who is not logged in cannot even send', async () => {
    const to = await application(owner);
    const { attachment_id: id } = (await send(owner, to, pdf())).json;
    const own = await application(other);
    assertProblem(await send(other, to, pdf()), 404, 'application_not_found');
    for (const [method, at] of [['GET', `${to}/attachments`], ['GET', `${to}/attachments/${id}`], ['DELETE', `${to}/attachments/${id}`]])
      assertProblem(await other.call(method, at), 404, 'application_not_found');
    for (const method of ['GET', 'DELETE']) {
      assertProblem(await other.call(method, `${own}/attachments/${id}`), 404, 'attachment_not_found');
      assertProblem(await owner.call(method, `${to}/attachments/${'9'.repeat(30)}`), 404, 'attachment_not_found');
      assertProblem(await visitor(chain).call(method, `${to}/attachments/${id}`), 401, 'not_logged_in');
    }
    assertProblem(await send(owner, to, pdf(), { headers: { Cookie: '' } }), 401, 'not_logged_in');
    assertProblem(await send(owner, to, pdf(), { headers: { Cookie: 'sid=made-up-by-a-stranger' } }), 401, 'not_logged_in');
    assertProblem(await send(owner, to, pdf(), { headers: { 'X-CSRF-Token': 'wrong' } }), 403, 'csrf_token_invalid');
    assertProblem(await send(owner, to, pdf(), { headers: { Origin: 'https://elsewhere.example' } }), 403, 'cross_site_request');
    assert.equal((await owner.call('GET', `${to}/attachments`)).json.attachments.length, 1);
  });

  test('the eleventh is one too many; a repeat under one key is one; the owner removes what is not decided', async () => {
    const to = await application(owner);
    const headers = { 'Idempotency-Key': randomUUID() };
    const [first, again] = [await send(owner, to, pdf(), { headers }), await send(owner, to, pdf(), { headers })];
    assert.equal(again.json.attachment_id, first.json.attachment_id);
    assertProblem(await send(owner, to, png(), { headers }), 409, 'idempotency_key_reused');
    const all = await Promise.all(Array.from({ length: 12 }, () => send(owner, to, pdf())));
    assert.equal(all.filter(({ status }) => status === 201).length, 9);
    for (const answer of all.filter(({ status }) => status !== 201)) assertProblem(answer, 409, 'attachment_limit_reached');
    assert.equal((await owner.call('DELETE', `${to}/attachments/${first.json.attachment_id}`)).status, 204);
    assertProblem(await download(owner, `${to}/attachments/${first.json.attachment_id}`), 404, 'attachment_not_found');
    assert.equal((await send(owner, to, pdf())).status, 201);
  });

  test('an upload that breaks off or never ends leaves nothing, and holds nobody up', async () => {
    const to = await application(owner);
    const before = files().length;
    const { hostname, port } = new URL(chain.url);
    const head = `POST ${to}/attachments?name=a.pdf HTTP/1.1\r\nHost: ${new URL(chain.publicUrl).host}\r\nOrigin: ${chain.publicUrl}\r\nCookie: ${owner.cookie}\r\nX-CSRF-Token: ${owner.csrfToken}\r\nIdempotency-Key: ${randomUUID()}\r\nContent-Length: 5000000\r\n\r\n`;
    const slow = await Promise.all(Array.from({ length: 3 }, async () => {
      const socket = net.connect(Number(port), hostname);
      socket.on('error', () => {});
      await new Promise((resolve) => socket.write(head + '%PDF-1.7\n', resolve));
      return socket;
    }));
    // Slow senders wait at nginx: hiroba is as quick as ever, and has begun no file.
    assert.equal((await send(owner, to, pdf())).status, 201);
    assert.equal(readdirSync(path.join(folder(), 'incoming')).length, 0);
    for (const socket of slow) socket.destroy();
    assert.equal(files().length, before + 1);
    // The same straight at hiroba: half of it, then nothing.
    const broken = await exchange(chain.serveUrl, head + 'x'.repeat(100_000), { until: () => true, seconds: 0.2 });
    assert.equal(broken.text, '');
    for (const deadline = Date.now() + 10_000; readdirSync(path.join(folder(), 'incoming')).length > 0; await sleep(20))
      assert.ok(Date.now() < deadline, 'the half is still there');
  });

  test('a path that only looks like the one for uploads has no more room than others', async () => {
    const long = 'x'.repeat(100_000);
    for (const at of ['/api/v1/applications/1/attachments/2', '/api/v1/applications/a/attachments', '/api/v1/applications/1/attachments/'])
      assert.ok([404, 405, 413].includes((await owner.call('POST', at, long)).status), at);
  });

  test('the auditor tells a file without a row, a row without a file, and a file that was changed', async () => {
    const to = await application(owner);
    assertNothingIsWrong(chain);
    const { json } = await send(owner, to, pdf());
    const database = await openDatabase(chain);
    const [{ file_name: name }] = await database.rows(`SELECT file_name FROM attachment WHERE attachment_id = ${json.attachment_id}`);
    const file = path.join(folder(), name.slice(0, 2), name);
    const orphan = path.join(folder(), 'ab', 'ab'.padEnd(32, '0'));
    writeFileSync(orphan, 'left by somebody who was killed');
    const long_ago = Date.now() / 1000 - 7200;
    utimesSync(orphan, long_ago, long_ago);
    writeFileSync(file, Buffer.concat([pdf().subarray(0, -1), Buffer.from('X')]));
    const said = whatIsWrong(chain);
    assert.match(said, new RegExp(`files_have_their_attachments: 1 \\(${path.basename(orphan)}\\)`));
    assert.match(said, new RegExp(`attachments_are_as_stored: 1 \\(${name}\\)`));
    rmSync(file);
    assert.match(whatIsWrong(chain), new RegExp(`attachments_have_their_files: 1 \\(${name}\\)`));
    writeFileSync(file, pdf());
    rmSync(orphan);
    assertNothingIsWrong(chain);
  });
});

describe('the limits of uploads', () => {
  test('who is not logged in, and who sends too many at once, is told so before anything is read', async () => {
    const chain = await startChain({ limits: { ...noLimits, UPLOAD_RATE: '1r/s', UPLOAD_BURST: '2' } });
    try {
      const person = await logIn(chain, 'resident1');
      const answers = await Promise.all(Array.from({ length: 12 }, () => person.attach('1', pdf())));
      const codes = answers.map(({ json }) => json.code);
      assert.ok(codes.includes('too_many_requests') && codes.includes('application_not_found'), codes.join(' '));
      // Reading is not sending: it has the usual limits.
      const reads = await Promise.all(Array.from({ length: 12 }, () => person.call('GET', '/api/v1/applications/1/attachments')));
      for (const answer of reads) assertProblem(answer, 404, 'application_not_found');
    } finally {
      await chain.stop();
    }
  });
});

describe('killed between the file and the row', () => {
  test('no row is without its file, and what is left over is swept', async () => {
    const chain = await startChain({ limits: { ...noLimits, UPLOADS_OF_SESSION: '100' }, tolerant: true });
    try {
      const person = await logIn(chain, 'resident1');
      const { json } = await hold(person, [(await freeUses(chain, 'kirara', { from: 21 }).next()).value]);
      const sending = Array.from({ length: 30 }, (_, at) => person.attach(json.application.application_id, jpeg(megabyte), { name: `a${at}.jpg` }).catch(() => undefined));
      const shelves = () => readdirSync(path.join(chain.var, 'attachments'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      while (shelves().length === 0) await sleep(1);
      process.kill(chain.pids.hiroba, 'SIGKILL');
      await Promise.all(sending);
      const said = whatIsWrong(chain);
      assert.equal(said, '', 'rows have their files; young files without a row are nobody’s fault yet');
      assert.ok(existsSync(path.join(chain.var, 'attachments', 'incoming')));
    } finally {
      await chain.stop();
    }
  });
});
