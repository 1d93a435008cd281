// Whether the line to the server is well: shown on every page while it is not.
import { createStore } from '../store';

export type Traffic = { kind: 'well' } | { kind: 'no_connection' } | { kind: 'busy'; wait_seconds: number };

const well: Traffic = { kind: 'well' };
export const traffic = createStore<Traffic>(well);

export function reportWell(): void {
  if (traffic.get().kind !== 'well') traffic.set(well);
}

export function reportTrouble(status: number | undefined, wait_ms: number): void {
  traffic.set(status === undefined
    ? { kind: 'no_connection' }
    : { kind: 'busy', wait_seconds: Math.ceil(wait_ms / 1000) });
}
