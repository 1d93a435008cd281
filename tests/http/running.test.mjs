// Starting and stopping the chain: what stands in its way is named, and nothing is left behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot, startChain } from './chain/chain.mjs';
import { firstFreeSlot, hold, logIn, request } from './chain/client.mjs';

/** Runs ops/chain until it says "ready" or ends. */
async function runChain(words) {
  const program = spawn(path.join(projectRoot, 'ops/chain'), words, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const run = { program, said: '', ended: once(program, 'close').then(([code]) => code) };
  const ready = new Promise((resolve) => {
    for (const stream of [program.stdout, program.stderr])
      stream.on('data', (text) => {
        run.said += text;
        if (run.said.includes('ready\n')) resolve();
      });
  });
  await Promise.race([ready, run.ended]);
  return run;
}

const pidsOf = async (folder) => JSON.parse(await readFile(path.join(folder, 'run/chain.json'), 'utf8')).pids;
const runs = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('starting and stopping', () => {
  let folder;
  before(async () => { folder = await mkdtemp(path.join(tmpdir(), 'hiroba-running-')); });
  after(() => rm(folder, { recursive: true, force: true }));

  test('Ctrl-C stops every program and says nothing bad', async () => {
    const run = await runChain(['--var', folder]);
    const pids = Object.values(await pidsOf(folder));
    assert.equal(pids.length, 4);
    process.kill(-run.program.pid, 'SIGINT');
    assert.equal(await run.ended, 0);
    assert.equal(run.said, 'ready\n');
    assert.ok(!pids.some(runs));
  });

  test('when one program dies the others are stopped, and it is named', async () => {
    const run = await runChain(['--var', folder]);
    const pids = await pidsOf(folder);
    process.kill(pids.hiroba, 'SIGKILL');
    assert.equal(await run.ended, 1);
    assert.match(run.said, /hiroba ended unexpectedly/);
    assert.ok(!Object.values(pids).some(runs));
  });

  test('when the script itself is killed its programs do not live on', async () => {
    const run = await runChain(['--var', folder]);
    const pids = Object.values(await pidsOf(folder));
    run.program.kill('SIGKILL');
    await run.ended;
    const survivors = async () => (await Promise.all(pids.map(isRunning))).includes(true);
    for (const deadline = Date.now() + 5_000; (await survivors()) && Date.now() < deadline; ) await sleep(50);
    assert.equal(await survivors(), false);
  });

  test('a port in use is named', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const run = await runChain(['--var', folder, '--port', String(other.address().port)]);
    assert.equal(await run.ended, 1);
    assert.match(run.said, /^port_in_use: /);
    other.close();
  });

  test('a second town on the same folder is refused, and the first goes on', async () => {
    const first = await runChain(['--var', folder]);
    const second = await runChain(['--var', folder]);
    assert.equal(await second.ended, 1);
    assert.match(second.said, /^already_running: /);
    const { url } = JSON.parse(await readFile(path.join(folder, 'run/chain.json'), 'utf8'));
    assert.equal((await request(`${url}/healthz`)).status, 200);
    first.program.kill('SIGTERM');
    assert.equal(await first.ended, 0);
  });

  test('what was booked is there after the next start', async () => {
    const first = await startChain({ keep: true });
    const slot = await firstFreeSlot(first, 'kirara');
    const resident = await logIn(first, 'resident1');
    const held = await hold(resident, [slot]);
    assert.equal(held.status, 201, held.text);
    await first.stop();

    const second = await runChain(['--var', first.var]);
    const { url } = JSON.parse(await readFile(path.join(first.var, 'run/chain.json'), 'utf8'));
    const session = await request(`${url}/api/v1/applications`, { headers: { Cookie: resident.cookie } });
    second.program.kill('SIGTERM');
    await second.ended;
    await rm(first.var, { recursive: true, force: true });
    assert.equal(session.status, 200, session.text);
    assert.equal(session.json.applications.length, 1);
  });

  test('a town\'s data is readable by its owner alone', async () => {
    for (const name of ['hiroba.db', 'secrets', 'secrets/stripe_secret_key', 'secrets/stripe_webhook_secret', 'log'])
      assert.equal((await stat(path.join(folder, name))).mode & 0o077, 0, name);
  });

  test('two towns run side by side', async () => {
    const towns = await Promise.all([startChain(), startChain()]);
    for (const town of towns) assert.equal((await request(`${town.url}/healthz`)).status, 200);
    await Promise.all(towns.map((town) => town.stop()));
  });
});

/** Runs, and is not merely waiting to be buried by its parent. */
function isRunning(pid) {
  return readFile(`/proc/${pid}/stat`, 'utf8').then((text) => !text.includes(') Z '), () => false);
}
