// Push messages and versions: what is newer, what is to be ignored.

export interface PushMessage { facility: string; changes: { date: string; version: number; units: string[] }[] }

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The version a push message announces for that day; undefined when it speaks of something else or is no message. */
export function announcedVersion(text: string, facility: string, date: string): number | undefined {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(message) || message['facility'] !== facility || !Array.isArray(message['changes'])) return undefined;
  const versions = message['changes']
    .filter((change) => isRecord(change) && change['date'] === date && typeof change['version'] === 'number')
    .map((change) => change['version'] as number);
  return versions.length > 0 ? Math.max(...versions) : undefined;
}

export interface Versioned { version: number; as_of_ms: number }

/** An answer that travelled slowly never replaces a newer one. */
export function newerOf<T extends Versioned>(shown: T | undefined, arrived: T): T {
  if (shown === undefined || arrived.version > shown.version) return arrived;
  return arrived.version === shown.version && arrived.as_of_ms >= shown.as_of_ms ? arrived : shown;
}
