// The history of a booking for reading.

/** The newest first. What happened in the same moment happened in the order of the answer, which has the oldest first. */
export function newestFirst<T extends { at_ms: number }>(history: readonly T[]): T[] {
  return [...history].reverse().sort((a, b) => b.at_ms - a.at_ms);
}
