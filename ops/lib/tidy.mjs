// Runs clang-tidy over the sources that the release build compiles. What was found clean is remembered by a hash of
// everything that goes in (the source, our headers it includes, the flags, the rules), so that a second run only looks
// at what has changed; beside the compiler's cache, because every clone may use it.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const build = path.join(root, 'build/release');
const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'hiroba-tidy');
const ourSources = /^(domain|payments|persistence|services)\/.*\.cpp$/;

const contents = new Map();
function hashOf(file) {
  if (!contents.has(file)) contents.set(file, createHash('sha256').update(readFileSync(file)).digest('hex'));
  return contents.get(file);
}

/** The files each object was compiled from, as ninja remembers them. */
function dependencies() {
  const found = new Map();
  let current;
  for (const line of execFileSync('ninja', ['-C', build, '-t', 'deps'], { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\n')) {
    const object = /^(\S+): #deps/.exec(line);
    if (object) found.set(object[1], (current = []));
    else if (line.startsWith('    ')) current.push(path.resolve(build, line.trim()));
  }
  return found;
}

function work() {
  const deps = dependencies();
  const rules = hashOf(path.join(root, '.clang-tidy'));
  const units = new Map();
  for (const { file, command } of JSON.parse(readFileSync(path.join(build, 'compile_commands.json'), 'utf8'))) {
    const name = path.relative(root, file);
    if (!ourSources.test(name) || units.has(name)) continue;
    const ours = (deps.get(/ -o (\S+)/.exec(command)?.[1]) ?? [file]).filter((dependency) => dependency.startsWith(root) && existsSync(dependency));
    const flags = command.replaceAll(root.slice(0, -1), '');
    const key = createHash('sha256').update([rules, flags, ...ours.sort().map(hashOf)].join('\n')).digest('hex');
    units.set(name, { name, stamp: path.join(cache, key) });
  }
  return [...units.values()];
}

function tidy({ name, stamp }) {
  return new Promise((resolve) => {
    const words = ['-p', build, '--quiet', '--extra-arg=-Wno-unknown-warning-option', '--extra-arg=-Wno-error',
      '--extra-arg=-Wno-ignored-optimization-argument', path.join(root, name)];
    const child = spawn('clang-tidy-16', words);
    let said = '';
    child.stdout.on('data', (text) => { said += text; });
    child.stderr.resume(); // "12345 warnings generated", about other people's headers
    child.on('error', (error) => resolve(`${name}: ${error.message}`));
    child.on('close', (code) => {
      if (code === 0) writeFileSync(stamp, '');
      resolve(code === 0 ? '' : `${name}:\n${said}`);
    });
  });
}

mkdirSync(cache, { recursive: true });
const all = work();
if (all.length === 0) throw new Error('the release build knows none of our sources');
const queue = all.filter(({ stamp }) => !existsSync(stamp));
console.log(`${all.length} sources, ${queue.length} to look at`);
let offences = 0;
await Promise.all(Array.from({ length: availableParallelism() }, async () => {
  for (let unit = queue.shift(); unit; unit = queue.shift()) {
    const complaint = await tidy(unit);
    if (complaint) {
      offences += 1;
      console.log(complaint);
    }
  }
}));
console.log(offences ? `${offences} sources have something to mend` : 'clean');
process.exitCode = offences ? 1 : 0;
