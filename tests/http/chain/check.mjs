// `hiroba check` on the database of a running chain: every rule of the tables, recomputed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from './chain.mjs';

const programs = process.env.HIROBA_BIN ?? path.join(projectRoot, 'build/release/bin');

/** What the auditor finds wrong, as it says it; empty when nothing is. */
export function whatIsWrong(chain) {
  const { status, stdout, stderr } = spawnSync(path.join(programs, 'hiroba'), ['check', '--database', chain.database, '--attachments', path.join(chain.var, 'attachments')], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status === 0) return '';
  return stdout + stderr || `hiroba check ended with ${status}`;
}

export function assertNothingIsWrong(chain) {
  assert.equal(whatIsWrong(chain), '');
}
