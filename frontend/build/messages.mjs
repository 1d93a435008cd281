// Compiles the message catalogues to syntax trees and deals them out: each application carries the words it uses.
// Output: shared/i18n/generated/<application>.<language>.gen.ts; plain sentences become strings, the rest ICU trees.
// An application with first words (i18n/first_words.json: beginnings of ids) carries only these to its first page;
// the others travel with the pages that come later, in <application>_later.<language>.gen.ts.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const languages = ['ja', 'en'];
const applications = ['resident', 'staff', 'finance'];
const shared_prefixes = ['common', 'refusal', 'shared'];
const first_words = JSON.parse(readFileSync(join(root, 'i18n', 'first_words.json'), 'utf8'));
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
  return Object.entries(trees).filter(([id]) => prefixes.has(id.split('.')[0])).map(([id, tree]) => [id, compact(tree)]);
}

function partsOf(application, words) {
  const beginnings = first_words[application];
  if (!beginnings) return { [application]: words };
  const isFirst = ([id]) => beginnings.some((beginning) => id.startsWith(beginning));
  return { [application]: words.filter(isFirst), [`${application}_later`]: words.filter((word) => !isFirst(word)) };
}

const generated = join(root, 'shared', 'i18n', 'generated');
mkdirSync(generated, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), 'hiroba-messages-'));
try {
  for (const language of languages) {
    const trees = compile(language, scratch);
    for (const application of applications) {
      for (const [part, words] of Object.entries(partsOf(application, wordsOf(application, trees)))) {
        const file = join(generated, `${part}.${language}.gen.ts`);
        writeFileSync(file, `export default ${JSON.stringify(Object.fromEntries(words))};\n`);
      }
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
