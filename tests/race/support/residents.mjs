// People who are already logged in: written straight into the database, because a password costs a tenth of a second.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { request } from '../../http/chain/client.mjs';

let made = 0;

/**
 * @param {import('../../http/chain/chain.mjs').Chain} chain
 * @param {Awaited<ReturnType<import('../../http/chain/database.mjs').openDatabase>>} database
 * @param {number} count
 * @param {'resident'|'desk'} [role]
 */
export async function makeResidents(chain, database, count, role = 'resident') {
  const now = Date.now();
  const residents = Array.from({ length: count }, () => ({ id: (made += 1), token: randomBytes(32).toString('base64url'), csrfToken: randomBytes(32).toString('base64url') }));
  const values = (line) => residents.map(line).join(', ');
  const hash = ({ token }) => createHash('sha256').update(token).digest('hex');
  await database.run(`
    INSERT INTO account (account_id, login_name, display_name, role, user_class, password_hash)
      VALUES ${values(({ id }) => `(${id}, 'racer${id}', 'racer', '${role}', 'in_town', 'none')`)};
    INSERT INTO quota_counter (account_id, counter, used) VALUES ${values(({ id }) => `(${id}, 'waiting', 0)`)};
    INSERT INTO login_session (token_hash, account_id, csrf_token, created_at_ms, expires_at_ms)
      VALUES ${values((resident) => `('${hash(resident)}', ${resident.id}, '${resident.csrfToken}', ${now}, ${now + 3_600_000})`)};`);
  return residents.map((resident) => person(chain, resident));
}

/** One request as this person; `from` is the loopback address that it comes from. */
function person(chain, { id, token, csrfToken }) {
  const own = { Origin: chain.publicUrl, Host: new URL(chain.publicUrl).host, Cookie: `sid=${token}`, 'X-CSRF-Token': csrfToken };
  return {
    id,
    call: (method, path, body, { from, key } = {}) => request(`${chain.url}${path}`, {
      method,
      headers: { ...own, ...(body ? { 'Content-Type': 'application/json' } : {}), ...(method === 'POST' ? { 'Idempotency-Key': key ?? randomUUID() } : {}) },
      body: body && JSON.stringify(body),
      from,
    }),
  };
}
