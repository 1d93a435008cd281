// When a question is asked again without troubling the person, and after how long.

export interface Attempt {
  /** 0 for the first answer. */
  count: number;
  /** Undefined when no answer came. */
  status: number | undefined;
  code: string | undefined;
  /** The header Retry-After as it came. */
  retry_after: string | null;
  /** Whether asking changes nothing on the server. */
  safe: boolean;
}

const busy_codes = new Set(['too_many_requests', 'too_busy', 'unavailable', 'draining']);
const most_busy_retries = 10;
const most_writes_without_connection = 2;
const longest_wait_ms = 30_000;
const usual_wait_ms = 3_000;

function busyWait(retry_after: string | null): number {
  const seconds = Number(retry_after);
  if (retry_after === null || !Number.isFinite(seconds) || seconds <= 0) return usual_wait_ms;
  return Math.min(seconds * 1000, longest_wait_ms);
}

/** Milliseconds to wait before asking again, or undefined to give the answer to the person. */
export function retryDelay(attempt: Attempt): number | undefined {
  if (attempt.status === undefined) {
    if (!attempt.safe && attempt.count >= most_writes_without_connection) return undefined;
    return Math.min(1000 * 2 ** attempt.count, longest_wait_ms);
  }
  if (attempt.status !== 429 && attempt.status !== 503) return undefined;
  if (attempt.code !== undefined && !busy_codes.has(attempt.code)) return undefined;
  if (attempt.count >= most_busy_retries) return undefined;
  return busyWait(attempt.retry_after);
}
