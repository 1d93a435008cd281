// Keeps one facility's day fresh: by the push channel, else by asking for the version, and says which.
import type { Answer, Failure } from '../api/answer';
import { announcedVersion, newerOf, type Versioned } from './version';

/** push: told at once; polling: asked for regularly; lost: neither works, the data is getting old. */
export type Connection = 'connecting' | 'push' | 'polling' | 'lost';

export interface LiveState<T> {
  value: T | undefined;
  failure: Failure | undefined;
  connection: Connection;
  /** When the shown value was last known to be the newest. */
  confirmed_at_ms: number;
}

/** What the watch needs of the world; an EventSource fits `Source`. */
export interface Source {
  readonly readyState: number;
  onopen: ((event: never) => unknown) | null;
  onmessage: ((event: never) => unknown) | null;
  onerror: ((event: never) => unknown) | null;
  close(): void;
}

export interface Watched<T> {
  facility: string;
  date: string;
  poll_every_ms: number;
  /**
   * Asks for the day, in a version not below the one named (0: any). `shown`: what is known, when only what changed
   * since then is needed; the answer is the whole day all the same.
   */
  load(version: number, shown?: T): Promise<Answer<T>>;
  /** Asks for the version alone; undefined when no answer came. */
  loadVersion(facility: string, date: string): Promise<number | undefined>;
  openSource(facility: string): Source | undefined;
  now(): number;
  tell(change: Partial<LiveState<T>>): void;
}

export interface Watch {
  /** Looks again; an answer from a cache will do. */
  refresh(): void;
  /** What is shown has been proved wrong: the push message is awaited for a moment, then the caches are passed by. */
  distrust(): void;
  /** Asks for the version now (the page has come back to the front). */
  check(): void;
  close(): void;
}

const heartbeat_ms = 60_000;
const reconnect_ms = 20_000;
const first_poll_ms = 5_000;
const push_grace_ms = 1_000;
const stale_answer_retry_ms = 700;
const most_stale_retries = 5;
const source_closed = 2;

export function watchDay<T extends Versioned>(watched: Watched<T>): Watch {
  const { facility, date, poll_every_ms, now, tell } = watched;
  let shown: T | undefined;
  let wanted = 0;
  let fetching = false;
  let again = false;
  let closed = false;
  let connection: Connection = 'connecting';
  let source: Source | undefined;
  const timers = new Set<ReturnType<typeof setTimeout>>();

  const shownVersion = () => shown?.version ?? 0;

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

  // Only a new version changes by claims alone; the clock (booking opens) changes every space without one.
  async function fetchDay(at_least = wanted, stale_retries = 0, whole = true): Promise<void> {
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    const answer = await (whole || !shown ? watched.load(at_least) : watched.load(at_least, shown));
    fetching = false;
    if (closed) return;
    if (!answer.ok) {
      tell({ failure: answer.failure });
      return;
    }
    shown = newerOf(shown, answer.value);
    // An answer older than what was shown or announced proves nothing about how things stand now.
    const up_to_date = answer.value.version === shown.version && shown.version >= wanted;
    tell({ value: shown, failure: undefined, ...(up_to_date ? { confirmed_at_ms: now() } : {}) });
    if (again) {
      again = false;
      void fetchDay();
    } else if (shown.version < wanted && stale_retries < most_stale_retries) {
      after(stale_answer_retry_ms, () => void fetchDay(wanted, stale_retries + 1, whole));
    }
  }

  function want(version: number): void {
    if (version <= Math.max(wanted, shownVersion())) return;
    wanted = version;
    void fetchDay(wanted, 0, false);
  }

  async function askVersion(): Promise<boolean> {
    const version = await watched.loadVersion(facility, date);
    if (closed || version === undefined) return version !== undefined;
    if (version === shownVersion() && version >= wanted) tell({ confirmed_at_ms: now() });
    else want(version);
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
    source?.close();
    const opened = watched.openSource(facility);
    source = opened;
    if (!opened) return;
    opened.onopen = () => {
      setConnection('push');
      void askVersion();
    };
    opened.onmessage = (event: { data: string }) => {
      const version = announcedVersion(event.data, facility, date);
      if (version !== undefined) want(version);
    };
    opened.onerror = () => {
      if (connection === 'push') setConnection('lost');
      // A refused connection is final for an EventSource; a broken one it mends itself.
      if (opened.readyState === source_closed) after(reconnect_ms, connect);
    };
  }

  void fetchDay();
  connect();
  after(Math.min(poll_every_ms, first_poll_ms), () => void poll());
  after(heartbeat_ms, heartbeat);

  return {
    refresh: () => void fetchDay(),
    distrust() {
      const doubted = shownVersion();
      after(connection === 'push' ? push_grace_ms : 0, () => {
        if (shownVersion() <= doubted) void fetchDay(Math.max(wanted, doubted + 1));
      });
    },
    check: () => void askVersion(),
    close() {
      closed = true;
      source?.close();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
