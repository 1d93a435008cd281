// Sixteen clients race for the same slots through the whole chain: exactly one wins each. Without the key of `claim`
// the very same race sells slots twice, so it is the key that decides, and the race is a real one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startChain } from '../http/chain/chain.mjs';
import { request } from '../http/chain/client.mjs';
import { assertBookingsAre, assertClaimsMatchBookings, assertCountersMatchHolds, quarterHoursSoldTwice } from './support/books.mjs';
import { openDatabase } from './support/database.mjs';
import { raceFor, wonTwice } from './support/race.mjs';
import { makeResidents } from './support/residents.mjs';
import { separateSlots, wholeRoomSlots } from './support/slots.mjs';

const clients = 16;
const slots = 200;

const withoutTheKey = {
  sqlite: `CREATE TABLE claim_without_key AS SELECT * FROM claim;
    DROP TABLE claim;
    ALTER TABLE claim_without_key RENAME TO claim;
    CREATE INDEX ix_claim_owner ON claim (owner_id);
    CREATE INDEX ix_claim_plain ON claim (unit_id, slot_date, slot_index);`,
  mariadb: 'ALTER TABLE claim DROP PRIMARY KEY, ADD INDEX ix_claim_plain (unit_id, slot_date, slot_index);',
};

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

    test('two hundred slots have exactly one winner each, and the tables agree with what was answered', async () => {
      const wishes = await separateSlots(chain, { firstDay: 20, count: slots });
      const result = await race(wishes.map((wish) => [wish]), clients + Math.ceil(slots / 3));
      const rounds = result.winners.map(({ round }) => round).sort((a, b) => a - b);
      assert.deepEqual(rounds, [...wishes.keys()]);
      await assertBookingsAre(database, result.winners);
      await assertClaimsMatchBookings(database, unitsOfSpace);
      await assertCountersMatchHolds(database);
      assert.equal(await quarterHoursSoldTwice(database), 0);
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
      await assertCountersMatchHolds(database);
    });

    test('without the key the same race sells slots twice', async () => {
      const wishes = await separateSlots(chain, { firstDay: 90, count: slots });
      await database.run(withoutTheKey[engine]);
      const result = await race(wishes.map((wish) => [wish]), clients + Math.ceil((clients * slots) / 3));
      assert.ok(wonTwice(result) > 0, 'nothing was sold twice: this race proves nothing');
      assert.ok(await quarterHoursSoldTwice(database) > 0);
    });
  });
}
