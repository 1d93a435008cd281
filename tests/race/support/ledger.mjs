// What the town has acknowledged, and whether its tables still know it: whatever was answered with success must stand
// in the history of the booking, and nothing may stand there that nobody was told of.
import assert from 'node:assert/strict';

export class Ledger {
  told = new Map(); // booking → the states that were answered
  inDoubt = new Set(); // keys of requests that nobody answered
  answers = new Map(); // "operation status code" → how often

  /** Notes an answer; `person` is who asked. */
  note(name, answer) {
    const said = `${name} ${answer.status}${answer.json?.code ? ` ${answer.json.code}` : ''}`;
    this.answers.set(said, (this.answers.get(said) ?? 0) + 1);
    if (answer.status >= 300) return;
    const { json } = answer;
    const applications = [json, json?.application, ...(json?.applications ?? [])].filter((each) => each?.bookings && each.application_id);
    for (const { bookings } of applications) for (const booking of bookings) this.#hear(booking);
    for (const { booking } of json?.conflicts ?? []) if (booking) this.#hear(booking);
  }

  #hear({ booking_id: id, state }) {
    if (!this.told.has(id)) this.told.set(id, new Set());
    this.told.get(id).add(state);
  }

  count(pattern) {
    return [...this.answers].filter(([said]) => pattern.test(said)).reduce((sum, [, count]) => sum + count, 0);
  }

  async assertKept(database) {
    const events = await database.rows('SELECT booking_id, to_state FROM booking_event');
    const known = new Map();
    for (const { booking_id: id, to_state: state } of events) known.set(id, (known.get(id) ?? new Set()).add(state));
    const lost = [...this.told].flatMap(([id, states]) => [...states].filter((state) => !known.get(id)?.has(state)).map((state) => `${id} ${state}`));
    assert.deepEqual(lost, [], 'acknowledged, and not there');
    // Nobody was told of an offer that was not looked at, of what the desk's refused booking held for a moment, and of
    // what a request did that the killed program could not answer any more.
    const untold = await database.rows(`SELECT b.booking_id, b.application_id FROM booking b JOIN claim_owner o ON o.owner_id = b.booking_id
      JOIN application p ON p.application_id = b.application_id
      WHERE NOT EXISTS (SELECT 1 FROM waiting w WHERE w.offer_application_id = b.application_id)
        AND NOT (p.made_by IS NOT NULL AND o.state IN ('withdrawn', 'expired', 'revoked'))`);
    const keys = await database.rows('SELECT idempotency_key, subject_id FROM idempotency');
    const doubtful = new Set(keys.filter(({ idempotency_key: key }) => this.inDoubt.has(key)).map(({ subject_id: id }) => id));
    assert.deepEqual(untold.filter(({ booking_id: id, application_id: application }) => !this.told.has(id) && !doubtful.has(application)), [], 'there, and nobody was told');
  }
}
