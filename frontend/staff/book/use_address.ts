// Uses in an address: `small_hall.2026-12-01.morning`, `court.2026-12-01.0900-1100`, `site.2026-12-01.2n`.
import type { Use } from '../../shared/api/hiroba';
import { isDate } from '../../shared/time/civil';

const compact = (time: string) => time.replace(':', '');
const spread = (time: string) => `${time.slice(0, 2)}:${time.slice(2)}`;

export function writeUse(use: Use): string {
  const part = use.band ?? (use.nights !== undefined ? `${use.nights}n` : `${compact(use.start ?? '')}-${compact(use.end ?? '')}`);
  return `${use.space}.${use.date}.${part}`;
}

/** Equipment is not part of an address: it is chosen with the details. */
export function readUse(text: string): Use | undefined {
  const [space, date, part, ...rest] = text.split('.');
  if (!space || !/^[a-z0-9_]+$/.test(space) || !date || !isDate(date) || part === undefined || rest.length > 0) return undefined;
  const nights = /^(\d{1,2})n$/.exec(part)?.[1];
  if (nights !== undefined) return { space, date, nights: Number(nights) };
  const times = /^(\d{4})-(\d{4})$/.exec(part);
  if (times?.[1] && times[2]) return { space, date, start: spread(times[1]), end: spread(times[2]) };
  return /^[a-z0-9_]+$/.test(part) && part !== '' ? { space, date, band: part } : undefined;
}

export function usesInAddress(query: URLSearchParams): Use[] {
  return query.getAll('use').map(readUse).filter((use): use is Use => use !== undefined);
}

export function queryFor(facility: string, uses: readonly Use[]): URLSearchParams {
  return new URLSearchParams([['facility', facility], ...uses.map((use): [string, string] => ['use', writeUse(use)])]);
}

export function addressFor(path: string, facility: string, uses: readonly Use[]): string {
  return `${path}?${queryFor(facility, uses)}`;
}
