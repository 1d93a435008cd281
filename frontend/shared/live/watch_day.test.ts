import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Answer } from '../api/answer';
import type { Versioned } from './version';
import { watchDay, type LiveState, type Source, type Watch, type Watched } from './watch_day';

class FakeSource implements Source {
  readyState = 0;
  onopen: ((event: never) => unknown) | null = null;
  onmessage: ((event: never) => unknown) | null = null;
  onerror: ((event: never) => unknown) | null = null;
  close = vi.fn();
  open(): void { (this.onopen as () => void)(); }
  push(date: string, version: number): void {
    const data = JSON.stringify({ facility: 'kirara', changes: [{ date, version, units: [] }] });
    (this.onmessage as unknown as (event: { data: string }) => void)({ data });
  }
  fail(readyState: number): void {
    this.readyState = readyState;
    (this.onerror as () => void)();
  }
}

const date = '2026-12-01';
let server_version: number;
let cached_version: number | undefined;
let reachable: boolean;
let asked: number[];
let sources: FakeSource[];
let state: Partial<LiveState<Versioned>>;
let watch: Watch;

/** The public cache answers what it has until a version is asked for that it does not reach. */
function load(version: number): Promise<Answer<Versioned>> {
  asked.push(version);
  const answered = cached_version !== undefined && version <= cached_version ? cached_version : server_version;
  return Promise.resolve({ ok: true, status: 200, value: { version: answered, as_of_ms: Date.now() } });
}

function begin(change: Partial<Watched<Versioned>> = {}): void {
  watch = watchDay({
    facility: 'kirara', date, poll_every_ms: 10_000, load,
    loadVersion: () => Promise.resolve(reachable ? server_version : undefined),
    openSource: () => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    now: () => Date.now(),
    tell: (told) => Object.assign(state, told),
    ...change,
  });
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers();
  server_version = 5;
  cached_version = undefined;
  reachable = true;
  asked = [];
  sources = [];
  state = {};
});

afterEach(() => {
  watch.close();
  vi.useRealTimers();
});

describe('with the push channel', () => {
  test('the day is fetched once, and again only when a newer version is announced', async () => {
    begin();
    sources[0]?.open();
    await pass(0);
    expect(state).toMatchObject({ connection: 'push', value: { version: 5 } });
    sources[0]?.push(date, 5);
    sources[0]?.push(date, 4);
    sources[0]?.push('2026-12-02', 9);
    await pass(0);
    expect(asked).toEqual([0]);
    server_version = 6;
    sources[0]?.push(date, 6);
    await pass(0);
    expect(asked).toEqual([0, 6]);
    expect(state.value?.version).toBe(6);
  });

  test('an answer that is not yet there is asked for again, a few times', async () => {
    begin();
    sources[0]?.open();
    await pass(0);
    sources[0]?.push(date, 6);
    await pass(700);
    expect(state.value?.version).toBe(5);
    server_version = 6;
    await pass(700);
    expect(state.value?.version).toBe(6);
    const so_far = asked.length;
    await pass(10_000);
    expect(asked).toHaveLength(so_far);
  });

  test('a channel that went silent is found out by the heartbeat', async () => {
    begin();
    sources[0]?.open();
    await pass(0);
    server_version = 8;
    await pass(60_000);
    expect(state.value?.version).toBe(8);
  });

  test('what was missed while it was broken is made good when it opens again', async () => {
    begin();
    sources[0]?.open();
    await pass(0);
    sources[0]?.fail(0);
    expect(state.connection).toBe('lost');
    server_version = 7;
    sources[0]?.open();
    await pass(0);
    expect(state).toMatchObject({ connection: 'push', value: { version: 7 } });
  });
});

describe('without the push channel', () => {
  test('the version is asked for regularly, the day only when it is newer', async () => {
    begin({ openSource: () => undefined });
    await pass(5_000);
    expect(state.connection).toBe('polling');
    await pass(30_000);
    expect(asked).toEqual([0]);
    server_version = 6;
    await pass(10_000);
    expect(asked).toEqual([0, 6]);
    expect(state.value?.version).toBe(6);
  });

  test('a refused channel is tried again later', async () => {
    begin();
    sources[0]?.fail(2);
    await pass(19_999);
    expect(sources).toHaveLength(1);
    await pass(1);
    expect(sources).toHaveLength(2);
    expect(sources[0]?.close).toHaveBeenCalled();
    sources[1]?.open();
    await pass(0);
    expect(state.connection).toBe('push');
  });

  test('a dead line is called lost, keeps the age of the data, and is found again', async () => {
    begin({ openSource: () => undefined });
    await pass(0);
    const fetched_at = state.confirmed_at_ms;
    reachable = false;
    await pass(60_000);
    expect(state.connection).toBe('lost');
    expect(state.confirmed_at_ms).toBe(fetched_at);
    reachable = true;
    await pass(10_000);
    expect(state.connection).toBe('polling');
    expect(state.confirmed_at_ms).toBeGreaterThan(fetched_at ?? 0);
  });
});

describe('an answer proved wrong', () => {
  test('is not repeated by a cache', async () => {
    begin({ openSource: () => undefined });
    await pass(0);
    cached_version = 5;
    server_version = 6;
    watch.refresh();
    await pass(0);
    expect(state.value?.version).toBe(5);
    watch.distrust();
    await pass(0);
    expect(state.value?.version).toBe(6);
  });

  test('waits a moment for the push, so that a rush of losers shares one cached answer', async () => {
    begin();
    sources[0]?.open();
    await pass(0);
    server_version = 6;
    watch.distrust();
    await pass(500);
    sources[0]?.push(date, 6);
    await pass(5_000);
    expect(asked).toEqual([0, 6]);
  });
});

test('after it is closed it asks nothing and says nothing', async () => {
  begin();
  await pass(0);
  watch.close();
  asked = [];
  state = {};
  await pass(120_000);
  expect(asked).toEqual([]);
  expect(state).toEqual({});
});
