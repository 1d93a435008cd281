import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import ja from './ja.json';

const root = fileURLToPath(new URL('..', import.meta.url));
const everywhere = ['common', 'refusal', 'shared'];
const id_in_quotes = /['"`]((?:common|refusal|shared|resident|staff|finance|shell)\.[\w.]*)(\$\{)?/g;

interface Use { file: string; id: string; open_ended: boolean }

function usesIn(folder: string, endings: RegExp): Use[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => endings.test(file) && !/\.test\.|\.gen\./.test(file))
    .flatMap((file) => [...readFileSync(join(root, folder, file), 'utf8').matchAll(id_in_quotes)]
      .map((match) => ({ file: join(folder, file), id: match[1] ?? '', open_ended: match[2] !== undefined })));
}

const applications = ['resident', 'staff', 'finance'];
const uses = [...applications, 'shared'].flatMap((folder) => usesIn(folder, /\.tsx?$/));
const shells = usesIn('build', /\.mjs$/);
const ids = Object.keys(ja);

test('every sentence the pages ask for is there', () => {
  const missing = [...uses, ...shells].filter(({ id, open_ended }) =>
    !(open_ended ? ids.some((known) => known.startsWith(id)) : id in ja));
  expect(missing).toEqual([]);
});

test.each([...applications, 'shared'])('%s only asks for words it carries', (folder) => {
  const carried = [...everywhere, ...(folder === 'shared' ? [] : [folder])];
  const foreign = uses.filter(({ file, id }) => file.startsWith(folder) && !carried.includes(id.split('.')[0] ?? ''));
  expect(foreign).toEqual([]);
});

test('no sentence is dead', () => {
  const used = (known: string) => known.startsWith('refusal.') || [...uses, ...shells].some(({ id, open_ended }) =>
    (open_ended ? known.startsWith(id) : known === id));
  expect(ids.filter((known) => !used(known))).toEqual([]);
});
