// Whether the line to the server is well: shown on every page as long as any question waits for it.
import { createStore } from '../store';

export type Traffic = { kind: 'well' } | { kind: 'no_connection' } | { kind: 'busy'; wait_seconds: number };

const well: Traffic = { kind: 'well' };
export const traffic = createStore<Traffic>(well);
const waiting = new Map<object, Traffic>();

function show(): void {
  traffic.set([...waiting.values()].pop() ?? well);
}

/** The question has its answer, or is given up. */
export function reportWell(question: object): void {
  if (waiting.delete(question)) show();
}

export function reportTrouble(question: object, status: number | undefined, wait_ms: number): void {
  waiting.delete(question);
  waiting.set(question, status === undefined
    ? { kind: 'no_connection' }
    : { kind: 'busy', wait_seconds: Math.ceil(wait_ms / 1000) });
  show();
}
