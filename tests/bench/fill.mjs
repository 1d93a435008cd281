// Bookings by the million, written straight into the tables of a town as if they had been made there one by one: the
// same rows in the same tables, so that `hiroba check` finds nothing wrong. They were made before today, when this town
// charged nothing, so there are no obligations and payments among them.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { daysFromToday } from '../http/chain/client.mjs';
import { revenueAccount } from './town.mjs';

const dayMs = 86_400_000;
const daysAtATime = 10;
const idsBeganMs = 1_577_836_800_000;

// As in town.mjs: minutes of the day, slots, and the masks that a unit's day keeps of them.
const bands = [
  { code: 'morning', start: 540, end: 720 },
  { code: 'afternoon', start: 780, end: 1_020 },
  { code: 'evening', start: 1_080, end: 1_320 },
].map((band) => {
  const slots = Array.from({ length: (band.end - band.start) / 15 }, (_, index) => BigInt(band.start / 15 + index));
  const mask = (from, to) => slots.filter((slot) => slot >= from && slot < to).reduce((sum, slot) => sum | (1n << (slot - from)), 0n);
  return { ...band, first: slots.at(0), last: slots.at(-1), early: mask(0n, 48n), late: mask(48n, 96n) };
});

const component = (name) => ({ component: name, before_reduction_yen: 0, reduction_yen: 0, tax_added_yen: 0, rounding_yen: 0, yen: 0, account_code: revenueAccount });
const line = (kind, label) => ({ account_code: revenueAccount, article: { en: 'Annex 1', ja: '別表第1' }, component: 'facility', kind, label, percent: null, quantity: 1, unit_yen: 0, yen: 0 });
const fee = JSON.stringify({
  components: ['facility', 'additional', 'equipment'].map(component),
  lines: [line('basic', { en: 'Meeting room, Morning', ja: '会議室 午前' }), line('note', { en: 'Free of charge', ja: '無料' })],
  reduction_code: null,
  tax_included_yen: 0,
  total_yen: 0,
});

/** The dates before today, the latest first, `count` of them. */
export function pastDays(count) {
  return Array.from({ length: count }, (_, index) => new Date(Date.now() + 9 * 3_600_000 - (index + 1) * dayMs).toISOString().slice(0, 10));
}
export const comingDays = (first, count) => daysFromToday(first + count).slice(first);

const serials = new Map(); // of the next booking, by database

/**
 * @param {import('../http/chain/chain.mjs').Chain} chain its town is that of town.mjs, with residents
 * @param {object} wanted
 * @param {string[]} wanted.days
 * @param {string} wanted.which SQL over day_no, unit_no, band_no (each from 0): the slots that are booked
 * @param {boolean} wanted.used the use is over; else it is permitted and still to come
 * @returns {Promise<number>} how many bookings there are now
 */
export async function fill(chain, { days, which, used }) {
  const database = await bulk(chain);
  const serial = serials.get(chain.database) ?? 0;
  serials.set(chain.database, serial + days.length * 4096);
  try {
    await database.run(prepare(days, used));
    for (let first = 0; first < days.length; first += daysAtATime) await database.run(chunk(first, which, used, serial));
    await database.run(['fill', 'fill_day', 'fill_unit', 'fill_account', 'fill_band'].map((table) => `DROP TABLE ${table};`).join('\n'));
    return await database.settle();
  } finally {
    database.close();
  }
}

const values = (rows) => rows.map((row) => `(${row.join(', ')})`).join(', ');

// Who books what, when: units and residents by their number in a row.
function prepare(days, used) {
  const yesterday = Date.now() - dayMs;
  const ofDay = (day, index) => {
    const midnight = Date.parse(`${day}T00:00:00+09:00`);
    const bookedAt = used ? midnight - 10 * dayMs : yesterday - index;
    const bookedOn = new Date(bookedAt + 9 * 3_600_000).toISOString().slice(0, 10);
    const fiscalYear = Number(bookedOn.slice(0, 4)) - (bookedOn.slice(5) < '04-01' ? 1 : 0);
    return [index, `'${day}'`, midnight, bookedAt, `'${bookedOn}'`, fiscalYear, (BigInt(bookedAt - idsBeganMs) << 22n).toString()];
  };
  return `
    CREATE TABLE fill_day (day_no BIGINT PRIMARY KEY, slot_date DATE, midnight_ms BIGINT, booked_at_ms BIGINT, booked_on DATE, fiscal_year SMALLINT, first_id BIGINT);
    INSERT INTO fill_day VALUES ${values(days.map(ofDay))};
    CREATE TABLE fill_unit (unit_no BIGINT PRIMARY KEY, unit_id BIGINT, code VARCHAR(40), facility_code VARCHAR(40));
    INSERT INTO fill_unit SELECT ROW_NUMBER() OVER (ORDER BY unit_id) - 1, unit_id, code, facility_code FROM unit;
    CREATE TABLE fill_account (account_no BIGINT PRIMARY KEY, account_id BIGINT);
    INSERT INTO fill_account SELECT ROW_NUMBER() OVER (ORDER BY account_id) - 1, account_id FROM account WHERE role = 'resident';
    CREATE TABLE fill_band (band_no BIGINT PRIMARY KEY, code VARCHAR(40), start_minute BIGINT, end_minute BIGINT, first_slot BIGINT, last_slot BIGINT, early BIGINT, late BIGINT);
    INSERT INTO fill_band VALUES ${values(bands.map(({ code, start, end, first, last, early, late }, index) => [index, `'${code}'`, start, end, first, last, early, late]))};
    CREATE TABLE fill (booking_id BIGINT PRIMARY KEY, serial BIGINT, account_id BIGINT, unit_id BIGINT, space_code VARCHAR(40), facility_code VARCHAR(40), slot_date DATE,
      band_code VARCHAR(40), start_minute BIGINT, end_minute BIGINT, first_slot BIGINT, last_slot BIGINT, early BIGINT, late BIGINT,
      booked_at_ms BIGINT, booked_on DATE, fiscal_year SMALLINT, ends_at_ms BIGINT);`;
}

// What hiroba forgets is not there: repeats_remembered in services/booking/hold.hpp.
const daysRepeatsAreRemembered = 14;

// Ids of one day lie within one millisecond of the clock: applications, events and bookings in stretches of their own.
const of = { application: 1 << 14, held: 2 << 14, permitted: 3 << 14, ended: 4 << 14, decision: 5 << 14 };

function chunk(first, which, used, serial) {
  const event = (id, sequence, name, from, to, at) =>
    `INSERT INTO booking_event (event_id, booking_id, sequence, event, from_state, to_state, at_ms, account_id, note)
      SELECT booking_id + ${id}, booking_id, ${sequence}, '${name}', ${from}, '${to}', ${at}, ${name === 'use_ended' ? 'NULL' : 'account_id'}, NULL FROM fill ORDER BY booking_id;`;
  return `
    DELETE FROM fill;
    INSERT INTO fill SELECT d.first_id + u.unit_no * 4 + b.band_no, ${serial} + d.day_no * 4096 + u.unit_no * 4 + b.band_no, a.account_id, u.unit_id, u.code, u.facility_code, d.slot_date, b.code, b.start_minute, b.end_minute,
        b.first_slot, b.last_slot, b.early, b.late, d.booked_at_ms, d.booked_on, d.fiscal_year, d.midnight_ms + b.end_minute * 60000
      FROM fill_day d CROSS JOIN fill_unit u CROSS JOIN fill_band b
        JOIN fill_account a ON a.account_no = (d.day_no * 3001 + u.unit_no * 3 + b.band_no) % (SELECT COUNT(*) FROM fill_account)
      WHERE d.day_no >= ${first} AND d.day_no < ${first + daysAtATime} AND (${which});
    INSERT INTO application (application_id, number, account_id, made_by, kind, facility_code, user_class, counts_waiting, activity_code, purpose, group_name, people,
        is_commercial, edition_id, version, created_at_ms)
      SELECT booking_id + ${of.application}, ${number}, account_id, NULL, 'ordinary', facility_code, 'in_town', 1, NULL, '定例の練習', '星の会', 12,
        0, (SELECT MAX(edition_id) FROM town_edition), 3, booked_at_ms FROM fill ORDER BY booking_id;
    INSERT INTO idempotency (account_id, operation, idempotency_key, request_hash, subject_id, created_at_ms)
      SELECT account_id, 'hold', 'filled-0123456789-' || booking_id, '${'f'.repeat(64)}', booking_id + ${of.application}, booked_at_ms FROM fill WHERE booked_at_ms > ${Date.now() - daysRepeatsAreRemembered * dayMs};
    INSERT INTO claim_owner (owner_id, kind, state, expires_at_ms, claims, version, created_at_ms)
      SELECT booking_id, 'booking', '${used ? 'used' : 'permitted'}', ${used ? 'NULL' : 'ends_at_ms'}, last_slot - first_slot + 1, ${used ? 3 : 2}, booked_at_ms FROM fill ORDER BY booking_id;
    INSERT INTO booking (booking_id, application_id, account_id, facility_code, space_code, use_date, start_minute, last_date, end_minute, band_code, nights,
        total_yen, charged_yen, paid_yen, quote_json, edition_id, priced_on)
      SELECT booking_id, booking_id + ${of.application}, account_id, facility_code, space_code, slot_date, start_minute, slot_date, end_minute, band_code, NULL,
        0, 0, 0, '${fee}', (SELECT MAX(edition_id) FROM town_edition), booked_on FROM fill ORDER BY booking_id;
    ${event(of.held, 1, 'held', 'NULL', 'held', 'booked_at_ms')}
    ${event(of.permitted, 2, 'permitted_without_fee', "'held'", 'permitted', 'booked_at_ms')}
    ${used ? event(of.ended, 3, 'use_ended', "'permitted'", 'used', 'ends_at_ms') : ''}
    INSERT INTO decision (decision_id, application_id, kind, series, fiscal_year, serial, number, decided_on, decided_at_ms, decided_by, post_code, as_deputy, edition_id)
      SELECT f.booking_id + ${of.decision}, f.booking_id + ${of.application}, 'permit', 'permit', f.fiscal_year, ${serialOfDecision}, f.fiscal_year || '-' || (${serialOfDecision}), f.booked_on, f.booked_at_ms, NULL, NULL, 0,
        (SELECT MAX(edition_id) FROM town_edition) FROM fill f LEFT JOIN decision_counter c ON c.series = 'permit' AND c.fiscal_year = f.fiscal_year ORDER BY f.booking_id;
    INSERT INTO decision_booking (decision_id, booking_id) SELECT booking_id + ${of.decision}, booking_id FROM fill ORDER BY booking_id;
    REPLACE INTO decision_counter (series, fiscal_year, used)
      SELECT 'permit', f.fiscal_year, COALESCE(MAX(c.used), 0) + COUNT(*) FROM fill f LEFT JOIN decision_counter c ON c.series = 'permit' AND c.fiscal_year = f.fiscal_year GROUP BY f.fiscal_year;
    INSERT INTO unit_day (unit_id, slot_date, version, taken_early, taken_late, closed_early, closed_late)
      SELECT unit_id, slot_date, COUNT(*), SUM(early), SUM(late), 0, 0 FROM fill GROUP BY slot_date, unit_id ORDER BY slot_date, unit_id;
    INSERT INTO claim (unit_id, slot_date, slot_index, owner_id)
      SELECT f.unit_id, f.slot_date, s.slot_index, f.booking_id FROM fill f JOIN slot_number s ON s.slot_index BETWEEN f.first_slot AND f.last_slot
      ORDER BY f.slot_date, f.unit_id, s.slot_index;`;
}

// The numbers of permits go on where those of the fiscal year ended.
const serialOfDecision = 'COALESCE(c.used, 0) + ROW_NUMBER() OVER (PARTITION BY f.fiscal_year ORDER BY f.booking_id)';

// Eight digits, all different, in no order: as the numbers of applications fall.
const scattered = '(100000000 + serial * 61803399 % 100000000)';
const number = `SUBSTR(${scattered}, 2, 4) || '-' || SUBSTR(${scattered}, 6, 4)`;

/** A connection that is made for writing much at once. */
async function bulk(chain) {
  if (chain.database.startsWith('sqlite:')) return sqlite(chain.database.slice('sqlite:'.length));
  return mariadb(chain.database.slice('mariadb:'.length));
}

function sqlite(file) {
  const database = new DatabaseSync(file, { timeout: 30_000, enableForeignKeyConstraints: false });
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; PRAGMA temp_store = MEMORY;');
  return {
    run: async (sql) => database.exec(`BEGIN IMMEDIATE; ${sql} COMMIT;`),
    settle: async () => {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE);');
      return database.prepare('SELECT COUNT(*) AS n FROM booking').get().n;
    },
    close: () => database.close(),
  };
}

async function mariadb(address) {
  const words = Object.fromEntries(address.split(' ').map((word) => word.split('=')));
  const password = await readFile(words.password_file, 'utf8');
  const client = async (sql) => {
    const running = promisify(execFile)('mariadb', ['--no-defaults', '--socket', words.unix_socket, '--user', words.user,
      '--batch', '--skip-column-names', words.db], { env: { ...process.env, MYSQL_PWD: password }, maxBuffer: 1 << 24 });
    running.child.stdin.end(`SET SESSION unique_checks = 0, foreign_key_checks = 0, sql_mode = CONCAT(@@sql_mode, ',PIPES_AS_CONCAT'), character_set_client = utf8mb4;\n${sql}`);
    return (await running).stdout;
  };
  return {
    run: (sql) => client(`START TRANSACTION; ${sql} COMMIT;`),
    settle: async () => Number(await client('ANALYZE TABLE claim, unit_day, booking, claim_owner, application, booking_event, decision, decision_booking, idempotency; SELECT COUNT(*) FROM booking;').then((text) => text.trim().split('\n').at(-1))),
    close: () => {},
  };
}
