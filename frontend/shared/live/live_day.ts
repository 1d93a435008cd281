// Keeps one facility's day fresh: by the push channel, else by asking for the version, and says which.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Failure } from '../api/answer';
import { loadVersion, serverNow } from '../api/hiroba';
import { announcedVersion, newerOf, type Versioned } from './version';

/** push: told at once; polling: asked for regularly; lost: neither works, the data is getting old. */
export type Connection = 'connecting' | 'push' | 'polling' | 'lost';

export interface LiveDay<T> {
  value: T | undefined;
  failure: Failure | undefined;
  connection: Connection;
  /** When the shown value was last known to be the newest. */
  confirmed_at_ms: number;
  refresh(): void;
}

interface Options<T> {
  facility: string;
  date: string;
  load: (version: number) => Promise<Answer<T>>;
  /** What else decides the content (the class of user prices are shown for). */
  key?: string;
  poll_every_ms: number;
}

const heartbeat_ms = 60_000;
const reconnect_ms = 20_000;
const stale_answer_retry_ms = 700;
const most_stale_retries = 5;

interface Listener { close(): void }

function listen<T extends Versioned>(options: Options<T>, tell: (change: Partial<LiveDay<T>>) => void): Listener & { refresh(): void } {
  const { facility, date, load, poll_every_ms } = options;
  let shown: T | undefined;
  let wanted = 0;
  let fetching = false;
  let again = false;
  let closed = false;
  let source: EventSource | undefined;
  let connection: Connection = 'connecting';
  const timers = new Set<ReturnType<typeof setTimeout>>();

  function after(wait_ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!closed) run();
    }, wait_ms);
    timers.add(timer);
  }

  function setConnection(next: Connection): void {
    connection = next;
    tell({ connection });
  }

  async function fetchOnce(at_least = wanted, stale_retries = 0): Promise<void> {
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    const answer = await load(at_least);
    fetching = false;
    if (closed) return;
    if (!answer.ok) {
      tell({ failure: answer.failure });
      return;
    }
    shown = newerOf(shown, answer.value);
    tell({ value: shown, failure: undefined });
    // An answer that is older than what is shown, or than what was announced, confirms nothing.
    if (answer.value.version === shown.version && shown.version >= wanted) tell({ confirmed_at_ms: serverNow() });
    if (again) {
      again = false;
      void fetchOnce();
    } else if (shown.version < wanted && stale_retries < most_stale_retries) {
      after(stale_answer_retry_ms, () => void fetchOnce(wanted, stale_retries + 1));
    }
  }

  async function askVersion(): Promise<boolean> {
    const version = await loadVersion(facility, date);
    if (closed || version === undefined) return version !== undefined;
    if (shown === undefined || version > shown.version) {
      wanted = Math.max(wanted, version);
      await fetchOnce();
    } else if (version === shown.version) {
      tell({ confirmed_at_ms: serverNow() });
    }
    return true;
  }

  async function poll(): Promise<void> {
    if (connection !== 'push') {
      const heard = await askVersion();
      if (!closed && (connection as Connection) !== 'push') setConnection(heard ? 'polling' : 'lost');
    }
    after(poll_every_ms, () => void poll());
  }

  function heartbeat(): void {
    if (connection === 'push') void askVersion();
    after(heartbeat_ms, heartbeat);
  }

  function connect(): void {
    if (typeof EventSource === 'undefined') return;
    source?.close();
    const mine = new EventSource(`/push/${encodeURIComponent(facility)}`);
    source = mine;
    mine.onopen = () => {
      setConnection('push');
      void askVersion();
    };
    mine.onmessage = (event: MessageEvent<string>) => {
      const version = announcedVersion(event.data, facility, date);
      if (version === undefined || version <= Math.max(wanted, shown?.version ?? 0)) return;
      wanted = version;
      void fetchOnce();
    };
    mine.onerror = () => {
      if (connection === 'push') setConnection('lost');
      // A refused connection is final for an EventSource; a broken one it mends itself.
      if (mine.readyState === EventSource.CLOSED) after(reconnect_ms, connect);
    };
  }

  // Asked for because what is shown has been proved wrong: an answer from a cache would only repeat it.
  function refresh(): void {
    void fetchOnce(Math.max(wanted, (shown?.version ?? 0) + 1));
  }

  function onVisible(): void {
    if (document.visibilityState === 'visible') void askVersion();
  }

  void fetchOnce();
  connect();
  after(Math.min(poll_every_ms, 5_000), () => void poll());
  after(heartbeat_ms, heartbeat);
  document.addEventListener('visibilitychange', onVisible);

  return {
    refresh,
    close() {
      closed = true;
      source?.close();
      for (const timer of timers) clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    },
  };
}

export function useLiveDay<T extends Versioned>(options: Options<T>): LiveDay<T> {
  const start = { value: undefined, failure: undefined, connection: 'connecting' as Connection, confirmed_at_ms: 0 };
  const [state, setState] = useState<Omit<LiveDay<T>, 'refresh'>>(start);
  const refresh = useRef(() => {});

  useEffect(() => {
    setState(start);
    const listener = listen(options, (change) => setState((before) => ({ ...before, ...change })));
    refresh.current = listener.refresh;
    return () => listener.close();
  }, [options.facility, options.date, options.key]);

  return { ...state, refresh: () => refresh.current() };
}
