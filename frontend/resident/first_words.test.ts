// The first page must find its words without waiting for those that come later.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import first_words from '../i18n/first_words.json';
import ja from '../i18n/ja.json';

const root = fileURLToPath(new URL('.', import.meta.url));
const static_import = /^(?:import|export)\s(?:[^;]*?\sfrom\s)?'(\.[^']+)';/gm;
const type_only = /^import type\s[^;]*;/gm;
const id_in_quotes = /['"`]((?:common|refusal|resident|shared|shell)\.[\w.]*)(\$\{)?/g;

function fileOf(from: string, target: string): string | undefined {
  const path = join(dirname(from), target);
  return ['', '.ts', '.tsx'].map((ending) => path + ending).find((file) => /\.tsx?$/.test(file) && existsSync(file));
}

/** Every file that is there before the first line runs: what the entry imports, and what that imports. */
function reachable(file: string, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known;
  known.add(file);
  const source = readFileSync(file, 'utf8').replace(type_only, '');
  for (const [, target] of source.matchAll(static_import)) {
    const next = fileOf(file, target ?? '');
    if (next) reachable(next, known);
  }
  return known;
}

// Any failure can be put into words anywhere; a code whose sentence has not come yet gets the general one.
const speaks_of_all = /shared[/\\]api[/\\]wording\.ts$/;
const isFirst = (id: string) => first_words.resident.some((beginning) => id.startsWith(beginning));

test('the first page says only words that travel with it', () => {
  const files = [...reachable(join(root, 'main.tsx'))].filter((file) => !speaks_of_all.test(file));
  expect(files.some((file) => file.endsWith('HomePage.tsx'))).toBe(true);
  expect(files.some((file) => file.endsWith('SearchPage.tsx'))).toBe(false);
  const late = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(id_in_quotes)]
    .map(([, id, open_ended]) => ({ file: file.slice(root.length), id: id ?? '', open_ended: open_ended !== undefined })))
    .filter(({ id, open_ended }) => (open_ended
      ? Object.keys(ja).some((known) => known.startsWith(id) && !isFirst(known)) : !isFirst(id)));
  expect(late).toEqual([]);
});

test('every beginning of first words stands for something', () => {
  expect(first_words.resident.filter((beginning) => !Object.keys(ja).some((id) => id.startsWith(beginning)))).toEqual([]);
});
