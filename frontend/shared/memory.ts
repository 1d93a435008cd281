// What this browser tab remembers: typed words that are not sent yet, and intentions under way.
// A private window may refuse storage; then the page still works, it only forgets on reload.

const prefix = 'hiroba.';

export function remember(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    return;
  }
}

export function recall<T>(name: string): T | undefined {
  try {
    const stored = sessionStorage.getItem(prefix + name);
    return stored === null ? undefined : (JSON.parse(stored) as T);
  } catch {
    return undefined;
  }
}

export function forget(name: string): void {
  try {
    sessionStorage.removeItem(prefix + name);
  } catch {
    return;
  }
}
