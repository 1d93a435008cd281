// `hiroba quote` and `hiroba town check`: an ordinance from its files alone, without a database.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { projectRoot } from './chain/chain.mjs';

const hiroba = path.join(process.env.HIROBA_BIN ?? path.join(projectRoot, 'build/release/bin'), 'hiroba');
const town = path.join(projectRoot, 'ops/towns/hoshimigawa');
const run = (words, input = '') => spawnSync(hiroba, words, { input, encoding: 'utf8' });
const quote = (request) => run(['quote', '--town', town, '--permitted-on', '2026-05-01'], typeof request === 'string' ? request : JSON.stringify(request));

test('a use is priced line by line, and the lines add up to components and total', () => {
  const { status, stdout } = quote({ space: 'large_hall', date: '2026-08-08', band: 'all_day', user_class: 'in_town', highest_admission_yen: 2000, wants_climate: true });
  assert.equal(status, 0);
  const { fee } = JSON.parse(stdout);
  assert.equal(fee.total_yen, 97_200);
  assert.equal(fee.tax_included_yen, 8_836);
  const sum = (items) => items.reduce((yen, item) => yen + item.yen, 0);
  assert.equal(sum(fee.lines), fee.total_yen);
  assert.equal(sum(fee.components), fee.total_yen);
  assert.deepEqual(fee.components.map(({ component, yen }) => [component, yen]), [['facility', 77_760], ['additional', 19_440], ['equipment', 0]]);
});

test('what the ordinance does not cover is refused by name, and what is no request is told field by field', () => {
  for (const [request, code] of [
    [{ space: 'community_assembly', date: '2026-12-02', band: 'evening', is_commercial: true }, 'commercial_not_permitted'],
    [{ space: 'small_meeting', date: '2026-06-10', band: 'morning', wants_climate: true }, 'climate_not_offered'],
    [{ space: 'small_meeting', date: '2026-06-10', band: 'morning', reduction_code: 'g99' }, 'unknown_reduction'],
    [{ space: 'small_meeting', date: '2026-02-30', band: 'morning' }, 'invalid_date'],
  ]) {
    const { status, stdout } = quote(request);
    assert.equal(status, 1, code);
    assert.equal(JSON.parse(stdout).code, code);
  }
  const wrong = quote({ space: 1, date: '2026-06-10', discount: 100 });
  assert.equal(wrong.status, 2);
  assert.deepEqual(JSON.parse(wrong.stdout).errors.map(({ pointer, code }) => [pointer, code]), [['/space', 'wrong_type'], ['/discount', 'unknown_field']]);
  for (const text of ['', 'seventy yen', '[]', `{"space":"${'x'.repeat(70_000)}"}`]) assert.equal(quote(text).status, 2);
});

test('a town proves its own ordinance, and a difference is shown line by line', async () => {
  const proved = run(['town', 'check', town]);
  assert.equal(proved.status, 0, proved.stdout + proved.stderr);
  assert.match(proved.stdout, /大ホール +平日 +9,000 +12,000 +15,000 +18,900 +24,300 +32,400/);
  assert.match(proved.stdout, /○ F25/);
  const folder = await mkdtemp(path.join(tmpdir(), 'hiroba-cases-'));
  try {
    const cases = path.join(folder, 'cases.toml');
    await writeFile(cases, `[[case]]
id = "F01"
what = "a yen too many"
space = "small_meeting"
date = "2026-06-10"
band = "morning"
user_class = "in_town"
permitted_on = "2026-05-01"
expected = { facility = 471, additional = 0, equipment = 0, total = 471, tax = 42 }
`);
    const wrong = run(['town', 'check', town, '--cases', cases]);
    assert.equal(wrong.status, 1);
    assert.match(wrong.stdout, /× F01/);
    assert.match(wrong.stdout, /facility +471 +470/);
    assert.match(wrong.stdout, /小会議室 午前 +別表第1 +1 +470 +470/);
    await writeFile(cases, '[[case]]\nid = "F01"\n');
    const unreadable = run(['town', 'check', town, '--cases', cases]);
    assert.equal(unreadable.status, 1);
    assert.match(unreadable.stderr, /^cases\.toml:1: missing_key/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
