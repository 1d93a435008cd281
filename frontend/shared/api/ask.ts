// Asks the server, patiently: overload and lost connections are repeated, everything else is an answer.
import { readRefusal, type Answer } from './answer';
import { retryDelay } from './retry';
import { reportTrouble, reportWell } from './traffic';

interface Reply<T> { data?: T | undefined; error?: unknown; response: Response }

// So that a thousand phones told "three seconds" do not come back in the same instant.
function spread(wait_ms: number): number {
  return wait_ms + Math.random() * 0.3 * wait_ms;
}

function pause(wait_ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, wait_ms);
    function finish(): void {
      clearTimeout(timer);
      removeEventListener('online', finish);
      resolve();
    }
    addEventListener('online', finish);
  });
}

async function attemptOnce<T>(send: () => Promise<Reply<T>>): Promise<Reply<T> | undefined> {
  try {
    return await send();
  } catch {
    return undefined;
  }
}

export async function ask<T>(send: () => Promise<Reply<T>>, options: { safe: boolean }): Promise<Answer<T>> {
  const question = {};
  for (let count = 0; ; count += 1) {
    const reply = await attemptOnce(send);
    if (reply?.response.ok) {
      reportWell(question);
      return { ok: true, value: reply.data as T, status: reply.response.status };
    }
    const status = reply?.response.status;
    const refusal = reply && readRefusal(reply.response.status, reply.error, reply.response.headers.get('X-Request-Id'));
    const retry_after = reply?.response.headers.get('Retry-After') ?? null;
    const wait_ms = retryDelay({ count, status, code: refusal?.code, retry_after, safe: options.safe });
    if (wait_ms === undefined) {
      reportWell(question);
      return { ok: false, failure: refusal ?? { kind: 'no_connection' } };
    }
    reportTrouble(question, status, wait_ms);
    await pause(spread(wait_ms));
  }
}
