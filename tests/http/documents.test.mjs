// Papers through the whole chain: whose they are, who may print them, and how they travel.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { startChain } from './chain/chain.mjs';
import { assertNothingIsWrong } from './chain/check.mjs';
import { assertProblem, freeUses, logIn, noLimits, visitor } from './chain/client.mjs';
import { assertKept, operation } from './chain/contract.mjs';
import { openDatabase } from './chain/database.mjs';

describe('papers', () => {
  let chain;
  let database;
  let resident;
  let other;
  let desk;
  let finance;
  let application; // the desk's for the resident: permitted and not paid
  let form; // its application form, issued

  const papersOf = (person) => person.call('GET', `/api/v1/applications/${application.application_id}/documents`);
  const issue = (person, body) => person.call('POST', `/api/v1/applications/${application.application_id}/documents`, body);
  const print = (person, id = form.document_id) => person.call('GET', `/api/v1/documents/${id}.pdf`);

  before(async () => {
    chain = await startChain({ limits: noLimits });
    database = await openDatabase(chain);
    [resident, other, desk, finance] = await Promise.all(['resident1', 'resident2', 'desk1', 'finance1'].map((name) => logIn(chain, name)));
    const { json: { account } } = await resident.call('GET', '/api/v1/session');
    const { value: use } = await freeUses(chain, 'kirara', { from: 21, spaces: ['small_meeting'], bands: ['morning'] }).next();
    const booked = await desk.call('POST', '/api/v1/staff/applications',
      { kind: 'ordinary', account_id: account.account_id, uses: [use], details: { purpose: '<b>読書会</b>', people: 5, is_commercial: false } },
      { 'Idempotency-Key': randomUUID() });
    assert.equal(booked.status, 201, booked.text);
    application = booked.json.application;
    const issued = await issue(resident, { kind: 'application_form' });
    assert.equal(issued.status, 200, issued.text); // kept when it was handed in
    assertKept(operation('issueDocument'), issued);
    form = issued.json;
  });
  after(() => chain?.stop());

  test('the owner and the desk see what there is and what can be issued; nobody else sees that there is anything', async () => {
    for (const person of [resident, desk]) {
      const answer = await papersOf(person);
      assertKept(operation('listDocuments'), answer);
      assert.deepEqual(answer.json.documents.map(({ kind }) => kind), ['application_form', 'permit']);
      assert.deepEqual(answer.json.issuable.map(({ kind }) => kind), ['payment_notice']);
    }
    assertProblem(await papersOf(other), 404, 'application_not_found');
    assertProblem(await papersOf(finance), 403, 'wrong_role');
    assertProblem(await papersOf(visitor(chain)), 401, 'not_logged_in');
  });

  test('a paper is issued once, and asked for again it is the same', async () => {
    const again = await issue(desk, { kind: 'application_form' });
    assert.equal(again.status, 200);
    assert.deepEqual(again.json, form);
    assertProblem(await issue(other, { kind: 'application_form' }), 404, 'application_not_found');
    assertProblem(await issue(resident, { kind: 'receipt', subject_id: '1' }), 409, 'not_issuable');
    assertProblem(await issue(resident, { kind: 'day_sheet' }), 409, 'not_issuable');
    assertProblem(await issue(resident, { kind: 'application_form', subject_id: '../1' }), 409, 'not_issuable');
    assertProblem(await issue(resident, { kind: 'application_form', template: 'x' }), 422, 'invalid_request');
  });

  test('the permit is there with its decision, under its number', async () => {
    const { json: { documents } } = await papersOf(resident);
    const permit = documents.find(({ kind }) => kind === 'permit');
    const { json: { decisions } } = await resident.call('GET', `/api/v1/applications/${application.application_id}`);
    assert.equal(permit.number, decisions[0].number);
    assert.equal(permit.subject_id, decisions[0].decision_id);
    assert.equal((await print(resident, permit.document_id)).status, 200);
    const again = await issue(resident, { kind: 'permit', subject_id: permit.subject_id });
    assert.equal(again.status, 200);
    assert.deepEqual(again.json, permit);
  });

  test('an approver sees nothing of what neither lies before them nor went through them', async () => {
    const director = await logIn(chain, 'director1');
    const { application_id } = application;
    assertProblem(await papersOf(director), 404, 'application_not_found');
    assertProblem(await print(director), 404, 'document_not_found');
    assertProblem(await print(director, '1'), 404, 'document_not_found');
    assertProblem(await director.call('GET', `/api/v1/applications/${application_id}/attachments`), 404, 'application_not_found');
    assertProblem(await director.call('GET', `/api/v1/applications/${application_id}/attachments/1`), 404, 'application_not_found');
    assertProblem(await director.call('GET', `/api/v1/staff/applications/${application_id}/review.zip`), 404, 'review_not_found');
    assertProblem(await issue(director, { kind: 'application_form' }), 403, 'wrong_role');
  });

  test('it is printed for its owner and the desk, and kept by nobody on the way', async () => {
    for (const person of [resident, desk]) {
      const answer = await print(person);
      assert.equal(answer.status, 200, answer.text.slice(0, 200));
      assert.equal(answer.headers['content-type'], 'application/pdf');
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      assert.equal(answer.headers['content-disposition'], `attachment; filename="application_form-${application.number}.pdf"`);
      assert.match(answer.text, /^%PDF-1\.\d/);
      assertKept(operation('printDocument'), answer);
    }
    assertProblem(await print(other), 404, 'document_not_found');
    assertProblem(await print(finance), 403, 'wrong_role');
    assertProblem(await print(visitor(chain)), 401, 'not_logged_in');
    for (const id of ['1', '0', '-1', '01', 'x', '9'.repeat(19), '9'.repeat(40)]) assertProblem(await print(resident, id), 404, 'document_not_found');
    assertProblem(await resident.call('GET', `/api/v1/documents/${form.document_id}`), 404, 'document_not_found');
  });

  test('a look of staff stands in the log', async () => {
    await print(desk);
    const rows = await database.rows("SELECT action, subject FROM access_log WHERE action = 'document'");
    assert.ok(rows.some((row) => JSON.stringify(row).includes(form.document_id)));
  });

  test('only the desk issues again, with a reason, and it is counted', async () => {
    const again = (person, body, id = form.document_id) => person.call('POST', `/api/v1/staff/documents/${id}/reissue`, body);
    assertProblem(await again(resident, { reason: '紛失' }), 403, 'wrong_role');
    assertProblem(await again(desk, { reason: ' ' }), 422, 'invalid_request');
    assertProblem(await again(desk, {}), 422, 'invalid_request');
    assertProblem(await again(desk, { reason: '紛失' }, '1'), 404, 'document_not_found');
    assertProblem(await desk.call('POST', `/api/v1/staff/documents/${form.document_id}/reissue`, { reason: '紛失' }, { 'X-CSRF-Token': 'x' }), 403, 'csrf_token_invalid');
    const first = await print(resident);
    const answers = await Promise.all([1, 2, 3].map((count) => again(desk, { reason: `紛失 ${count}` })));
    assert.deepEqual(answers.map(({ json }) => json.reissues).sort(), [1, 2, 3]);
    for (const answer of answers) assertKept(operation('reissueDocument'), answer);
    assert.notEqual((await print(resident)).text, first.text);
  });

  test('the sheet of a day is for the desk', async () => {
    const sheet = (person, facility, query) => person.call('GET', `/api/v1/staff/facilities/${facility}/day-sheet.pdf${query}`);
    const answer = await sheet(desk, 'kirara', '?date=2026-12-01');
    assert.equal(answer.status, 200, answer.text.slice(0, 200));
    assert.equal(answer.headers['content-disposition'], 'attachment; filename="day-sheet-kirara-2026-12-01.pdf"');
    assertKept(operation('printDaySheet'), answer);
    assertProblem(await sheet(resident, 'kirara', '?date=2026-12-01'), 403, 'wrong_role');
    assertProblem(await sheet(desk, 'nowhere', '?date=2026-12-01'), 404, 'unknown_facility');
    assertProblem(await sheet(desk, 'kirara', '?date=2026-02-30'), 400, 'invalid_date');
    assertProblem(await sheet(desk, 'kirara', ''), 400, 'missing_query_parameter');
  });

  test('nothing is wrong in the tables afterwards', () => assertNothingIsWrong(chain));
});
