// Residents and the desk who do by chance whatever the API lets them: few rooms and few days, so that they meet.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { daysFromToday, request } from '../../http/chain/client.mjs';

const bands = ['morning', 'afternoon', 'evening', 'all_day', 'morning_afternoon', 'afternoon_evening'];
const rooms = ['large_meeting', 'large_meeting_a', 'large_meeting_b', 'small_hall', 'small_meeting', 'japanese_room', 'japanese_room_pine'];
const courts = ['arena_full', 'arena_half_a', 'arena_half_b'];
const equipment = ['projector', 'wireless_microphone', 'upright_piano'];
const activities = ['meeting', 'chorus', 'lecture', 'dance'];
const reason = { ja: '点検', en: 'Inspection' };
const clock = (hour) => `${String(hour).padStart(2, '0')}:00`;

/** Open days of both buildings, a week from now on, on which people meet. */
export async function meetingDays(chain, count) {
  const open = [];
  for (const date of daysFromToday(40).slice(8)) {
    const { json } = await request(`${chain.url}/api/v1/availability/day?facility=kirara&date=${date}`);
    if (!json.closed) open.push(date);
    if (open.length === count) return open;
  }
  throw new Error('there are too few open days');
}

/** What a person does next, as [name, () => answer]; nothing when there is nothing of that kind to do. */
class Person {
  constructor({ caller, from, chance, dates, ledger }) {
    Object.assign(this, { caller, from, chance, dates, ledger });
  }

  async ask(name, method, path, body) {
    const key = randomUUID();
    const answer = await this.caller.call(method, path, body, { from: this.from, key }).catch((error) => ({ error }));
    // Killed in the middle: nobody knows what became of it.
    if (answer.error || answer.status >= 500) {
      this.ledger.inDoubt.add(key);
      this.ledger.answers.set(`${name} unanswered`, (this.ledger.answers.get(`${name} unanswered`) ?? 0) + 1);
      await sleep(100);
      return { status: 0 };
    }
    this.ledger.note(name, answer);
    assert.ok(answer.status < 400 || answer.json?.code, `${name}: ${answer.status} ${answer.text}`);
    for (const never of ['invalid_request', 'malformed_json', 'csrf_token_invalid', 'not_logged_in', 'idempotency_key_reused'])
      assert.notEqual(answer.json?.code, never, `${name}: ${answer.text}`);
    if (answer.status === 429) await sleep(300);
    return answer;
  }

  use(building = this.building()) {
    const { chance } = this;
    if (building === 'gym') {
      const start = 9 + chance.below(12);
      return { space: chance.one(courts), date: chance.one(this.dates), start: clock(start), end: clock(Math.min(22, start + 1 + chance.below(3))) };
    }
    const use = { space: chance.one(rooms), date: chance.one(this.dates), band: chance.one(bands) };
    if (chance.happens(0.2)) use.equipment = chance.some(equipment, 2).map((code) => ({ code, quantity: 1 + chance.below(2) }));
    return use;
  }
  building() { return this.chance.happens(0.25) ? 'gym' : 'kirara'; }
  uses() {
    const building = this.building();
    return Array.from({ length: 1 + this.chance.below(3) }, () => this.use(building));
  }
  details() {
    const { chance } = this;
    return { purpose: '練習', people: 1 + chance.below(20), is_commercial: chance.happens(0.15), ...(chance.happens(0.6) ? { activity: chance.one(activities) } : {}) };
  }
}

export class Resident extends Person {
  applications = []; // as they were last told

  async act() {
    const what = this.chance.weighted({ hold: 5, fillIn: 4, more: 1, apply: 4, pay: 2, giveBack: 2, change: 5, wait: 2, leave: 1, look: 2 });
    await this[what]();
  }
  async look() {
    const answer = await this.ask('look', 'GET', '/api/v1/applications');
    if (answer.status === 200) this.applications = answer.json.applications.filter(({ state }) => state !== 'over');
  }
  one(...states) {
    const fitting = this.applications.filter(({ state }) => states.includes(state));
    return fitting.length ? this.chance.one(fitting) : undefined;
  }
  remember(answer) {
    const application = answer.json?.application ?? answer.json;
    if (answer.status >= 300 || answer.status === 0 || !application?.application_id) return;
    this.applications = this.applications.filter(({ application_id: id }) => id !== application.application_id);
    if (application.state !== 'over') this.applications.push(application);
  }
  async about(name, application, method, more, body) {
    if (application) this.remember(await this.ask(name, method, `/api/v1/applications/${application.application_id}${more}`, body));
  }

  async hold() {
    this.remember(await this.ask('hold', 'POST', '/api/v1/applications', { uses: this.uses(), ...(this.chance.happens(0.4) ? { fitting: 'those_that_fit' } : {}) }));
  }
  fillIn() { return this.about('fill in', this.one('held'), 'PUT', '/details', this.details()); }
  more() { return this.about('more time', this.one('held'), 'POST', '/hold-extension'); }
  apply() { return this.about('apply', this.one('held'), 'POST', '/submission'); }
  giveBack() {
    const application = this.one('held', 'under_review', 'permitted_unpaid', 'permitted');
    const some = application && this.chance.happens(0.5) ? { booking_ids: this.chance.some(application.bookings, 2).map(({ booking_id: id }) => id) } : {};
    return this.about('give back', application, 'POST', '/cancellation', some);
  }
  async change() {
    const { chance } = this;
    const application = this.one('held', 'under_review', 'permitted_unpaid', 'permitted');
    if (!application) return;
    const booking = chance.one(application.bookings);
    const body = { booking_id: booking.booking_id, scope: chance.one(['one', 'one', 'following', 'all']) };
    const to = this.use(application.facility);
    if (to.band) {
      if (chance.happens(0.7)) body.band = to.band;
      if (chance.happens(0.4)) body.space = to.space;
    } else {
      Object.assign(body, { start: to.start, end: to.end });
    }
    if (body.scope === 'one' && chance.happens(0.5)) body.date = to.date;
    if (chance.happens(0.2)) body.equipment = to.equipment ?? [];
    if (chance.happens(0.2)) await this.ask('look at a change', 'POST', `/api/v1/applications/${application.application_id}/change-preview`, body);
    await this.about('change', application, 'POST', '/change', body);
  }
  /** Begins to pay, and either goes through with it on the provider's page or leaves it open. */
  async pay() {
    const application = this.one('held', 'permitted_unpaid', 'permitted');
    if (!application) return;
    const begun = await this.ask('begin to pay', 'POST', `/api/v1/applications/${application.application_id}/payment-attempts`, { language: 'ja' });
    if (begun.status !== 202 || this.chance.happens(0.3)) return;
    for (let tries = 0; tries < 20; tries += 1) {
      const { json: attempt } = await this.ask('look at a payment', 'GET', `/api/v1/payment-attempts/${begun.json.attempt_id}`);
      if (attempt?.redirect_url) {
        const page = `${this.sandboxUrl}/pay/${new URL(attempt.redirect_url).pathname.split('/').at(-1)}`;
        await request(page, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'card_number=4242424242424242' });
        return;
      }
      await sleep(50);
    }
  }
  async wait() { await this.ask('wait', 'POST', '/api/v1/waiting', (({ equipment: _, ...use }) => use)(this.use())); }
  async leave() {
    const { json } = await this.ask('look at the line', 'GET', '/api/v1/waiting');
    const places = json?.waiting?.filter(({ state }) => state === 'waiting') ?? [];
    if (places.length) await this.ask('leave', 'POST', `/api/v1/waiting/${this.chance.one(places).waiting_id}/withdrawal`);
    const offer = json?.waiting?.find(({ state }) => state === 'offered');
    if (offer) this.remember(await this.ask('look at an offer', 'GET', `/api/v1/applications/${offer.offer_application_id}`));
  }
}

export class Clerk extends Person {
  closures = [];
  openings = [];
  bookings = [];

  async act() {
    const what = this.chance.weighted({ book: 4, decide: 3, revoke: 2, reinstate: 2, close: 2, revokeKept: 1, lift: 3, open: 1, shut: 1, look: 2 });
    await this[what]();
  }
  async look() {
    const { json } = await this.ask('look at the board', 'GET', `/api/v1/staff/board?facility=${this.chance.one(['kirara', 'gym'])}&date=${this.chance.one(this.dates)}`);
    for (const { bookings } of json?.spaces ?? []) this.bookings.push(...bookings.map(({ booking_id: id }) => id));
    this.bookings = this.bookings.slice(-60);
  }
  async book() {
    const official = this.chance.happens(0.4);
    const who = official ? {} : { account_id: String(this.chance.one(this.residents)) };
    const body = { kind: official ? 'official' : 'ordinary', uses: this.uses(), details: this.details(), ...who, ...(this.chance.happens(0.5) ? { fitting: 'those_that_fit' } : {}) };
    const { json } = await this.ask('book for', 'POST', '/api/v1/staff/applications', body);
    this.bookings.push(...(json?.application?.bookings ?? []).map(({ booking_id: id }) => id));
  }
  async decide() {
    const { json } = await this.ask('reviews', 'GET', '/api/v1/staff/reviews');
    if (!json?.reviews?.length) return;
    const { application_id: id } = this.chance.one(json.reviews).application;
    const decision = this.chance.one(['permit', 'permit', 'refuse']);
    await this.ask(decision, 'POST', `/api/v1/staff/applications/${id}/decision`, { decision, ...(decision === 'refuse' ? { reason: '支障' } : {}) });
  }
  async revoke() {
    if (this.bookings.length) await this.ask('revoke', 'POST', `/api/v1/staff/bookings/${this.chance.one(this.bookings)}/revocation`, { reason: '故障' });
  }
  async reinstate() {
    if (this.bookings.length) await this.ask('reinstate', 'POST', `/api/v1/staff/bookings/${this.chance.one(this.bookings)}/reinstatement`);
  }
  async close() {
    const [first, last] = [this.chance.one(this.dates), this.chance.one(this.dates)].sort();
    const where = this.chance.one([{ facility: 'kirara', space: this.chance.one(rooms) }, { facility: 'kirara', space: this.chance.one(rooms) }, { facility: 'gym' }]);
    const part = this.chance.happens(0.4) ? { start: '13:00', end: '17:00' } : {};
    const body = { kind: this.chance.one(['planned', 'emergency']), ...where, first, last, ...part, reason, bookings: this.chance.one(['keep', 'revoke']) };
    const { json } = await this.ask('close', 'POST', '/api/v1/staff/closures', body);
    if (json?.closure) this.closures.push(json.closure.closure_id);
  }
  async revokeKept() {
    if (!this.closures.length) return;
    const id = this.chance.one(this.closures);
    const { json } = await this.ask('look at a closure', 'GET', `/api/v1/staff/closures/${id}`);
    const kept = json?.conflicts?.filter(({ outcome }) => outcome === 'kept').map(({ booking }) => booking.booking_id) ?? [];
    if (kept.length) await this.ask('revoke what was kept', 'POST', `/api/v1/staff/closures/${id}/revocations`, { booking_ids: this.chance.some(kept, 3) });
  }
  // Rather soon: what is closed for good is nothing to race for.
  async lift() {
    if (this.closures.length === 0) return;
    const id = this.closures.shift();
    const { status } = await this.ask('lift', 'POST', `/api/v1/staff/closures/${id}/lifting`, { reinstate: this.chance.happens(0.7) });
    if (status !== 200 && status !== 409) this.closures.push(id);
  }
  async open() {
    const date = this.chance.one(this.dates);
    const { json } = await this.ask('open besides', 'POST', '/api/v1/staff/extra-openings', { facility: 'gym', first: date, last: date, start: '06:00', end: '23:00', reason });
    if (json?.opening_id) this.openings.push(json.opening_id);
  }
  async shut() {
    if (this.openings.length) await this.ask('take an opening back', 'POST', `/api/v1/staff/extra-openings/${this.openings.shift()}/withdrawal`);
  }
}
