// An idempotency key belongs to an intention ("this room, that morning"), not to a click: a repeat after a lost
// answer must carry the same key, a new intention a new one.
import { forget, recall, remember } from '../memory';

export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function keyOf(intention: string): string {
  const name = `key.${intention}`;
  const known = recall<string>(name);
  if (known !== undefined) return known;
  const key = newKey();
  remember(name, key);
  return key;
}

/** To be called once the server has given a definite answer. */
export function settle(intention: string): void {
  forget(`key.${intention}`);
}
