// The database of a running chain, looked at and changed from outside the product.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';

/**
 * @param {import('./chain.mjs').Chain} chain
 * @returns {Promise<{engine: 'sqlite'|'mariadb', run: (sql: string) => Promise<void>, rows: (sql: string) => Promise<Record<string, string>[]>}>}
 *   run: statements, each ended by ";"; rows: one query, every value as text, NULL as "NULL"
 */
export async function openDatabase(chain) {
  if (chain.database.startsWith('sqlite:')) return sqlite(chain.database.slice('sqlite:'.length));
  return mariadb(chain.database.slice('mariadb:'.length));
}

function sqlite(file) {
  const using = async (work) => {
    const database = new DatabaseSync(file, { timeout: 10_000 });
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  const asText = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? 'NULL' : String(value)]));
  return {
    engine: 'sqlite',
    run: (sql) => using((database) => database.exec(`BEGIN IMMEDIATE; ${sql} COMMIT;`)),
    rows: (sql) => using((database) => {
      const query = database.prepare(sql);
      query.setReadBigInts(true);
      return query.all().map(asText);
    }),
  };
}

async function mariadb(address) {
  const words = Object.fromEntries(address.split(' ').map((word) => word.split('=')));
  const password = await readFile(words.password_file, 'utf8');
  const client = (sql) => {
    const running = promisify(execFile)('mariadb', ['--no-defaults', '--socket', words.unix_socket,
      '--user', words.user, '--batch', '--raw', words.db], { env: { ...process.env, MYSQL_PWD: password }, maxBuffer: 1 << 28 });
    running.child.stdin.end(sql);
    return running;
  };
  return {
    engine: 'mariadb',
    run: (sql) => untilNoDeadlock(() => client(`START TRANSACTION; ${sql} COMMIT;`)),
    rows: async (sql) => {
      const [names, ...lines] = (await client(`${sql};`)).stdout.split('\n').slice(0, -1).map((line) => line.split('\t'));
      return lines.map((values) => Object.fromEntries(values.map((value, column) => [names[column], value])));
    },
  };
}

// The program at work locks the same rows in another order: who is chosen as the victim begins again, as the program does.
const begunAgain = /^ERROR (1205|1213) /m;
const mostTries = 20;

async function untilNoDeadlock(run) {
  for (let tries = 1; ; tries += 1) {
    try {
      await run();
      return;
    } catch (error) {
      if (tries === mostTries || !begunAgain.test(error.stderr ?? '')) throw error;
    }
  }
}
