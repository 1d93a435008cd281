// The API does what services/http/openapi.yaml says, told as stories: every operation of the contract has its place in
// one of them, and each answer is held against it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChain } from './chain/chain.mjs';
import { assertNothingIsWrong } from './chain/check.mjs';
import { daysFromToday, freeUses, logIn, noLimits, request, visitor } from './chain/client.mjs';
import { address, assertKept, bodyIsAllowed, operation, operations } from './chain/contract.mjs';
import { pdf } from './chain/files.mjs';

const key = () => ({ 'Idempotency-Key': randomUUID() });
const details = { purpose: '読書会', people: 5, group_name: '星の会', is_commercial: false };
const [today] = daysFromToday(1);

describe('the contract', () => {
  let chain;
  let people;
  let uses; // free ones that do not overlap, from three weeks on: each is taken by one story
  const tried = new Set();

  before(async () => {
    chain = await startChain({ limits: noLimits });
    people = { visitor: visitor(chain), resident: await logIn(chain, 'resident1'), other: await logIn(chain, 'resident2'), desk: await logIn(chain, 'desk1'), finance: await logIn(chain, 'finance1'),
      director: await logIn(chain, 'director1'), section: await logIn(chain, 'section1'), general: await logIn(chain, 'general1') };
    uses = freeUses(chain, 'kirara', { from: 21, spaces: ['small_meeting'], bands: ['morning', 'afternoon', 'evening'] });
  });
  after(() => chain?.stop());

  /** Calls an operation, holds the answer against the contract and the status, and gives the body back. */
  async function step(person, id, { values, body, headers } = {}, status = 200) {
    const one = operation(id);
    if (body !== undefined && one.body) assert.ok(bodyIsAllowed(one, body), `${id}: the test's own request is wrong`);
    const answer = await people[person].call(one.method, address(one, values), body, headers);
    assertKept(one, answer);
    assert.equal(answer.status, status, `${id}: ${answer.text}`);
    tried.add(id);
    return answer.json;
  }
  /** Free uses that follow one another in time: band by band, day by day. */
  const nextUse = async () => (await uses.next()).value;
  async function nextMorning() {
    for (;;) {
      const use = await nextUse();
      if (use.band === 'morning') return use;
    }
  }
  const applied = async (person, ...asked) => {
    const { application } = await step(person, 'holdSpaces', { body: { uses: asked }, headers: key() }, 201);
    const values = { application_id: application.application_id };
    return { application, values, bookings: application.bookings.map(({ booking_id: id }) => id) };
  };
  const staffBooked = async (kind, asked, account) => {
    const body = { kind, uses: [asked], details, ...(account ? { account_id: account } : {}) };
    const { application } = await step('desk', 'bookForResident', { body, headers: key() }, 201);
    return application.bookings[0];
  };
  const until = async (ask, satisfied) => {
    for (const deadline = Date.now() + 20_000; ; await sleep(20)) {
      const answer = await ask();
      if (satisfied(answer)) return answer;
      assert.ok(Date.now() < deadline, JSON.stringify(answer));
    }
  };
  /** Pays what is owed, on the provider's page. */
  async function pay(person, values) {
    const started = await step(person, 'startPayment', { values, body: { language: 'ja' }, headers: key() }, 202);
    const attempt = await until(() => step(person, 'getPaymentAttempt', { values: { attempt_id: started.attempt_id } }), ({ redirect_url: page }) => page);
    const page = attempt.redirect_url.replace(new URL(attempt.redirect_url).origin, chain.url);
    const paid = await request(page, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'card_number=4242424242424242' });
    assert.equal(paid.status, 303, paid.text);
    return until(() => step(person, 'getApplication', { values }), ({ owed_yen: owed, attempt: { state } }) => owed === 0 && state === 'paid');
  }

  test('a payment is called off, to pay in another way', async () => {
    const { values } = await applied('other', await nextMorning());
    await step('other', 'putApplicationDetails', { values, body: details });
    const started = await step('other', 'startPayment', { values, body: { language: 'ja', method: 'konbini' }, headers: key() }, 202);
    assert.deepEqual([started.method, started.voucher], ['konbini', null]);
    const of = { attempt_id: started.attempt_id };
    await until(() => step('other', 'getPaymentAttempt', { values: of }), ({ redirect_url: page }) => page);
    await step('other', 'withdrawPayment', { values: of }, 202);
    await until(() => step('other', 'getPaymentAttempt', { values: of }), ({ state }) => state === 'cancelled');
    assert.equal((await step('other', 'getApplication', { values })).state, 'permitted_unpaid');
    await step('other', 'cancelApplication', { values, body: {} });
  });

  test('somebody looks around, without logging in', async () => {
    await step('visitor', 'listFacilities');
    const annex = await step('visitor', 'getFeeTable', { values: { facility: 'kirara' } });
    assert.ok(annex.band_prices.length > 0);
    assert.equal((await step('visitor', 'getSession')).account, null);
    const own = { Origin: chain.publicUrl, Host: new URL(chain.publicUrl).host };
    await step('visitor', 'logIn', { body: { login_name: 'nobody', password: 'wrong' }, headers: own }, 401);
    const use = await nextUse();
    await step('visitor', 'getMonthAvailability', { values: { space: use.space, month: use.date.slice(0, 7) } });
    await step('visitor', 'getWeekAvailability', { values: { space: use.space, from: use.date } });
    const day = { facility: 'kirara', date: use.date };
    // What was given back before becomes free at a moment of its own.
    const { version, delta } = await until(async () => {
      const whole = await step('visitor', 'getDayAvailability', { values: day });
      return { version: whole.version, delta: await step('visitor', 'getDayAvailability', { values: { ...day, since: whole.version } }) };
    }, (looked) => looked.delta.spaces.length === 0);
    assert.ok(delta.changes_only);
    assert.equal((await step('visitor', 'getDayVersion', { values: day })).version, version);
    const wish = { from: use.date, to: use.date, people: 12, equipment: 'projector:1', access: 'step_free', weekdays: 'tue,wed,thu,fri,sat,sun' };
    assert.ok((await step('visitor', 'searchFree', { values: wish })).free.some(({ space }) => space === 'small_meeting'));
    await step('visitor', 'logOut', {}, 204);
  });

  test('two uses are held, filled in, paid, one is changed and paid again, the other given back', async () => {
    const { application, values, bookings } = await applied('resident', { ...(await nextMorning()), equipment: [{ code: 'projector', quantity: 1 }] }, await nextMorning());
    assert.equal(application.next_step, 'fill_in');
    assert.equal((await step('resident', 'putApplicationDetails', { values, body: { ...details, activity: 'meeting' } })).next_step, 'pay');
    await step('resident', 'extendHold', { values });
    const paid = await pay('resident', values);
    assert.match(paid.number, /^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    assert.equal(paid.state, 'permitted');
    assert.ok(paid.bookings.every(({ paid: isPaid, changeable }) => isPaid && changeable));

    const change = { booking_id: bookings[0], scope: 'one', band: 'evening' };
    const preview = await step('resident', 'previewChange', { values, body: change });
    assert.ok(preview.possible && preview.difference_yen > 0);
    const changed = await step('resident', 'changeApplication', { values, body: change, headers: key() });
    assert.equal(changed.next_step, 'pay_difference');
    assert.equal(changed.owed_yen, preview.difference_yen);
    assert.equal((await pay('resident', values)).paid_yen, paid.paid_yen + preview.difference_yen);

    const rest = await step('resident', 'cancelApplication', { values, body: { booking_ids: [bookings[1]] } });
    assert.deepEqual(rest.bookings.map(({ state }) => state).sort(), ['cancelled', 'permitted']);
    await step('desk', 'listOverduePayments');
    const { refunds } = await step('desk', 'listRefundsDue');
    const due = refunds.find(({ refund }) => refund.booking_id === bookings[1]);
    assert.equal(due.refund.percent, 100);
    const refund = { refund_id: due.refund.refund_id };
    await step('desk', 'retryRefund', { values: refund }, 409);
    await step('desk', 'reportNotRefunded', { values: refund, body: { note: '記録なし' } }, 409);
    await step('desk', 'payRefundByBankTransfer', { values: refund, body: { reference: 'A-1', on: today } }, 409);
    assert.equal((await step('desk', 'approveRefund', { values: refund })).refund.state, 'approved');
    const given = await until(() => step('desk', 'getRefund', { values: refund }), ({ refund: { state } }) => state === 'succeeded');
    assert.equal(given.provider, 'stripe');
    // Its answer and its message both say so, and it may have to be asked more than once.
    const happened = given.history.map(({ event }) => event);
    assert.deepEqual([...happened.slice(0, 3), happened.at(-1)], ['due', 'approved', 'request_sent', 'provider_says_succeeded']);
    await step('desk', 'approveRefund', { values: refund }, 409);
    assert.deepEqual((await step('desk', 'listPaymentCases')).cases, []);
    await step('desk', 'getPaymentCase', { values: { case_id: '1' } }, 404);
    await step('desk', 'settlePaymentCase', { values: { case_id: '1' }, body: { action: 'refund' } }, 404);

    const { applications } = await step('resident', 'listApplications');
    assert.equal(applications[0].application_id, values.application_id);
    const { history } = await step('resident', 'getApplication', { values });
    assert.ok(history.some(({ event }) => event === 'changed'));
    const board = await step('desk', 'getBoard', { values: { facility: 'kirara', date: paid.bookings[0].date } });
    assert.ok(board.spaces.flatMap(({ bookings: those }) => those).some(({ number, holder }) => number === paid.number && holder));
  });

  test('what needs review is permitted or refused by staff, and the applicant is told', async () => {
    const halls = freeUses(chain, 'kirara', { from: 21, spaces: ['large_hall'] });
    for (const decision of ['permit', 'refuse']) {
      const { values } = await applied('resident', (await halls.next()).value);
      assert.equal((await step('resident', 'putApplicationDetails', { values, body: { ...details, people: 300 } })).next_step, 'submit_for_review');
      await step('resident', 'startPayment', { values, body: { language: 'ja' }, headers: key() }, 409);
      assert.equal((await step('resident', 'submitApplication', { values })).state, 'under_review');
      const { reviews } = await step('desk', 'listReviews');
      assert.equal((await step('desk', 'countWaiting')).reviews, reviews.length);
      assert.ok(reviews.some(({ application, state }) => application.application_id === values.application_id && application.holder && state === 'to_draft'));
      assert.equal((await step('desk', 'decideApplication', { values, body: { decision: 'permit' } }, 409)).code, 'approval_required');
      const file = async (person) => (await step(person, 'getReview', { values })).review;
      const seen = async (body) => ({ values, body: { version: (await file('desk')).application.version, ...body } });
      const draft = { proposal: decision, ...(decision === 'refuse' ? { reason: '施設の管理上支障があるため' } : { standard_conditions: ['restore'], own_conditions: [{ text: '21時まで' }] }) };
      await step('desk', 'draftDecision', await seen(draft));
      await step('desk', 'takeBackDraft', await seen({}));
      await step('desk', 'draftDecision', await seen(draft));
      assert.equal((await step('desk', 'actOnDraft', await seen({ act: 'approve' }), 409)).code, 'not_your_step');
      assert.equal((await step('director', 'getReview', { values })).review.part.sees_papers, true);
      await step('director', 'listDocuments', { values });
      assert.equal((await step('director', 'listAttachments', { values })).may_add, false);
      await step('section', 'listDocuments', { values }, 404); // it is not their turn yet
      await step('director', 'askOpinion', await seen({ post: 'general_affairs' }));
      await step('general', 'giveOpinion', await seen({ post: 'general_affairs', opinion: 'agree' }));
      await step('director', 'actOnDraft', await seen({ act: 'approve', words: '支障ありません' }));
      const { review } = await step('section', 'actOnDraft', await seen({ act: 'approve' }));
      assert.equal(review.state, 'decided');
      assert.equal(review.application.state, decision === 'permit' ? 'permitted_unpaid' : 'over');
      const told = (await step('resident', 'getApplication', { values })).decisions;
      assert.deepEqual(told.map(({ kind, decided_by, post }) => [kind, decided_by, post]), [[decision === 'permit' ? 'conditional_permit' : 'refusal', null, null]]);
      const { documents } = await step('director', 'listDocuments', { values }); // it went through them
      assert.deepEqual(documents.map(({ kind, number }) => [kind, number]), 
        [['application_form', null], [decision === 'permit' ? 'permit' : 'refusal', told[0].number]]);
      await step('director', 'printDocument', { values: { document_id: documents[0].document_id } });
      if (decision === 'permit') await step('section', 'exportReview', { values });
      assert.ok(told[0].number && told[0].appeal.ja && (decision === 'permit' ? told[0].conditions.length === 2 : told[0].reason));
    }
    const { notices } = await step('resident', 'listNotices');
    const decided = notices.filter(({ kind }) => kind !== 'refund_paid');
    assert.deepEqual(decided.map(({ kind, read }) => [kind, read]), [['refused', false], ['permitted', false]]);
    await step('resident', 'markNoticesRead', {}, 204);
    assert.ok((await step('resident', 'listNotices')).notices.every(({ read }) => read));
  });

  test('papers are issued, printed and issued again', async () => {
    const { applications: [paid] } = await step('resident', 'listApplications');
    const values = { application_id: paid.application_id };
    const form = await step('resident', 'issueDocument', { values, body: { kind: 'application_form' } });
    const { documents } = await step('resident', 'listDocuments', { values });
    assert.deepEqual(documents.find(({ kind }) => kind === 'application_form'), form);
    assert.ok(paid.decisions.every(({ decision_id }) => documents.some(({ subject_id }) => subject_id === decision_id)));
    const one = { document_id: form.document_id };
    await step('resident', 'printDocument', { values: one });
    assert.equal((await step('desk', 'reissueDocument', { values: one, body: { reason: '紛失' } })).reissues, 1);
    await step('desk', 'printDaySheet', { values: { facility: 'kirara', date: paid.bookings[0].date } });
  });

  test('a plan is attached, read by the desk, and removed again', async () => {
    const { values } = await applied('resident', await nextUse());
    const sent = await people.resident.attach(values.application_id, pdf());
    assertKept(operation('addAttachment'), sent);
    assert.equal(sent.status, 201, sent.text);
    tried.add('addAttachment');
    const { attachments } = await step('desk', 'listAttachments', { values });
    assert.deepEqual(attachments, [sent.json]);
    const one = { ...values, attachment_id: sent.json.attachment_id };
    await step('desk', 'downloadAttachment', { values: one });
    await step('resident', 'removeAttachment', { values: one }, 204);
    await step('resident', 'downloadAttachment', { values: one }, 404);
    await step('resident', 'cancelApplication', { values, body: {} });
  });

  test('another system decides, the desk decides alone where no post has to, and a deputy acts in a post', async () => {
    const halls = freeUses(chain, 'kirara', { from: 28, spaces: ['large_hall'] });
    const apply = async (use, more) => {
      const { values } = await applied('other', use);
      await step('other', 'putApplicationDetails', { values, body: { ...details, ...more } });
      assert.equal((await step('other', 'submitApplication', { values })).state, 'under_review');
      return values;
    };
    const outside = await apply((await halls.next()).value, { people: 100 });
    const version = async (values) => (await step('desk', 'getReview', { values })).review.application.version;
    await step('desk', 'exportReview', { values: outside });
    const recorded = await step('desk', 'recordOutsideDecision', { values: outside, body: { version: await version(outside), proposal: 'permit', outside_number: 'R8-123' } });
    assert.equal(recorded.review.application.decisions[0].outside_number, 'R8-123');
    const small = await apply(await nextUse(), { is_commercial: true });
    const { decisions } = await step('desk', 'decideApplication', { values: small, body: { decision: 'permit' } });
    assert.equal(decisions[0].kind, 'permit');

    const { posts, staff } = await step('director', 'listPosts');
    const clerk = staff.find(({ name }) => name.startsWith('窓口'));
    assert.ok(posts.some(({ code, mine }) => code === 'director' && mine) && clerk);
    const period = { account_id: staff.find(({ name }) => name.startsWith('総務')).account_id, first: today, last: today };
    const deputy = await step('director', 'nameDeputy', { values: { post: 'director' }, body: period }, 201);
    assert.equal((await step('section', 'endDeputy', { values: { deputy_id: deputy.deputy_id } }, 409)).code, 'not_your_post');
    const absent = await apply((await halls.next()).value, { people: 100 });
    await step('desk', 'draftDecision', { values: absent, body: { version: await version(absent), proposal: 'permit' } });
    const acted = await step('general', 'actOnDraft', { values: absent, body: { version: await version(absent), act: 'approve' } });
    assert.equal(acted.review.steps[0].as_deputy, true);
    await step('director', 'acknowledgeDeputy', { values: absent, body: { version: await version(absent), post: 'director' } });
    await step('director', 'endDeputy', { values: { deputy_id: deputy.deputy_id } });
    for (const values of [outside, small, absent]) await step('other', 'cancelApplication', { values, body: {} });
  });

  test('the desk books for somebody on the telephone, takes it back, and thinks again', async () => {
    const { residents } = await step('desk', 'searchResidents', { values: { q: 'resident2' } });
    assert.equal(residents.length, 1);
    const booking = await staffBooked('ordinary', await nextUse(), residents[0].account_id);
    assert.equal(booking.state, 'permitted_unpaid');
    const values = { booking_id: booking.booking_id };
    assert.ok((await step('desk', 'getBookingForStaff', { values })).application.holder);
    assert.equal((await step('desk', 'revokeBooking', { values, body: { reason: '設備の故障' } })).booking.state, 'revoked');
    assert.equal((await step('desk', 'reinstateBooking', { values })).booking.state, 'permitted_unpaid');
  });

  test('the desk finds an application by its number and by words, however they are typed', async () => {
    const { residents } = await step('desk', 'searchResidents', { values: { q: 'resident2' } });
    const booking = await staffBooked('ordinary', await nextUse(), residents[0].account_id);
    const { application } = await step('desk', 'getBookingForStaff', { values: { booking_id: booking.booking_id } });
    const find = async (typed) => {
      const { applications, more } = await step('desk', 'findApplications', { values: { find: typed } });
      assert.equal(more, false);
      return applications.find(({ application_id: id }) => id === application.application_id);
    };
    const fullWidth = application.number.replace('-', '').toLowerCase().replace(/./g, (letter) => String.fromCodePoint(letter.codePointAt(0) + 0xfee0));
    for (const typed of [application.number, fullWidth, application.number.slice(0, 6), application.holder, `${details.group_name}　${details.purpose}`]) {
      const found = await find(typed);
      assert.equal(found?.number, application.number, typed);
      assert.deepEqual(found.bookings.map(({ booking_id: id, state }) => [id, state]), [[booking.booking_id, 'permitted_unpaid']]);
    }
    assert.equal(await find('%%'), undefined);
    const short = await step('desk', 'findApplications', { values: { find: '星　' } }, 400);
    assert.deepEqual([short.code, short.facts], ['find_too_short', { least: 2 }]);
    const long = await step('desk', 'findApplications', { values: { find: '星'.repeat(51) } }, 400);
    assert.deepEqual([long.code, long.facts], ['find_too_long', { most: 50 }]);
  });

  test('a use is quoted, its terms declared under the hold, and a reduction asked for, refused and granted', async () => {
    const use = await nextMorning();
    const terms = { wants_climate: false, extension_minutes: 0 };
    const quoted = await step('visitor', 'quoteUse', { body: { ...use, user_class: 'in_town', ...terms } });
    const { values, bookings, application } = await applied('other', use);
    assert.deepEqual(application.bookings[0].fee.lines.map(({ yen }) => yen), quoted.fee.lines.map(({ yen }) => yen));
    const together = await step('other', 'quoteUses', { body: { uses: [{ ...use, ...terms }], reduction_code: 'g1' } });
    assert.equal(together.total_yen, quoted.fee.total_yen);
    assert.equal(together.total_if_granted_yen, 0);
    const asking = { ...details, reduction_code: 'g1', uses: [{ booking_id: bookings[0], ...terms }] };
    const filled = await step('other', 'putApplicationDetails', { values, body: asking });
    assert.equal(filled.reduction.state, 'waiting');
    assert.equal(filled.next_step, 'submit_for_review');
    await step('other', 'submitApplication', { values });
    const { applications } = await step('desk', 'listReductionRequests');
    assert.ok(applications.some(({ application_id: id }) => id === values.application_id));
    assert.ok((await step('desk', 'countWaiting')).reductions > 0);
    const decide = (body, status) => step('desk', 'decideReduction', { values, body }, status);
    await decide({ decision: 'refuse' }, 422);
    assert.equal((await decide({ decision: 'refuse', reason: '町の主催ではない' })).reduction.state, 'refused');
    const granted = await decide({ decision: 'grant', reduction_code: 'g1', evidence: { seen_on: today } });
    assert.equal(granted.total_yen, 0);
    assert.equal(granted.bookings[0].fee.reduction_code, 'g1');
    await step('desk', 'decideApplication', { values, body: { decision: 'permit' } });

    const second = await applied('other', await nextMorning());
    await step('other', 'putApplicationDetails', { values: second.values, body: details });
    await pay('other', second.values);
    assert.equal((await step('other', 'askReduction', { values: second.values, body: { reduction_code: 'g1' } })).reduction.state, 'waiting');
    const reduced = await step('desk', 'decideReduction', { values: second.values, body: { decision: 'grant' } });
    assert.equal(reduced.refunds[0].ground, 'reduced');

    const { residents: [{ account_id: account }] } = await step('desk', 'searchResidents', { values: { q: 'resident2' } });
    const standing = await step('desk', 'grantStandingReduction', { values: { account_id: account }, body: { reduction_code: 'g6', group_name: 'ひかりの会', valid_until: daysFromToday(60).at(-1), evidence: { seen_on: today } } }, 201);
    assert.equal((await step('other', 'listOwnReductions')).reductions.length, 1);
    assert.equal((await step('desk', 'listStandingReductions', { values: { account_id: account } })).reductions[0].state, 'in_force');
    await step('desk', 'endStandingReduction', { values: { standing_id: standing.standing_id }, body: { reason: '解散' } });
    assert.deepEqual((await step('other', 'listOwnReductions')).reductions.map(({ state }) => state), ['ended']);
  });

  test('what the town takes back is refunded by its cause, and what was given up late by a decision', async () => {
    const { values, bookings } = await applied('other', await nextMorning());
    await step('other', 'putApplicationDetails', { values, body: details });
    await pay('other', values);
    const terms = (cause) => step('desk', 'refundTermsForCause', { values: { booking_id: bookings[0], cause } });
    const before = await terms('disaster');
    assert.equal(before.percent, 100);
    assert.ok(before.yen > 0 && before.yen === before.kept_yen && before.article.ja);
    assert.ok((await terms('user')).yen <= before.yen);
    const told = await step('desk', 'revokeBooking', { values: { booking_id: bookings[0] }, body: { reason: '台風', cause: 'disaster' } });
    assert.equal(told.application.refunds[0].cause, 'disaster');
    assert.equal(told.application.refunds[0].yen, before.yen);
    assert.deepEqual(told.application.decisions.map(({ kind }) => kind), ['permit', 'revocation', 'refund']);
    assert.equal((await terms('disaster')).kept_yen, 0);
    await step('desk', 'decideRefund', { values: { booking_id: bookings[0] }, body: { cause: 'town', reason: '残りはない' } }, 409);
  });

  test('who wants what is taken waits for it', async () => {
    const use = await nextUse();
    await staffBooked('official', use);
    const place = await step('resident', 'joinWaitingList', { body: use }, 201);
    assert.equal(place.ahead, 0);
    assert.equal((await step('other', 'joinWaitingList', { body: use }, 201)).ahead, 1);
    assert.equal((await step('resident', 'listWaiting')).waiting[0].waiting_id, place.waiting_id);
    assert.equal((await step('desk', 'listAllWaiting', { values: { from: today } })).waiting.length, 2);
    assert.equal((await step('resident', 'leaveWaitingList', { values: { waiting_id: place.waiting_id } })).state, 'withdrawn');
  });

  test('every date of a series is told with what stands in its way', async () => {
    const use = await nextUse();
    await staffBooked('official', use);
    const body = { use, repetition: { repeats: 'weekly', last: daysFromToday(91)[90] } };
    const { dates, free, total_yen: total } = await step('resident', 'previewSeries', { body });
    assert.equal(dates[0].code, 'already_taken');
    assert.equal(dates.filter(({ code }) => code === null).length, free);
    assert.ok(free > 3 && total > 0);
    const { residents: [{ account_id: account }] } = await step('desk', 'searchResidents', { values: { q: 'resident1' } });
    assert.equal((await step('desk', 'previewSeries', { body: { ...body, account_id: account } })).free, free);
    assert.equal((await step('resident', 'previewSeries', { body: { ...body, account_id: account } }, 404)).code, 'account_not_found');
    const all = dates.slice(0, 5).map(({ date }) => ({ ...use, date }));
    const held = await step('resident', 'holdSpaces', { body: { uses: all, fitting: 'those_that_fit' }, headers: key() }, 201);
    assert.deepEqual(held.left_out.map(({ index, code }) => [index, code]).sort(), dates.slice(0, 5).flatMap(({ code }, index) => (code ? [[index, code]] : [])));
    await step('resident', 'cancelApplication', { values: { application_id: held.application.application_id }, body: {} });
  });

  test('a room is closed, the booking in it kept, then revoked, then given back', async () => {
    const use = await nextMorning();
    const booking = await staffBooked('official', use);
    const body = { kind: 'emergency', facility: 'kirara', space: use.space, first: use.date, last: use.date, reason: { ja: '漏水', en: 'Water' }, bookings: 'keep' };
    assert.equal((await step('desk', 'previewClosure', { body })).conflicts[0].booking_id, booking.booking_id);
    const { closure, conflicts } = await step('desk', 'closeSpaces', { body, headers: key() }, 201);
    assert.deepEqual(conflicts.map(({ outcome }) => outcome), ['kept']);
    const values = { closure_id: closure.closure_id };
    const { version } = await step('desk', 'getBoard', { values: { facility: 'kirara', date: use.date } });
    const day = await step('visitor', 'getDayAvailability', { values: { facility: 'kirara', date: use.date, version } });
    assert.deepEqual(day.closures.map(({ reason }) => reason), [body.reason]);
    assert.ok((await step('desk', 'listClosures', { values: { from: use.date, to: use.date } })).closures.some(({ kept }) => kept === 1));
    await step('desk', 'getClosure', { values });
    assert.deepEqual(await step('desk', 'getClosureProgress', { values }), { state: 'in_force', task: null });
    const revoked = await step('desk', 'revokeForClosure', { values, body: { booking_ids: [booking.booking_id] } });
    assert.deepEqual(revoked.conflicts.map(({ outcome }) => outcome), ['revoked']);
    const lifted = await step('desk', 'liftClosure', { values, body: { reinstate: true } });
    assert.equal(lifted.closure.state, 'lifted');
    assert.deepEqual(lifted.conflicts.map(({ outcome }) => outcome), ['reinstated']);
  });

  test('it opens besides, somebody comes, goes, and the opening is taken back', async () => {
    const opening = { facility: 'kirara', space: 'music_practice', first: today, last: today, start: '00:00', end: '24:00', reason: { ja: '祭り', en: 'Festival' } };
    const { opening_id: openingId } = await step('desk', 'openExtra', { body: opening }, 201);
    assert.ok((await step('desk', 'listExtraOpenings')).openings.some(({ opening_id: id }) => id === openingId));
    const hour = new Date(Date.now() + 9 * 3_600_000).getUTCHours();
    const clock = (hours) => `${String(hours).padStart(2, '0')}:00`;
    const booking = await staffBooked('official', { space: 'music_practice', date: today, start: clock(hour), end: clock(Math.min(24, hour + 13)) });
    const values = { booking_id: booking.booking_id };
    await step('desk', 'withdrawExtraOpening', { values: { opening_id: openingId } }, 409);
    for (const [event, state] of [['checked_in', 'checked_in'], ['check_in_undone', 'permitted'], ['checked_in', 'checked_in'], ['use_ended', 'used']])
      assert.equal((await step('desk', 'recordAttendance', { values, body: { event } })).booking.state, state);
    await step('desk', 'withdrawExtraOpening', { values: { opening_id: openingId } });
  });

  test('a resident is suspended for a while, and is not any more', async () => {
    const account = (await step('other', 'getSession')).account.account_id;
    const body = { account_id: account, until: daysFromToday(6)[5], reason: '規則違反' };
    const { suspension_id: id } = await step('desk', 'suspendResident', { body }, 201);
    assert.ok((await step('desk', 'listSuspensions')).suspensions.some(({ suspension_id: listed }) => listed === id));
    const refused = await step('other', 'holdSpaces', { body: { uses: [await nextUse()] }, headers: key() }, 409);
    assert.equal(refused.code, 'suspended');
    assert.equal((await step('desk', 'liftSuspension', { values: { suspension_id: id } })).lifted, true);
    const { values } = await applied('other', await nextUse());
    await step('other', 'cancelApplication', { values, body: {} });
  });

  test('a drawer is opened, money is taken in parts, undone, counted, and looked at again', async () => {
    const { drawers } = await step('desk', 'listDrawers');
    assert.ok(drawers.every(({ shift }) => shift === null));
    const { shift: { shift_id: shiftId } } = await step('desk', 'openDrawer', { values: { drawer: drawers[0].drawer }, body: { float_yen: 5000 } }, 201);
    const shift = { shift_id: shiftId };
    const { values } = await applied('other', await nextMorning());
    await step('other', 'putApplicationDetails', { values, body: details });
    const planned = await step('other', 'planPayment', { values, body: { method: 'cash' } });
    assert.deepEqual([planned.state, planned.payment_plan], ['permitted_unpaid', 'cash']);
    const take = (body, status = 201) => step('desk', 'takePayment', { values, body, headers: key() }, status);
    assert.equal((await take({ method: 'cash', amount_yen: planned.owed_yen + 1 }, 409)).code, 'too_much');
    const wrong = await take({ method: 'terminal', amount_yen: 100, terminal_kind: 'credit', reference: '000123' });
    assert.equal((await step('desk', 'undoPayment', { values: { payment_id: wrong.payment_id }, body: { reason: '金額の間違い' } })).owed_yen, planned.owed_yen);
    const part = await take({ method: 'cash', amount_yen: 100, given_yen: 500 });
    assert.deepEqual([part.change_yen, part.application.owed_yen], [400, planned.owed_yen - 100]);
    const paid = await take({ method: 'cash', amount_yen: planned.owed_yen - 100 });
    assert.equal(paid.application.state, 'permitted');
    assert.ok(paid.receipt_document_id);

    const given = await applied('other', await nextMorning());
    await step('other', 'putApplicationDetails', { values: given.values, body: details });
    await step('other', 'planPayment', { values: given.values, body: { method: 'cash' } });
    await step('desk', 'takePayment', { values: given.values, body: { method: 'cash', amount_yen: 100 }, headers: key() }, 201);
    const { bookings: [{ refund: terms }] } = await step('other', 'getApplication', { values: given.values });
    assert.deepEqual([terms.kept_yen, terms.yen], [100, 100]);
    assert.ok(terms.fee_yen > 100);
    const { refunds: [{ refund_id: refundId, yen }], owed_yen: rest } = await step('other', 'cancelApplication', { values: given.values, body: {} });
    assert.deepEqual([yen, rest], [100, 0]);
    const handOver = { values: { refund_id: refundId }, body: { received_by: '広場 花子' }, headers: key() };
    assert.equal((await step('desk', 'payRefundInCash', handOver, 409)).code, 'wrong_state');
    await step('desk', 'approveRefund', { values: { refund_id: refundId } });
    for (const again of [false, true]) assert.equal((await step('desk', 'payRefundInCash', handOver)).paid_out.way, 'cash', again ? 'again' : 'once');

    const { shift: { expected_yen: expected }, entries } = await step('desk', 'getShift', { values: shift });
    assert.deepEqual([expected, entries.map(({ kind }) => kind)], [5000 + planned.owed_yen, ['payment', 'payment', 'payment', 'refund']]);
    assert.equal((await step('desk', 'closeDrawer', { values: shift, body: { counts: [{ denomination_yen: 1000, pieces: 5 }] } }, 409)).code, 'difference_unexplained');
    const closed = await step('desk', 'closeDrawer', { values: shift, body: { counts: [{ denomination_yen: 1, pieces: expected }] } });
    assert.equal(closed.shift.difference_yen, 0);
    assert.equal((await step('desk', 'lookAtShift', { values: shift, body: {} }, 409)).code, 'own_shift');
    assert.ok((await step('finance', 'lookAtShift', { values: shift, body: { note: '確認' } })).shift.looked_by);
    const { shifts } = await step('finance', 'listShifts', { values: { from: today, to: today } });
    assert.deepEqual(shifts.map(({ shift_id: id }) => id), [shiftId]);
  });

  test('finance finds every yen, and the provider nothing to complain of', async () => {
    const range = { from: today, to: today };
    const applications = [];
    for (const person of ['resident', 'other']) applications.push(...(await step(person, 'listApplications')).applications);
    const collected = await step('finance', 'listCollections', { values: range });
    assert.equal(collected.total_yen, applications.reduce((sum, { paid_yen: yen }) => sum + yen, 0));
    assert.equal(collected.count, 9);
    assert.ok(collected.collections.every(({ accounts, amount_yen: amount }) => accounts.reduce((sum, { yen }) => sum + yen, 0) === amount));
    assert.equal((await step('finance', 'listCollections', { values: { ...range, owner: 'manager' } })).count, 0);
    for (const encoding of ['utf-8', 'cp932']) await step('finance', 'exportCollections', { values: { ...range, encoding } });
    assert.ok((await step('finance', 'getTrialBalance')).checks.every(({ agrees }) => agrees));
    await step('visitor', 'receiveStripeEvent', { body: {} }, 400);
    await step('visitor', 'receivePayPayMessage', { values: { token: 'guessed' }, body: {} }, 400);
  });

  test('a book of tickets is sold, found, used, taken back, and pays for nothing that it is not for', async () => {
    const { tickets } = await step('desk', 'listTicketsOnSale');
    const book = tickets.find(({ ticket }) => ticket === 'training_book');
    const sale = { facility: book.facility, ticket: book.ticket, method: 'terminal', terminal_kind: 'emoney', reference: 'slip-900' };
    assert.equal((await step('desk', 'sellTicketBook', { body: { ...sale, buyer: '広場 花子', ticket: 'swimming' }, headers: key() }, 404)).code, 'unknown_ticket');
    const sold = await step('desk', 'sellTicketBook', { body: { ...sale, buyer: '広場 花子' }, headers: key() }, 201);
    assert.ok(sold.receipt_document_id);
    const { number, book_id: bookId } = sold.file.book;
    assert.deepEqual((await step('desk', 'searchTicketBooks', { values: { q: number } })).books.map(({ book_id: id }) => id), [bookId]);
    const values = { book_id: bookId };
    const visited = await step('desk', 'useTicketsForVisit', { values, body: { tickets: 2 }, headers: key() }, 201);
    assert.equal(visited.book.left, book.tickets - 2);
    const undone = await step('desk', 'undoTicketUse', { values: { use_id: visited.uses[0].use_id }, body: { reason: '押し間違い' } });
    assert.deepEqual([undone.book.left, undone.uses[0].returned_for], [book.tickets, 'mistake']);
    assert.equal((await step('desk', 'refundTicketBook', { values, body: { reason: '転出' } }, 409)).code, 'book_not_refundable');
    assert.equal((await step('desk', 'getTicketBook', { values })).payments[0].amount_yen, book.price_yen);

    const { residents: [{ account_id: accountId }] } = await step('desk', 'searchResidents', { values: { q: 'resident2' } });
    const own = await step('desk', 'sellTicketBook', { body: { ...sale, reference: 'slip-901', account_id: accountId }, headers: key() }, 201);
    assert.deepEqual((await step('other', 'listOwnTicketBooks')).books.map(({ book: { number: mine } }) => mine), [own.file.book.number]);
    const held = await applied('other', await nextUse());
    await step('other', 'putApplicationDetails', { values: held.values, body: details });
    const { offers } = await step('other', 'getApplicationTickets', { values: held.values });
    assert.deepEqual(offers.map(({ refusal }) => refusal), ['tickets_for_visits']);
    const body = { booking_id: held.bookings[0], book_id: own.file.book.book_id };
    assert.equal((await step('other', 'useTickets', { values: held.values, body, headers: key() }, 422)).code, 'tickets_for_visits');
    await step('other', 'cancelApplication', { values: held.values, body: {} });
  });

  test('a change that staff decide is applied for, withdrawn, refused and permitted through its posts, or by the desk', async () => {
    const halls = freeUses(chain, 'kirara', { from: 45, spaces: ['large_hall'] });
    const hall = (await halls.next()).value;
    const { values, bookings } = await applied('other', await nextMorning());
    await step('other', 'putApplicationDetails', { values, body: details });
    await pay('other', values);
    const change = { booking_id: bookings[0], scope: 'one', space: 'large_hall', date: hall.date, band: hall.band };
    const preview = await step('other', 'previewChange', { values, body: change });
    assert.deepEqual([preview.possible, preview.changes[0].needs_review, preview.changes[0].code], [false, true, 'needs_review']);
    assert.ok(preview.difference_yen > 0 && preview.changes[0].fee);
    assert.equal((await step('other', 'changeApplication', { values, body: change, headers: key() }, 409)).code, 'needs_review');
    const apply = (body = change, status = 200) => step('other', 'applyForChange', { values, body, headers: key() }, status);
    assert.equal((await apply({ ...change, band: hall.band, space: 'small_meeting' }, 409)).code, 'needs_no_review');
    const asked = await apply({ ...change, words: '人数が増えたため' });
    assert.deepEqual([asked.change_request.uses[0].space, asked.bookings[0].space], ['large_hall', 'small_meeting']);
    assert.equal((await apply(change, 409)).code, 'change_requested_already');
    assert.equal((await step('other', 'withdrawChange', { values, body: { version: asked.version } })).change_request, null);
    assert.equal((await step('other', 'withdrawChange', { values, body: {} }, 404)).code, 'review_not_found');

    const of_change = { ...values, matter: 'change' };
    const file = async () => (await step('desk', 'getReview', { values: of_change })).review;
    const seen = async (body) => ({ values, body: { version: (await file()).application.version, ...body } });
    for (const proposal of ['refuse', 'grant']) {
      await apply();
      const { reviews } = await step('desk', 'listReviews');
      assert.ok(reviews.some(({ matter, change: wanted }) => matter === 'change' && wanted.uses[0].booking_id === bookings[0]));
      assert.equal((await step('desk', 'decideChange', await seen({ granted: true }), 409)).code, 'approval_required');
      await step('desk', 'draftChange', await seen({ proposal, ...(proposal === 'refuse' ? { reason: '行事があるため' } : { words: '支障なし' }) }));
      for (const post of ['director', 'section'])
        if ((await file()).state === 'in_approval') await step(post, 'actOnDraft', await seen({ matter: 'change', act: 'approve' }));
      assert.equal((await file()).state, 'decided');
    }
    const moved = await step('other', 'getApplication', { values });
    assert.deepEqual([moved.bookings[0].space, moved.change_request, moved.owed_yen], ['large_hall', null, preview.difference_yen]);
    assert.deepEqual(moved.decisions.map(({ kind }) => kind).slice(-2), ['change_refusal', 'change_permit']);
    assert.ok(moved.history.some(({ event }) => event === 'change_asked'));
    await step('desk', 'exportReview', { values: of_change });
    const back = await step('desk', 'changeApplication', { values, headers: key(), body: { booking_id: bookings[0], scope: 'one', is_rehearsal: true } }, 202);
    assert.equal(back.change_request.at_desk, true);
    await step('desk', 'takeBackDraft', await seen({ matter: 'change' }));

    const own = await applied('other', await nextMorning());
    await step('other', 'putApplicationDetails', { values: own.values, body: details });
    await pay('other', own.values);
    await step('other', 'applyForChange', { values: own.values, headers: key(), body: { booking_id: own.bookings[0], scope: 'one', declared: { is_commercial: true } } });
    const { application } = (await step('desk', 'getReview', { values: { ...own.values, matter: 'change' } })).review;
    const { review } = await step('desk', 'decideChange', { values: own.values, body: { version: application.version, granted: true } });
    assert.deepEqual([review.state, review.application.details.is_commercial], ['decided', true]);
  });

  test('an operation for others is refused to everyone else, by name', async () => {
    const roleOf = (one) => (one.path.includes('/staff/') ? 'desk' : one.path.includes('/finance/') ? 'finance' : undefined);
    const approvers = ['director', 'section', 'general'];
    const also = new Set(['listReviews', 'getReview', 'exportReview', 'actOnDraft', 'askOpinion', 'giveOpinion', 'acknowledgeDeputy', 'listPosts', 'nameDeputy', 'endDeputy']);
    const both = new Map([['getShift', 'finance'], ['closeDrawer', 'finance'], ['lookAtShift', 'finance'], ['listShifts', 'desk']]);
    const values = { drawer: 'kirara_1', shift_id: '1', payment_id: '1', facility: 'kirara', date: today, from: today, to: today, q: 'resident', find: 'resident', booking_id: '1', application_id: '1', closure_id: '1', opening_id: '1', suspension_id: '1', post: 'director', deputy_id: '1', account_id: '1', standing_id: '1', book_id: '1', use_id: '1' };
    for (const one of operations.filter(roleOf))
      for (const person of Object.keys(people).filter((other) => other !== roleOf(one) && !(also.has(one.id) && approvers.includes(other)) && both.get(one.id) !== other)) {
        const answer = await people[person].call(one.method, address(one, values), one.body ? {} : undefined, key());
        assertKept(one, answer);
        assert.equal(answer.status, person === 'visitor' ? 401 : 403, `${one.id} as ${person}: ${answer.text}`);
      }
  });

  test('no operation was left out, and nothing is wrong in the tables', () => {
    assert.deepEqual(operations.map(({ id }) => id).filter((id) => !tried.has(id)), [], 'operations that nobody tried');
    assertNothingIsWrong(chain);
  });
});
