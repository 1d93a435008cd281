// What must not be asked for is refused by name, and leaves everything as it was.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot, startChain } from './chain/chain.mjs';
import { assertNothingIsWrong } from './chain/check.mjs';
import { assertProblem, daysFromToday, freeUses, hold, logIn, noLimits, request, visitor } from './chain/client.mjs';
import { openDatabase } from './chain/database.mjs';

const key = () => ({ 'Idempotency-Key': randomUUID() });
const singleBands = ['morning', 'afternoon', 'evening'];
const details = { purpose: '読書会', people: 5, is_commercial: false };
const reason = { ja: '点検', en: 'Inspection' };

// Everything that a booking, a closure or a payment leaves behind.
const tables = ['application', 'booking', 'booking_equipment', 'booking_event', 'booking_quota', 'claim', 'claim_owner', 'closure', 'closure_conflict',
  'closure_unit_day', 'extra_opening', 'idempotency', 'journal_transfer', 'notice', 'obligation', 'payment_attempt', 'quota_counter', 'refund', 'suspension', 'unit_day', 'waiting'];

/** Text of all of these rows; nothing changed as long as it is the same. */
async function everything(database) {
  const parts = [];
  for (const table of tables) parts.push((await database.rows(`SELECT * FROM ${table}`)).map((row) => `${table} ${JSON.stringify(row)}`).sort());
  return parts.flat().join('\n');
}

describe('refusals', () => {
  let chain;
  let database;
  let resident;
  let other;
  let desk;
  let slot; // free
  let second; // free as well, on another day
  let own; // the application of it
  let waiting; // a place in line of the resident
  let closure; // in force, somewhere else

  before(async () => {
    chain = await startChain({ limits: noLimits });
    database = await openDatabase(chain);
    [resident, other, desk] = await Promise.all(['resident1', 'resident2', 'desk1'].map((name) => logIn(chain, name)));
    const uses = freeUses(chain, 'kirara', { from: 21, spaces: ['small_meeting'], bands: ['morning'] });
    const next = async () => (await uses.next()).value;
    [slot, second] = [await next(), await next()];
    own = (await hold(resident, [await next()])).json.application;
    const taken = await next();
    assert.equal((await hold(other, [taken])).status, 201);
    waiting = (await resident.call('POST', '/api/v1/waiting', taken)).json;
    const [day] = daysFromToday(50).slice(-1);
    closure = (await desk.call('POST', '/api/v1/staff/closures', { kind: 'planned', facility: 'gym', first: day, last: day, reason, bookings: 'keep' }, key())).json.closure;
    assert.ok(own && waiting.waiting_id && closure);
  });
  after(() => chain?.stop());

  /** What the call answers is this refusal, and no row is another one afterwards. */
  async function assertRefused(ask, status, code, facts = {}) {
    const before = await everything(database);
    const answer = await ask();
    assertProblem(answer, status, code);
    for (const [name, fact] of Object.entries(facts)) assert.equal(answer.json.facts[name], fact, answer.text);
    assert.equal(await everything(database), before, `${code} has changed something`);
    return answer;
  }
  const fieldError = (answer) => `${answer.json.errors[0]?.pointer} ${answer.json.errors[0]?.code}`;
  const byHour = (start, end, more = {}) => ({ space: 'music_practice', date: slot.date, start, end, ...more });
  const equipped = (...equipment) => ({ ...slot, equipment });
  const many = (count) => Array.from({ length: count }, () => ({ ...slot }));

  const badUses = [
    ['a day that is past', () => ({ ...slot, date: '2020-01-08' }), 409, 'after_booking_window'],
    ['the thirtieth of February', () => ({ ...slot, date: '2027-02-30' }), 400, 'invalid_date'],
    ['the twenty-ninth of February of a common year', () => ({ ...slot, date: '2027-02-29' }), 400, 'invalid_date'],
    ['the thirty-first of November', () => ({ ...slot, date: '2026-11-31' }), 400, 'invalid_date'],
    ['a thirteenth month', () => ({ ...slot, date: '2026-13-01' }), 400, 'invalid_date'],
    ['the year nought', () => ({ ...slot, date: '0000-01-01' }), 400, 'invalid_date'],
    ['a date without zeros', () => ({ ...slot, date: '2026-1-1' }), 400, 'invalid_date'],
    ['a date in wide digits', () => ({ ...slot, date: '２０２６-１２-０１' }), 400, 'invalid_date'],
    ['a word for a date', () => ({ ...slot, date: 'tomorrow' }), 400, 'invalid_date'],
    ['a day in a hundred years', () => ({ ...slot, date: '2126-06-18' }), 409, 'before_booking_window'],
    ['a day in eight thousand years', () => ({ ...slot, date: '9999-06-16' }), 400, 'invalid_date'],
    ['a room that does not exist', () => ({ ...slot, space: 'ballroom' }), 404, 'unknown_space'],
    ['a room in capital letters', () => ({ ...slot, space: 'SMALL_MEETING' }), 404, 'unknown_space'],
    ['a band that does not exist', () => ({ ...slot, band: 'midnight' }), 422, 'unknown_band'],
    ['a band of a room by the hour', () => ({ space: 'music_practice', date: slot.date, band: 'morning' }), 422, 'time_range_required'],
    ['hours of a room by the band', () => ({ space: slot.space, date: slot.date, start: '09:00', end: '12:00' }), 422, 'band_required'],
    ['a band and hours', () => ({ ...slot, start: '09:00', end: '12:00' }), 422, 'band_required'],
    ['nights in a meeting room', () => ({ space: slot.space, date: slot.date, nights: 2 }), 422, 'band_required'],
    ['neither band nor hours', () => ({ space: slot.space, date: slot.date }), 422, 'band_required'],
    ['a beginning without an end', () => ({ space: 'music_practice', date: slot.date, start: '10:00' }), 422, 'time_range_required'],
    ['25:00', () => byHour('10:00', '25:00'), 400, 'invalid_time'],
    ['24:30', () => byHour('10:00', '24:30'), 400, 'invalid_time'],
    ['09:60', () => byHour('09:60', '11:00'), 400, 'invalid_time'],
    ['-1:00', () => byHour('-1:00', '11:00'), 400, 'invalid_time'],
    ['9:00 without its zero', () => byHour('9:00', '11:00'), 400, 'invalid_time'],
    ['a reversed time', () => byHour('12:00', '10:00'), 422, 'empty_time_range'],
    ['no time at all', () => byHour('10:00', '10:00'), 422, 'empty_time_range'],
    ['a time off the grid', () => byHour('10:10', '11:10'), 422, 'not_on_grid'],
    ['before it opens', () => byHour('07:00', '10:00'), 422, 'outside_opening_hours'],
    ['after it closes', () => byHour('21:00', '23:00'), 422, 'outside_opening_hours'],
    ['five thousand projectors', () => equipped({ code: 'projector', quantity: 5_000 }), 409, 'too_much_equipment', { stock: 2 }],
    ['the same equipment twice', () => equipped({ code: 'projector', quantity: 1 }, { code: 'projector', quantity: 1 }), 422, 'duplicate_equipment'],
    ['equipment that does not exist', () => equipped({ code: 'submarine', quantity: 1 }), 422, 'unknown_equipment'],
    ['equipment of another room', () => equipped({ code: 'grand_piano', quantity: 1 }), 422, 'equipment_elsewhere'],
  ];
  for (const [name, use, status, code, facts] of badUses)
    test(`${name}: ${code}`, async () => {
      await assertRefused(() => hold(resident, [use()]), status, code, facts);
      // What cannot be booked cannot be a date of a series either, nor can anybody wait for it.
      const series = await resident.call('POST', '/api/v1/series-preview', { use: use(), repetition: { repeats: 'weekly', last: '2026-12-31' } });
      if (status === 400) assertProblem(series, 400, code);
      const place = await assertRefused(() => resident.call('POST', '/api/v1/waiting', use()), status, code, facts);
      assert.equal(place.json.status, status);
    });

  const badBodies = [
    ['no use', () => ({ uses: [] }), '/uses too_few'],
    ['nothing', () => ({}), '/uses required'],
    ['four hundred and one uses', () => ({ uses: many(401) }), '/uses too_many'],
    ['ten thousand projectors', () => ({ uses: [equipped({ code: 'projector', quantity: 10_000 })] }), '/uses/0/equipment/0/quantity too_high'],
    ['no projector', () => ({ uses: [equipped({ code: 'projector', quantity: 0 })] }), '/uses/0/equipment/0/quantity too_low'],
    ['less than none', () => ({ uses: [equipped({ code: 'projector', quantity: -1 })] }), '/uses/0/equipment/0/quantity too_low'],
    ['half a projector', () => ({ uses: [equipped({ code: 'projector', quantity: 0.5 })] }), '/uses/0/equipment/0/quantity wrong_type'],
    ['more than fits into a number', () => ({ uses: [equipped({ code: 'projector', quantity: 2 ** 63 })] }), '/uses/0/equipment/0/quantity too_high'],
    ['a number in quotation marks', () => ({ uses: [equipped({ code: 'projector', quantity: '1' })] }), '/uses/0/equipment/0/quantity wrong_type'],
    ['twenty-one kinds of equipment', () => ({ uses: [equipped(...Array.from({ length: 21 }, () => ({ code: 'projector', quantity: 1 })))] }), '/uses/0/equipment too_many'],
    ['fifteen hundred kinds of equipment', () => ({ uses: [equipped(...Array.from({ length: 1_500 }, () => ({ code: 'projector', quantity: 1 })))] }), '/uses/0/equipment too_many'],
    ['a field that nobody knows', () => ({ uses: [{ ...slot, price_yen: 0 }] }), '/uses/0/price_yen unknown_field'],
    ['a use that is a list', () => ({ uses: [[slot]] }), '/uses/0 wrong_type'],
    ['a use that is nothing', () => ({ uses: [null] }), '/uses/0 wrong_type'],
    ['a date within a date', () => ({ uses: [{ ...slot, date: { date: slot.date } }] }), '/uses/0/date wrong_type'],
    ['ten boxes in one another', () => ({ uses: [{ ...slot, space: JSON.parse('['.repeat(10) + ']'.repeat(10)) }] }), '/uses/0/space wrong_type'],
    ['sixty-one nights', () => ({ uses: [{ space: slot.space, date: slot.date, nights: 61 }] }), '/uses/0/nights too_high'],
    ['another way of fitting', () => ({ uses: [slot], fitting: 'force' }), '/fitting not_allowed'],
  ];
  for (const [name, body, fault] of badBodies)
    test(`${name}: ${fault}`, async () => {
      const answer = await assertRefused(() => resident.call('POST', '/api/v1/applications', body(), key()), 422, 'invalid_request');
      assert.equal(fieldError(answer), fault);
    });

  const sent = (body, type = 'application/json') => request(`${chain.url}/api/v1/applications`, {
    method: 'POST',
    headers: { Origin: chain.publicUrl, Host: new URL(chain.publicUrl).host, Cookie: resident.cookie, 'X-CSRF-Token': resident.csrfToken, 'Content-Type': type, ...key() },
    body,
  });
  for (const [name, body] of Object.entries({
    'thirty thousand brackets': '['.repeat(30_000),
    'objects in one another without end': '{"uses":'.repeat(7_000),
    'a hundred boxes in one another': `{"uses":${'['.repeat(100)}${']'.repeat(100)}}`,
    'half a body': '{"uses":[{"space":"small_meeting"',
    'two bodies': '{"uses":[]}{"uses":[]}',
    'no body': '',
    'not a number': '{"uses":[NaN]}',
    'bytes that are no UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    'half of a surrogate pair': '{"uses":[{"space":"\\ud800"}]}',
  }))
    test(`${name} is no JSON: malformed_json`, () => assertRefused(() => sent(body), 400, 'malformed_json'));
  test('three thousand kinds of equipment do not even fit: too_large', () =>
    assertRefused(() => sent(JSON.stringify({ uses: [equipped(...Array.from({ length: 3_000 }, () => ({ code: 'projector', quantity: 1 })))] })), 413, 'too_large'));

  test('eleven uses in one application: too_many_uses', () => assertRefused(() => hold(resident, many(11)), 422, 'too_many_uses', { most: 10 }));
  test('four hundred uses: too_many_uses', () => assertRefused(() => hold(resident, many(400)), 422, 'too_many_uses', { most: 10 }));
  test('uses of two buildings: several_facilities', async () => {
    const gym = (await freeUses(chain, 'gym', { from: 3 }).next()).value;
    await assertRefused(() => hold(resident, [slot, gym]), 422, 'several_facilities');
  });
  test('the same use twice in one application: uses_overlap', () => assertRefused(() => hold(resident, [slot, slot]), 422, 'uses_overlap', { index: 1, date: slot.date, space: slot.space }));
  test('one good use does not save a bad one', () => assertRefused(() => hold(resident, [slot, { ...second, date: '2027-02-30' }]), 400, 'invalid_date', { index: 1 }));
  test('what somebody has already: already_taken, with what is nearest to it', async () => {
    const answer = await assertRefused(() => hold(other, [{ space: own.bookings[0].space, date: own.bookings[0].date, band: own.bookings[0].band }]), 409, 'already_taken');
    assert.ok(answer.json.nearest.length > 0 && answer.json.nearest.length <= 5);
    assert.ok(answer.json.nearest.every(({ facility, space, date, price_yen: yen }) => facility === 'kirara' && space && date && yen > 0));
  });
  test('a fourth application that waits: hold_limit_reached', async () => {
    const uses = freeUses(chain, 'kirara', { from: 28, spaces: ['kitchen'], bands: ['evening'] });
    const three = [];
    for (let turn = 0; turn < 2; turn += 1) three.push((await hold(resident, [(await uses.next()).value])).json.application);
    const next = (await uses.next()).value;
    await assertRefused(() => hold(resident, [next]), 409, 'hold_limit_reached', { limit: 3 });
    for (const { application_id: id } of three) assert.equal((await resident.call('POST', `/api/v1/applications/${id}/cancellation`, {})).status, 200);
  });

  describe('a key that stands for something else', () => {
    const reused = (ask, first, then) => async () => {
      const same = key();
      assert.ok((await ask(first, same)).status < 300);
      await assertRefused(() => ask(then, same), 409, 'idempotency_key_reused');
    };
    test('a hold', async () => {
      const asked = (uses, headers) => resident.call('POST', '/api/v1/applications', { uses }, headers);
      const same = key();
      const first = await asked([slot], same);
      assert.equal(first.status, 201, first.text);
      const before = await everything(database);
      const again = await asked([slot], same);
      assert.equal(again.json.application.application_id, first.json.application.application_id);
      assert.equal(await everything(database), before, 'a repeat has changed something');
      await assertRefused(() => asked([second], same), 409, 'idempotency_key_reused');
      await assertRefused(() => asked([{ ...slot, equipment: [{ code: 'projector', quantity: 1 }] }], same), 409, 'idempotency_key_reused');
      await resident.call('POST', `/api/v1/applications/${first.json.application.application_id}/cancellation`, {});
    });
    test('a hold of somebody else with the same key is somebody else\'s', async () => {
      const same = key();
      const one = await resident.call('POST', '/api/v1/applications', { uses: [slot] }, same);
      const two = await other.call('POST', '/api/v1/applications', { uses: [second] }, same);
      assert.deepEqual([one.status, two.status], [201, 201]);
      assert.notEqual(one.json.application.application_id, two.json.application.application_id);
      for (const [person, { json }] of [[resident, one], [other, two]]) await person.call('POST', `/api/v1/applications/${json.application.application_id}/cancellation`, {});
    });
    test('a change', () => {
      const [booking] = own.bookings;
      const ask = (band, same) => resident.call('POST', `/api/v1/applications/${own.application_id}/change`, { booking_id: booking.booking_id, scope: 'one', band }, same);
      return reused(ask, 'afternoon', 'evening')();
    });
    test('a closure', () => {
      const days = daysFromToday(80);
      const ask = (date, same) => desk.call('POST', '/api/v1/staff/closures', { kind: 'planned', facility: 'gym', first: date, last: date, reason, bookings: 'keep' }, same);
      return reused(ask, days[70], days[71])();
    });
    test('a booking by the desk', () => {
      const ask = (use, same) => desk.call('POST', '/api/v1/staff/applications', { kind: 'official', uses: [use], details }, same);
      return reused(ask, { ...second, space: 'kitchen' }, { ...second, space: 'japanese_room' })();
    });
    for (const [name, text] of Object.entries({ none: undefined, 'one that is too short': 'short', 'one with blanks': 'sixteen letters and blanks', 'one that is too long': 'x'.repeat(65) }))
      test(`${name}: idempotency_key_missing`, () =>
        assertRefused(() => resident.call('POST', '/api/v1/applications', { uses: [slot] }, text === undefined ? {} : { 'Idempotency-Key': text }), 400, 'idempotency_key_missing'));
  });

  describe('what belongs to somebody else', () => {
    const mine = () => `/api/v1/applications/${own.application_id}`;
    const change = () => ({ booking_id: own.bookings[0].booking_id, scope: 'one', band: 'evening' });
    for (const [name, ask] of Object.entries({
      'looking': () => other.call('GET', mine()),
      'filling in': () => other.call('PUT', `${mine()}/details`, details),
      'more time': () => other.call('POST', `${mine()}/hold-extension`),
      'applying': () => other.call('POST', `${mine()}/submission`),
      'giving back': () => other.call('POST', `${mine()}/cancellation`, {}),
      'looking at a change': () => other.call('POST', `${mine()}/change-preview`, change()),
      'changing': () => other.call('POST', `${mine()}/change`, change(), key()),
      'paying': () => other.call('POST', `${mine()}/payment-attempts`, { language: 'ja' }, key()),
      'an application that does not exist': () => other.call('GET', '/api/v1/applications/1'),
      'an application with an impossible number': () => other.call('GET', '/api/v1/applications/9223372036854775808'),
      'an application with a name': () => other.call('GET', '/api/v1/applications/mine'),
    }))
      test(`${name}: application_not_found`, () => assertRefused(ask, 404, 'application_not_found'));
    test('a booking of another application, to be changed: booking_not_found', async () => {
      const theirs = (await other.call('GET', '/api/v1/applications')).json.applications.find(({ state }) => state === 'held');
      const body = { booking_id: own.bookings[0].booking_id, scope: 'one', band: 'evening' };
      await assertRefused(() => other.call('POST', `/api/v1/applications/${theirs.application_id}/change`, body, key()), 404, 'booking_not_found');
      await assertRefused(() => other.call('POST', `/api/v1/applications/${theirs.application_id}/cancellation`, { booking_ids: [body.booking_id] }), 404, 'booking_not_found');
    });
    test('a place in line: waiting_not_found', () => assertRefused(() => other.call('POST', `/api/v1/waiting/${waiting.waiting_id}/withdrawal`), 404, 'waiting_not_found'));
    test('a payment: attempt_not_found', () => assertRefused(() => other.call('GET', '/api/v1/payment-attempts/1'), 404, 'attempt_not_found'));
    test('a live payment, to be looked at or called off: attempt_not_found', async () => {
      const uses = freeUses(chain, 'kirara', { from: 30, spaces: ['small_meeting'], bands: ['afternoon'] });
      const { application } = (await hold(resident, [(await uses.next()).value])).json;
      const path = `/api/v1/applications/${application.application_id}`;
      assert.equal((await resident.call('PUT', `${path}/details`, details)).status, 200);
      const begun = (await resident.call('POST', `${path}/payment-attempts`, { language: 'ja' }, key())).json;
      const shown = async () => (await resident.call('GET', `/api/v1/payment-attempts/${begun.attempt_id}`)).json;
      for (let waited = 0; (await shown()).state !== 'awaiting_user'; ++waited) {
        assert.ok(waited < 100, 'the payment never got its page');
        await sleep(100);
      }
      await assertRefused(() => other.call('GET', `/api/v1/payment-attempts/${begun.attempt_id}`), 404, 'attempt_not_found');
      await assertRefused(() => other.call('POST', `/api/v1/payment-attempts/${begun.attempt_id}/withdrawal`), 404, 'attempt_not_found');
      assert.equal((await shown()).state, 'awaiting_user');
      assert.equal((await resident.call('POST', `/api/v1/payment-attempts/${begun.attempt_id}/withdrawal`)).status, 202);
      for (let waited = 0; (await shown()).state !== 'cancelled'; ++waited) { // what follows looks whether anything changes
        assert.ok(waited < 200, 'the payment was never called off');
        await sleep(50);
      }
    });
    test('the work of the desk: wrong_role', async () => {
      for (const [method, path, body] of [['GET', `/api/v1/staff/bookings/${own.bookings[0].booking_id}`], ['POST', `/api/v1/staff/bookings/${own.bookings[0].booking_id}/revocation`, { reason: 'mine' }],
        ['POST', `/api/v1/staff/applications/${own.application_id}/decision`, { decision: 'permit' }], ['POST', `/api/v1/staff/closures/${closure.closure_id}/lifting`, { reinstate: true }]])
        await assertRefused(() => resident.call(method, path, body), 403, 'wrong_role');
    });
    test('without the token, or from another page: csrf_token_invalid, cross_site_request', async () => {
      const body = { uses: [second] };
      await assertRefused(() => resident.call('POST', '/api/v1/applications', body, { ...key(), 'X-CSRF-Token': other.csrfToken }), 403, 'csrf_token_invalid');
      await assertRefused(() => resident.call('POST', '/api/v1/applications', body, { ...key(), Origin: 'https://example.org' }), 403, 'cross_site_request');
    });
    test('a cookie without a word of the page it comes from: cross_site_request', async () => {
      const from = (headers) => () => visitor(chain).call('POST', '/api/v1/applications', { uses: [second, second] },
        { ...key(), Cookie: resident.cookie, 'X-CSRF-Token': resident.csrfToken, ...headers });
      await assertRefused(from({}), 403, 'cross_site_request');
      await assertRefused(from({ 'Sec-Fetch-Site': 'same-site' }), 403, 'cross_site_request');
      await assertRefused(from({ 'Sec-Fetch-Site': 'same-origin' }), 422, 'uses_overlap', { index: 1 });
    });
  });

  describe('what has been decided already', () => {
    test('giving back twice: wrong_state', async () => {
      const { json } = await hold(resident, [slot]);
      const path = `/api/v1/applications/${json.application.application_id}`;
      assert.equal((await resident.call('POST', `${path}/cancellation`, {})).status, 200);
      await assertRefused(() => resident.call('POST', `${path}/cancellation`, {}), 409, 'wrong_state');
      await assertRefused(() => resident.call('POST', `${path}/cancellation`, { booking_ids: [json.application.bookings[0].booking_id] }), 409, 'wrong_state');
      await assertRefused(() => resident.call('PUT', `${path}/details`, details), 409, 'wrong_state');
      await assertRefused(() => resident.call('POST', `${path}/submission`), 409, 'wrong_state');
      await assertRefused(() => resident.call('POST', `${path}/payment-attempts`, { language: 'ja' }, key()), 409, 'wrong_state');
      await assertRefused(() => resident.call('POST', `${path}/change`, { booking_id: json.application.bookings[0].booking_id, scope: 'one', band: 'evening' }, key()), 409, 'wrong_state');
    });
    test('permitting what nobody applied for: wrong_state', () =>
      assertRefused(() => desk.call('POST', `/api/v1/staff/applications/${own.application_id}/decision`, { decision: 'permit' }), 409, 'wrong_state'));
    test('refusing without a reason: reason_required', () =>
      assertRefused(() => desk.call('POST', `/api/v1/staff/applications/${own.application_id}/decision`, { decision: 'refuse' }), 422, 'reason_required'));
    test('taking back what was not revoked: wrong_state', () =>
      assertRefused(() => desk.call('POST', `/api/v1/staff/bookings/${own.bookings[0].booking_id}/reinstatement`), 409, 'wrong_state'));
    test('applying without having filled in: details_missing', () => assertRefused(() => resident.call('POST', `/api/v1/applications/${own.application_id}/submission`), 409, 'details_missing'));
    test('more people than fit: too_many_people', () =>
      assertRefused(() => resident.call('PUT', `/api/v1/applications/${own.application_id}/details`, { ...details, people: 19 }), 422, 'too_many_people', { capacity: 18 }));
    test('waiting for what is free: slot_is_free', () => assertRefused(() => resident.call('POST', '/api/v1/waiting', second), 409, 'slot_is_free'));
    test('waiting for what one has booked: already_yours', async () => {
      const { json } = await resident.call('GET', `/api/v1/applications/${own.application_id}`);
      const [{ space, date, band }] = json.bookings; // as it has been changed above
      await assertRefused(() => resident.call('POST', '/api/v1/waiting', { space, date, band }), 409, 'already_yours');
    });
    test('waiting twice: already_waiting', () => {
      const { space, date, band } = waiting;
      return assertRefused(() => resident.call('POST', '/api/v1/waiting', { space, date, band }), 409, 'already_waiting');
    });
    test('changing nothing: nothing_changes', () =>
      assertRefused(() => resident.call('POST', `/api/v1/applications/${own.application_id}/change`, { booking_id: own.bookings[0].booking_id, scope: 'one' }, key()), 422, 'nothing_changes'));
    test('one date for many bookings: date_of_one_only', () =>
      assertRefused(() => resident.call('POST', `/api/v1/applications/${own.application_id}/change`, { booking_id: own.bookings[0].booking_id, scope: 'all', date: second.date }, key()), 422, 'date_of_one_only'));
  });

  describe('periods that are none', () => {
    test('a suspension of a hundred years: suspension_too_long', () =>
      assertRefused(() => desk.call('POST', '/api/v1/staff/suspensions', { account_id: '1', until: '2126-01-01', reason: '迷惑行為' }), 422, 'suspension_too_long', { most: 1830 }));
    const close = (more) => desk.call('POST', '/api/v1/staff/closures', { kind: 'planned', facility: 'kirara', first: slot.date, last: slot.date, reason, bookings: 'keep', ...more }, key());
    for (const [name, more, status, code] of [
      ['a closure that ends before it begins', { last: daysFromToday(2)[1] }, 422, 'period_reversed'],
      ['a closure of last year', { first: '2025-01-01', last: '2025-01-02' }, 422, 'date_in_the_past'],
      ['a closure without end', { last: '2030-01-01' }, 422, 'closure_too_long'],
      ['a closure on a day that does not exist', { last: '2027-02-30' }, 400, 'invalid_date'],
      ['a closure until 25:00', { start: '09:00', end: '25:00' }, 400, 'invalid_time'],
      ['a closure of no time', { start: '09:00', end: '09:00' }, 422, 'empty_time_range'],
      ['a closure with half a time', { start: '09:00' }, 422, 'time_range_required'],
      ['a closure of a room of another building', { space: 'arena_full' }, 404, 'unknown_space'],
      ['a closure of a room that does not exist', { space: 'ballroom' }, 404, 'unknown_space'],
      ['a closure of a building that does not exist', { facility: 'castle' }, 404, 'unknown_facility'],
      ['a closure without a reason', { reason: { ja: '', en: '' } }, 422, 'invalid_request'],
    ])
      test(`${name}: ${code}`, () => assertRefused(() => close(more), status, code));
    test('a closure that is lifted twice: closure_lifted', async () => {
      const { json } = await close({ space: 'kitchen' });
      const lift = () => desk.call('POST', `/api/v1/staff/closures/${json.closure.closure_id}/lifting`, { reinstate: true });
      assert.equal((await lift()).status, 200);
      await assertRefused(lift, 409, 'closure_lifted');
    });
    for (const [query, status, code] of [
      ['from=2026-12-10&to=2026-12-01', 422, 'period_reversed'],
      ['from=2026-12-01&to=2027-12-01', 422, 'period_too_long'],
      ['from=2026-12-01&to=2026-12-32', 400, 'invalid_date'],
      ['from=2026-12-01', 400, 'missing_query_parameter'],
      ['from=2026-12-01&to=2026-12-02&people=0', 400, 'invalid_query_parameter'],
      ['from=2026-12-01&to=2026-12-02&people=100001', 400, 'invalid_query_parameter'],
      ['from=2026-12-01&to=2026-12-02&start=25:00&end=26:00', 400, 'invalid_time'],
      ['from=2026-12-01&to=2026-12-02&start=12:00&end=09:00', 422, 'empty_time_range'],
      ['from=2026-12-01&to=2026-12-02&weekdays=someday', 400, 'invalid_query_parameter'],
      ['from=2026-12-01&to=2026-12-02&equipment=projector:0', 400, 'invalid_query_parameter'],
      ['from=2026-12-01&to=2026-12-02&access=elevator', 400, 'invalid_query_parameter'],
      ['from=2026-12-01&to=2026-12-02&facility=castle', 404, 'unknown_facility'],
      ['from=2026-12-01&to=2026-12-02&activity=sleeping', 422, 'unknown_activity'],
      ['from=2026-12-01&to=2026-12-02&from=2026-12-01', 400, 'repeated_query_parameter'],
      ['from=2026-12-01&to=2026-12-02&holder=all', 400, 'unknown_query_parameter'],
    ])
      test(`a search for ${query}: ${code}`, () => assertRefused(() => request(`${chain.url}/api/v1/availability/search?${query}`), status, code));
    for (const [repetition, status, code] of [
      [{ repeats: 'weekly', last: '2026-02-30' }, 400, 'invalid_date'],
      [{ repeats: 'weekly', last: '2026-01-01' }, 422, 'period_reversed'],
      [{ repeats: 'daily', last: '2035-01-01' }, 422, 'too_many_dates'],
      [{ repeats: 'weekly', last: '2026-12-31', weekdays: ['someday'] }, 422, 'invalid_weekday'],
      [{ repeats: 'weekly', last: '2026-12-31', interval: 13 }, 422, 'invalid_request'],
      [{ repeats: 'hourly', last: '2026-12-31' }, 422, 'invalid_request'],
    ])
      test(`a series ${JSON.stringify(repetition)}: ${code}`, () => assertRefused(() => resident.call('POST', '/api/v1/series-preview', { use: slot, repetition }), status, code));
  });

  test('a version that nobody has is no way to the past: the whole day is answered', async () => {
    for (const since of ['0', '1', '9007199254740991']) {
      const { status, json } = await request(`${chain.url}/api/v1/availability/day?facility=kirara&date=${slot.date}&since=${since}`);
      assert.equal(status, 200);
      assert.equal(json.changes_only, false);
    }
    for (const since of ['-1', '9007199254740992', '1.5', 'x'])
      assertProblem(await request(`${chain.url}/api/v1/availability/day?facility=kirara&date=${slot.date}&since=${since}`), 400, 'invalid_query_parameter');
  });

  test('after all this nothing is wrong in the tables', () => assertNothingIsWrong(chain));
});

describe('refusals of a town with nights', () => {
  let chain;
  let resident;
  before(async () => {
    chain = await startChain({ environment: { TOWN: 'minatomori' }, limits: noLimits });
    resident = await logIn(chain, 'resident1', undefined, 'minatomori-demo');
  });
  after(() => chain?.stop());

  const yearEnd = /-12-(2[89]|3.)|-01-0[1-4]/;
  const wednesday = daysFromToday(45).slice(30).find((day) => new Date(day).getUTCDay() === 3 && !yearEnd.test(day));
  const site = { space: 'site_1', date: wednesday };
  for (const [name, use, status, code] of [
    ['no night', { ...site, nights: 0 }, 422, 'invalid_request'],
    ['six nights where five are the most', { ...site, nights: 6 }, 422, 'too_many_nights'],
    ['a month of nights', { ...site, nights: 31 }, 422, 'too_many_nights'],
    ['hours on a camp ground', { ...site, start: '14:00', end: '16:00' }, 422, 'nights_required'],
    ['nights and hours', { ...site, nights: 1, start: '14:00', end: '16:00' }, 422, 'nights_required'],
    ['a band on a camp ground', { ...site, band: 'morning' }, 422, 'nights_required'],
    ['nights on a tennis court', { space: 'court_1', date: site.date, nights: 1 }, 422, 'time_range_required'],
    ['twenty minutes on a tennis court', { space: 'court_1', date: site.date, start: '10:00', end: '10:20' }, 422, 'not_on_grid'],
  ])
    test(`${name}: ${code}`, async () => assertProblem(await hold(resident, [use]), status, code));
});

describe('refusals of a town in which not every room has every band', () => {
  let folder;
  let chain;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hiroba-town-'));
    const towns = path.join(projectRoot, 'ops/towns');
    await cp(path.join(towns, 'hoshimigawa'), folder, { recursive: true });
    const file = path.join(folder, 'kirara.toml');
    const text = await readFile(file, 'utf8');
    const without = text.replace(/(code = "small_meeting"[^]*?use = "by_band"\n)([^]*?)every_day = \{ morning = (\d+), afternoon = (\d+)[^}]*\}/,
      '$1bands = ["morning", "afternoon"]\n$2every_day = { morning = $3, afternoon = $4 }');
    assert.notEqual(without, text);
    await writeFile(file, without);
    chain = await startChain({ environment: { TOWN: folder }, limits: noLimits });
  });
  after(async () => {
    await chain?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('a band that only other rooms have: unknown_band', async () => {
    const resident = await logIn(chain, 'resident1');
    const free = (await freeUses(chain, 'kirara', { from: 21, spaces: ['small_meeting'] }).next()).value;
    for (const band of ['evening', 'all_day', 'morning_afternoon']) assertProblem(await hold(resident, [{ ...free, band }]), 422, 'unknown_band');
    assert.equal((await hold(resident, [{ ...free, band: 'evening', space: 'kitchen' }])).status, 201);
  });
});

describe('somebody who is not logged in', () => {
  let chain;
  let database;
  let slot;
  before(async () => {
    chain = await startChain({ limits: noLimits });
    database = await openDatabase(chain);
    slot = (await freeUses(chain, 'kirara', { from: 21, spaces: ['small_meeting'], bands: singleBands }).next()).value;
  });
  after(() => chain?.stop());

  test('holds nothing, however often it is tried', async () => {
    const before = await everything(database);
    const cookies = ['', `sid=${'a'.repeat(43)}`, 'sid=', `__Host-sid=${'b'.repeat(43)}`];
    const answers = await Promise.all(Array.from({ length: 200 }, (_, turn) => request(`${chain.url}/api/v1/applications`, {
      method: 'POST',
      headers: { Origin: chain.publicUrl, Host: new URL(chain.publicUrl).host, 'Content-Type': 'application/json', Cookie: cookies[turn % cookies.length], 'X-CSRF-Token': 'c'.repeat(43), ...key() },
      body: JSON.stringify({ uses: [slot] }),
    })));
    for (const answer of answers) assertProblem(answer, 401, 'not_logged_in');
    assert.equal(await everything(database), before);
    const { json } = await request(`${chain.url}/api/v1/availability/day?facility=kirara&date=${slot.date}`);
    assert.equal(json.spaces.find(({ space }) => space === slot.space).slots.find(({ band }) => band === slot.band).state, 'free');
  });

  test('never learns who booked, what for, or by which number', async () => {
    const resident = await logIn(chain, 'resident1');
    const { json: session } = await resident.call('GET', '/api/v1/session');
    const heard = [];
    const listening = new AbortController();
    const stream = await fetch(`${chain.url}/push/kirara`, { headers: { Accept: 'text/event-stream' }, signal: listening.signal });
    (async () => { for await (const part of stream.body) heard.push(Buffer.from(part).toString()); })().catch(() => {});
    await sleep(200);

    const { json: held } = await hold(resident, [slot]);
    const { application } = held;
    const said = { purpose: '秘密の合唱練習', people: 7, group_name: '内緒の会', activity: 'meeting', is_commercial: true };
    assert.equal((await resident.call('PUT', `/api/v1/applications/${application.application_id}/details`, said)).status, 200);
    const submitted = await resident.call('POST', `/api/v1/applications/${application.application_id}/submission`);
    assert.equal(submitted.json.state, 'under_review');
    const desk = await logIn(chain, 'desk1');
    const closed = await desk.call('POST', '/api/v1/staff/closures', { kind: 'planned', facility: 'kirara', space: slot.space, first: slot.date, last: slot.date, reason, bookings: 'keep' }, key());
    assert.equal(closed.status, 201, closed.text);

    const secrets = [said.purpose, said.group_name, session.account.display_name, session.account.login_name, session.account.account_id, application.application_id,
      application.bookings[0].booking_id, submitted.json.number, closed.json.closure.made_by, closed.json.closure.closure_id];
    assert.ok(secrets.every((secret) => typeof secret === 'string' && secret.length > 3));
    const month = slot.date.slice(0, 7);
    const targets = ['/api/v1/facilities', `/api/v1/availability/day?facility=kirara&date=${slot.date}`, `/api/v1/availability/day?facility=kirara&date=${slot.date}&since=0`,
      `/api/v1/availability/week?space=${slot.space}&from=${slot.date}`, `/api/v1/availability/month?space=${slot.space}&month=${month}`,
      `/api/v1/availability/version?facility=kirara&date=${slot.date}`, `/api/v1/availability/search?from=${slot.date}&to=${slot.date}`, '/api/v1/session'];
    await sleep(1_200);
    const told = await Promise.all(targets.map(async (target) => (await request(chain.url + target)).text));
    listening.abort();
    assert.ok(heard.join('').includes(slot.date), 'nothing was heard');
    for (const text of [...told, heard.join('')]) for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} in ${text.slice(0, 200)}`);
    for (const target of [`/api/v1/applications/${application.application_id}`, '/api/v1/applications', '/api/v1/waiting', '/api/v1/notices', `/api/v1/staff/bookings/${application.bookings[0].booking_id}`,
      `/api/v1/staff/board?facility=kirara&date=${slot.date}`, '/api/v1/staff/residents?q=resident', `/api/v1/staff/closures/${closed.json.closure.closure_id}`])
      assertProblem(await request(chain.url + target), 401, 'not_logged_in');
  });

  test('does not learn from a refusal whether an application exists', async () => {
    const outsider = await logIn(chain, 'outsider1');
    const [{ application_id: real }] = await database.rows('SELECT application_id FROM application LIMIT 1');
    const [theirs, none] = [await outsider.call('GET', `/api/v1/applications/${real}`), await outsider.call('GET', '/api/v1/applications/77')];
    const without = ({ json: { request_id: _, ...rest } }) => rest;
    assert.deepEqual(without(theirs), without(none));
  });
});
