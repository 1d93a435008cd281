// A watched day for a component.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answer } from '../api/answer';
import { loadVersion, serverNow } from '../api/hiroba';
import type { Versioned } from './version';
import { watchDay, type LiveState, type Source, type Watch } from './watch_day';

export interface LiveDay<T> extends LiveState<T> {
  refresh(): void;
  distrust(): void;
}

interface Options<T> {
  facility: string;
  date: string;
  load: (version: number, shown?: T) => Promise<Answer<T>>;
  /** What else decides the content (the class of user prices are shown for). */
  key?: string;
  poll_every_ms: number;
}

function openSource(facility: string): Source | undefined {
  return typeof EventSource === 'undefined' ? undefined : new EventSource(`/push/${encodeURIComponent(facility)}`);
}

export function useLiveDay<T extends Versioned>(options: Options<T>): LiveDay<T> {
  const start: LiveState<T> = { value: undefined, failure: undefined, connection: 'connecting', confirmed_at_ms: 0 };
  const [state, setState] = useState(start);
  const watch = useRef<Watch | undefined>(undefined);

  useEffect(() => {
    setState(start);
    const watching = watchDay<T>({ ...options, loadVersion, openSource, now: serverNow,
      tell: (change) => setState((before) => ({ ...before, ...change })) });
    watch.current = watching;
    const lookAgain = () => { if (document.visibilityState === 'visible') watching.check(); };
    document.addEventListener('visibilitychange', lookAgain);
    return () => {
      document.removeEventListener('visibilitychange', lookAgain);
      watching.close();
    };
  }, [options.facility, options.date, options.key]);

  return { ...state, refresh: () => watch.current?.refresh(), distrust: () => watch.current?.distrust() };
}
