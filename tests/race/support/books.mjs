// What the tables must say when nothing was sold twice: told here anew, beside the auditor of the product.
import assert from 'node:assert/strict';

const occupying = "('held', 'under_review', 'permitted_unpaid', 'permitted', 'checked_in', 'used')";

const quarterHours = ({ start_minute: start, end_minute: end }) => {
  const slots = [];
  for (let slot = Math.floor(Number(start) / 15); slot * 15 < Number(end); slot += 1) slots.push(slot);
  return slots;
};

/** Every occupying booking (of one day, without equipment) holds exactly its own quarter hours, nobody else's, and nothing else is claimed. */
export async function assertClaimsMatchBookings(database, unitsOfSpace) {
  const bookings = await database.rows(`SELECT b.booking_id, b.space_code, b.use_date, b.start_minute, b.end_minute FROM booking b
    JOIN claim_owner o ON o.owner_id = b.booking_id WHERE o.state IN ${occupying}`);
  const expected = bookings.flatMap((booking) => unitsOfSpace.get(booking.space_code).flatMap((unit) =>
    quarterHours(booking).map((slot) => `${unit} ${booking.use_date} ${slot} ${booking.booking_id}`)));
  const claims = await database.rows(`SELECT u.code, c.slot_date, c.slot_index, c.owner_id FROM claim c JOIN unit u ON u.unit_id = c.unit_id`);
  const found = claims.map(({ code, slot_date: date, slot_index: slot, owner_id: owner }) => `${code} ${date} ${slot} ${owner}`);
  assert.deepEqual(found.sort(), expected.sort());
}

/** How many quarter hours of a unit have more than one owner. */
export async function quarterHoursSoldTwice(database) {
  const [{ doubled }] = await database.rows(`SELECT COUNT(*) AS doubled FROM (SELECT unit_id FROM claim
    GROUP BY unit_id, slot_date, slot_index HAVING COUNT(DISTINCT owner_id) > 1) AS sold_twice`);
  return Number(doubled);
}

/** The bookings that clients were told they have are those that are there. */
export async function assertBookingsAre(database, winners) {
  const rows = await database.rows(`SELECT booking_id, account_id FROM booking WHERE account_id IN (${winners.map(({ resident }) => resident).join(', ')})`);
  const told = winners.map(({ bookingId, resident }) => `${bookingId} ${resident}`);
  assert.deepEqual(rows.map(({ booking_id: id, account_id: account }) => `${id} ${account}`).sort(), told.sort());
}
