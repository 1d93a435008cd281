// Sixteen clients race for the same slots through the whole chain: exactly one wins each. Two guards stand there: the
// masks of a unit's day, which refuse first, and the key of `claim`. Either is enough by itself; without both, the very
// same race sells slots twice, so it is they that decide, and the race is a real one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startChain } from '../http/chain/chain.mjs';
import { assertNothingIsWrong, whatIsWrong } from '../http/chain/check.mjs';
import { request } from '../http/chain/client.mjs';
import { openDatabase } from '../http/chain/database.mjs';
import { assertBookingsAre, assertClaimsMatchBookings, quarterHoursSoldTwice } from './support/books.mjs';
import { raceFor, wonTwice } from './support/race.mjs';
import { makeResidents } from './support/residents.mjs';
import { separateSlots, wholeRoomSlots } from './support/slots.mjs';

const clients = 16;
const slots = 200;
const slotsWithoutGuard = 80;

const withoutTheKey = {
  sqlite: `CREATE TABLE claim_without_key AS SELECT * FROM claim;
    DROP TABLE claim;
    ALTER TABLE claim_without_key RENAME TO claim;
    CREATE INDEX ix_claim_owner ON claim (owner_id);
    CREATE INDEX ix_claim_plain ON claim (slot_date, unit_id, slot_index);`,
  mariadb: 'ALTER TABLE claim DROP PRIMARY KEY, ADD INDEX ix_claim_plain (slot_date, unit_id, slot_index);',
};

// What a unit's day knows to be taken is forgotten as soon as it is written.
const blindMasks = {
  sqlite: ['INSERT', 'UPDATE'].map((event) => `CREATE TRIGGER blind_${event} AFTER ${event} ON unit_day
    WHEN NEW.taken_early <> 0 OR NEW.taken_late <> 0 BEGIN
      UPDATE unit_day SET taken_early = 0, taken_late = 0 WHERE slot_date = NEW.slot_date AND unit_id = NEW.unit_id;
    END;`).join('\n'),
  mariadb: ['INSERT', 'UPDATE'].map((event) => `CREATE TRIGGER blind_${event} BEFORE ${event} ON unit_day
    FOR EACH ROW SET NEW.taken_early = 0, NEW.taken_late = 0;`).join('\n'),
};
const seeingMasks = 'DROP TRIGGER blind_INSERT; DROP TRIGGER blind_UPDATE;';

for (const engine of ['sqlite', 'mariadb']) {
  describe(`sixteen clients, the same slots, on ${engine}`, () => {
    let chain;
    let database;
    let unitsOfSpace;
    before(async () => {
      chain = await startChain({ database: engine });
      database = await openDatabase(chain);
      const { json: town } = await request(`${chain.url}/api/v1/facilities`);
      unitsOfSpace = new Map(town.facilities.flatMap(({ spaces }) => spaces).map(({ code, units }) => [code, units]));
    });
    after(() => chain.stop());

    const race = async (rounds, residents) => raceFor({ clients, rounds, residents: await makeResidents(chain, database, residents) });

    /** Every client wants every slot, one after the other; there are residents enough even if everybody wins. */
    async function raceForSlots(firstDay, count) {
      const wishes = await separateSlots(chain, { firstDay, count });
      return race(wishes.map((wish) => [wish]), clients + Math.ceil((clients * count) / 3));
    }

    function assertOneWinnerEach({ winners }, count) {
      assert.deepEqual(winners.map(({ round }) => round).sort((a, b) => a - b), Array.from({ length: count }, (_, round) => round));
    }

    test('two hundred slots have exactly one winner each, and the tables agree with what was answered', async () => {
      const result = await raceForSlots(20, slots);
      assertOneWinnerEach(result, slots);
      await assertBookingsAre(database, result.winners);
      await assertClaimsMatchBookings(database, unitsOfSpace);
      assert.equal(await quarterHoursSoldTwice(database), 0);
      assertNothingIsWrong(chain);
    });

    test('a whole room and its halves exclude each other, and somebody always wins', async () => {
      const times = await wholeRoomSlots(chain, { firstDay: 60, count: 18 });
      const spaces = ['large_meeting', 'large_meeting_a', 'large_meeting', 'large_meeting_b'];
      const { winners } = await race(times.map((time) => spaces.map((space) => ({ space, ...time }))), clients + 12);
      for (const round of times.keys()) {
        const won = winners.filter((winner) => winner.round === round).map(({ wish }) => wish.space).sort();
        assert.ok(['large_meeting', 'large_meeting_a', 'large_meeting_b', 'large_meeting_a large_meeting_b'].includes(won.join(' ')), `round ${round}: ${won}`);
      }
      await assertClaimsMatchBookings(database, unitsOfSpace);
      assertNothingIsWrong(chain);
    });

    test('when the masks forget everything the key alone gives each slot one winner', async () => {
      await database.run(blindMasks[engine]);
      const result = await raceForSlots(90, slotsWithoutGuard);
      await database.run(seeingMasks);
      assertOneWinnerEach(result, slotsWithoutGuard);
      assert.equal(await quarterHoursSoldTwice(database), 0);
    });

    test('without the key the masks alone give each slot one winner', async () => {
      await database.run(withoutTheKey[engine]);
      const result = await raceForSlots(110, slotsWithoutGuard);
      assertOneWinnerEach(result, slotsWithoutGuard);
      assert.equal(await quarterHoursSoldTwice(database), 0);
    });

    test('without both the same race sells slots twice', async () => {
      await database.run(blindMasks[engine]);
      const result = await raceForSlots(130, slotsWithoutGuard);
      assert.ok(wonTwice(result) > 0, 'nothing was sold twice: this race proves nothing');
      assert.ok(await quarterHoursSoldTwice(database) > 0);
      assert.match(whatIsWrong(chain), /claims_match_masks/, 'the auditor has not seen it');
    });
  });
}
