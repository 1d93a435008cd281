// Something that is being fetched for a page.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Failure } from '../api/answer';

export type Remote<T> =
  | { state: 'loading' }
  | { state: 'ready'; value: T }
  | { state: 'failed'; failure: Failure };

export interface RemoteHandle<T> {
  remote: Remote<T>;
  /** Settles when the answer is there. */
  reload(): Promise<void>;
  /** Takes a newer value that came by another way (the answer to a change). */
  put(value: T): void;
}

export function useRemote<T>(load: () => Promise<Answer<T>>, dependencies: readonly unknown[]): RemoteHandle<T> {
  const [remote, setRemote] = useState<Remote<T>>({ state: 'loading' });
  const turn = useRef(0);

  const fetchNow = useCallback(() => {
    const mine = ++turn.current;
    return load().then((answer) => {
      if (mine !== turn.current) return;
      setRemote(answer.ok ? { state: 'ready', value: answer.value } : { state: 'failed', failure: answer.failure });
    });
  }, dependencies);

  useEffect(() => {
    setRemote({ state: 'loading' });
    fetchNow();
    return () => { turn.current += 1; };
  }, [fetchNow]);

  const put = useCallback((value: T) => {
    turn.current += 1;
    setRemote({ state: 'ready', value });
  }, []);

  return { remote, reload: fetchNow, put };
}
