// The commands that work on a town, where none is set up: they say so by name, and set up nothing.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { projectRoot } from './chain/chain.mjs';

const hiroba = path.join(process.env.HIROBA_BIN ?? path.join(projectRoot, 'build/release/bin'), 'hiroba');
const town = path.join(projectRoot, 'ops/towns/hoshimigawa');
const run = (...words) => spawnSync(hiroba, words, { encoding: 'utf8', timeout: 60_000 });

describe('without a town', () => {
  let folder;
  before(async () => { folder = await mkdtemp(path.join(tmpdir(), 'hiroba-commands-')); });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const words of [
    ['check'],
    ['town', 'load', town],
    ['account', 'load', path.join(town, 'demo_accounts.toml')],
    ['export', 'collections', '--from', '2026-12-01', '--to', '2026-12-31'],
    ['serve', '--listen', '127.0.0.1:0', '--public-url', 'http://localhost', '--secrets', 'none', '--attachments', 'none', '--trial'],
  ]) {
    const name = words.slice(0, 2).filter((word) => /^[a-z]+$/.test(word)).join(' ');

    test(`${name}: a file that is not there is database_missing, and is not made`, async () => {
      for (const file of ['no_such.db', 'no_such_folder/hiroba.db']) {
        const { status, stdout, stderr } = run(...words, '--database', `sqlite:${path.join(folder, file)}`);
        assert.deepEqual([status, stdout], [1, '']);
        assert.equal(stderr, `hiroba: database_missing: there is no file ${path.join(folder, file)}; name the town's database, or set up a new one with \`hiroba migrate\`\n`);
      }
      assert.ok(!(await readdir(folder)).some((file) => file.startsWith('no_such')));
    });

    test(`${name}: a database without its tables is told to be migrated`, async () => {
      const file = path.join(folder, 'empty.db');
      await writeFile(file, '');
      const { status, stdout, stderr } = run(...words, '--database', `sqlite:${file}`);
      assert.deepEqual([status, stdout, stderr], [1, '', 'hiroba: the database is not up to date: run `hiroba migrate`\n']);
    });
  }

  test('migrate makes it, and then it can be checked', () => {
    const database = `sqlite:${path.join(folder, 'hiroba.db')}`;
    for (const words of [['migrate'], ['town', 'load', town]]) assert.equal(run(...words, '--database', database).status, 0, words.join(' '));
    const { status, stdout, stderr } = run('check', '--database', database);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /^\d+ rules checked, nothing is wrong\n$/);
  });
});
