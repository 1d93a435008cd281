// Compiles the message catalogues to syntax trees and deals them out: each application carries the words it uses.
// Output: shared/i18n/generated/<application>.<language>.gen.ts; plain sentences become strings, the rest ICU trees.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const languages = ['ja', 'en'];
const applications = ['resident', 'staff', 'finance'];
const shared_prefixes = ['common', 'refusal'];
const literal = 0;

function compile(language, folder) {
  const output = join(folder, `${language}.json`);
  execFileSync(join(root, 'node_modules', '.bin', 'formatjs'),
    ['compile', join(root, 'i18n', `${language}.json`), '--ast', '--format', 'simple', '--out-file', output],
    { stdio: ['ignore', 'ignore', 'inherit'] });
  return JSON.parse(readFileSync(output, 'utf8'));
}

function compact(tree) {
  const [only] = tree;
  return tree.length === 1 && only.type === literal ? only.value : tree;
}

function wordsOf(application, trees) {
  const prefixes = new Set([...shared_prefixes, application]);
  const entries = Object.entries(trees).filter(([id]) => prefixes.has(id.split('.')[0]));
  return Object.fromEntries(entries.map(([id, tree]) => [id, compact(tree)]));
}

const generated = join(root, 'shared', 'i18n', 'generated');
mkdirSync(generated, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), 'hiroba-messages-'));
try {
  for (const language of languages) {
    const trees = compile(language, scratch);
    for (const application of applications) {
      const file = join(generated, `${application}.${language}.gen.ts`);
      writeFileSync(file, `export default ${JSON.stringify(wordsOf(application, trees))};\n`);
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
