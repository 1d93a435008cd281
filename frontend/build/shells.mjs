// Writes the pages that nginx serves: one per application and language, with title, heading, telephones and
// <noscript> in that language, and the right scripts and styles by their hashed names. No inline script, no inline style.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTown } from './town.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// HIROBA_PAGES: a copy of what was built, to be given the shells of another town.
const dist = process.env.HIROBA_PAGES ?? join(root, 'dist');
// The bundler's manifest is kept beside the pages, not among them: nobody is served it.
const keptManifest = join(root, '..', '.cache', 'frontend-manifest.json');
const languages = ['ja', 'en'];
const applications = [
  { name: 'resident', folder: '' },
  { name: 'staff', folder: 'staff' },
  { name: 'finance', folder: 'finance' },
];

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text) => text.replace(/[&<>"']/g, (character) => escapes[character]);

function readJson(...path) {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

/** What the entry imports, and what that imports: all that must be there before the first line runs. */
function importsOf(manifest, name, known = new Set()) {
  for (const next of manifest[name].imports ?? []) {
    if (known.has(next)) continue;
    known.add(next);
    importsOf(manifest, next, known);
  }
  return known;
}

function scriptsOf(manifest, application, language) {
  const entry = manifest[`${application}/main.tsx`];
  const words = manifest[`shared/i18n/generated/${application}.${language}.gen.ts`];
  const shared = [...importsOf(manifest, `${application}/main.tsx`)].map((name) => manifest[name]);
  return {
    script: entry.file,
    preload: [...shared.map((chunk) => chunk.file), words.file],
    styles: [...new Set([...shared, entry].flatMap((chunk) => chunk.css ?? []))],
  };
}

function contactsOf(town, language) {
  const lines = town.facilities.map(({ name, phone }) => `
          <li><span class="contacts__name">${escape(name[language])}</span>
            <a href="tel:${escape(phone.replace(/[^0-9+]/g, ''))}">${escape(phone)}</a></li>`);
  return `<ul class="contacts">${lines.join('')}
        </ul>`;
}

function shell({ application, language, words, town, files }) {
  const say = (id) => escape(words[id]);
  const title = `${words[`shell.${application}.title`]} | ${town.name[language]}`;
  return `<!doctype html>
<html lang="${language}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light">
  <title>${escape(title)}</title>
  <meta name="description" content="${say('shell.description')}">
  <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${files.styles.map((file) => `  <link rel="stylesheet" href="/${file}">`).join('\n')}
${files.preload.map((file) => `  <link rel="modulepreload" href="/${file}">`).join('\n')}
  <script type="module" src="/${files.script}"></script>
</head>
<body>
  <div id="application">
    <div class="frame">
      <header class="header">
        <div class="header__inner">
          <span class="header__name">
            <span class="header__town">${escape(town.name[language])}</span>
            <span class="header__service">${say(`shell.${application}.title`)}</span>
          </span>
        </div>
      </header>
      <main class="page">
        <h1>${say(`shell.${application}.heading`)}</h1>
        <noscript><p class="banner banner--warning">${say('shell.noscript')}</p></noscript>
        <p class="waiting">${say('shell.loading')}</p>
      </main>
      <footer class="footer"><div class="footer__inner">
        <h2>${say('shell.contact')}</h2>
        ${contactsOf(town, language)}
      </div></footer>
    </div>
  </div>
</body>
</html>
`;
}

if (!process.env.HIROBA_PAGES) {
  mkdirSync(dirname(keptManifest), { recursive: true });
  copyFileSync(join(dist, '.vite', 'manifest.json'), keptManifest);
  rmSync(join(dist, '.vite'), { recursive: true });
}
const manifest = readJson(keptManifest);
const town = readTown();
writeFileSync(join(dist, 'assets', 'icon.svg'), readFileSync(join(root, 'shared', 'icon.svg')));
for (const language of languages) {
  const words = readJson(root, 'i18n', `${language}.json`);
  for (const { name, folder } of applications) {
    const target = join(dist, language, folder);
    mkdirSync(target, { recursive: true });
    const files = scriptsOf(manifest, name, language);
    writeFileSync(join(target, 'index.html'), shell({ application: name, language, words, town, files }));
  }
}
