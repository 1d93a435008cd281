// Something the desk does: under way, refused or done.
import { useState } from 'preact/hooks';
import type { Answer, Failure } from '../../shared/api/answer';

export interface Action {
  busy: boolean;
  failure: Failure | undefined;
  /** The last answer was "accepted": the outcome comes later (a payment has to be called off first). */
  accepted: boolean;
  /** The value when it was done; undefined when it was refused, or when something is under way already. */
  run<T>(send: () => Promise<Answer<T>>): Promise<T | undefined>;
  clear(): void;
}

const accepted_status = 202;

export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const [accepted, setAccepted] = useState(false);

  async function run<T>(send: () => Promise<Answer<T>>): Promise<T | undefined> {
    if (busy) return undefined;
    setBusy(true);
    setFailure(undefined);
    const answer = await send();
    setBusy(false);
    setAccepted(answer.ok && answer.status === accepted_status);
    if (answer.ok) return answer.value;
    setFailure(answer.failure);
    return undefined;
  }

  return { busy, failure, accepted, run, clear: () => setFailure(undefined) };
}
