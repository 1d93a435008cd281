// Fails the build when a page got too heavy for an old phone, or when something leads to another origin.
// Counts what the shell of each application makes a browser fetch before the first page stands (gzip, as served).
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');
const kilobyte = 1000;
const budgets = [
  { shell: 'ja/index.html', most_kilobytes: 40 },
  { shell: 'en/index.html', most_kilobytes: 40 },
  { shell: 'ja/staff/index.html', most_kilobytes: 115 },
  { shell: 'en/staff/index.html', most_kilobytes: 115 },
  { shell: 'ja/finance/index.html', most_kilobytes: 100 },
  { shell: 'en/finance/index.html', most_kilobytes: 100 },
];

function zippedBytes(file) {
  return gzipSync(readFileSync(join(dist, file)), { level: 6 }).length;
}

function faultsOf({ shell, most_kilobytes }) {
  const html = readFileSync(join(dist, shell), 'utf8');
  const scripts = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1]);
  const weight = scripts.reduce((sum, file) => sum + zippedBytes(file), 0) / kilobyte;
  console.log(`${shell}: ${weight.toFixed(1)} kB of script (budget ${most_kilobytes} kB)`);
  const faults = [];
  if (scripts.length === 0) faults.push(`${shell} has no script`);
  if (weight > most_kilobytes) faults.push(`${shell} weighs ${weight.toFixed(1)} kB, budget ${most_kilobytes} kB`);
  if (/(?:src|href)="(?:https?:)?\/\//.test(html)) faults.push(`${shell} refers to another origin`);
  if (/<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=/.test(html)) faults.push(`${shell} has inline script or style`);
  return faults;
}

function foreignStyles() {
  const assets = join(dist, 'assets');
  return readdirSync(assets).filter((file) => file.endsWith('.css'))
    .filter((file) => /url\(\s*['"]?(?:https?:)?\/\//.test(readFileSync(join(assets, file), 'utf8')))
    .map((file) => `${file} refers to another origin`);
}

const faults = [...budgets.flatMap(faultsOf), ...foreignStyles()];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
