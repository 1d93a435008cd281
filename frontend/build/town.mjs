// What the shells say of the town before any script runs: its name, its facilities and their telephones.
// Read from the same files the server loads; HIROBA_TOWN names another town's folder.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

function read(file) {
  return parse(readFileSync(file, 'utf8'));
}

export function readTown() {
  const folder = process.env.HIROBA_TOWN ?? join(repository, 'ops', 'towns', 'hoshimigawa');
  const town = read(join(folder, 'town.toml'));
  const facilities = town.facilities.map((file) => {
    const { name, phone } = read(join(folder, file));
    return { name, phone };
  });
  return { name: town.name, facilities };
}
