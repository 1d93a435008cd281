import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Versioned } from './version';
import { watchDay, type Source, type Watch } from './watch_day';

const date = '2026-12-01';
let server_version: number;
let asked: { version: number; since: number | undefined }[];
let source: Source;
let watch: Watch;

function push(version: number): void {
  const data = JSON.stringify({ facility: 'kirara', changes: [{ date, version, units: [] }] });
  (source.onmessage as unknown as (event: { data: string }) => void)({ data });
}

beforeEach(() => {
  vi.useFakeTimers();
  server_version = 5;
  asked = [];
  source = { readyState: 0, onopen: null, onmessage: null, onerror: null, close: () => undefined };
  watch = watchDay<Versioned>({
    facility: 'kirara', date, poll_every_ms: 10_000,
    load: (version, shown) => {
      asked.push({ version, since: shown?.version });
      return Promise.resolve({ ok: true, status: 200, value: { version: server_version, as_of_ms: Date.now() } });
    },
    loadVersion: () => Promise.resolve(server_version),
    openSource: () => source,
    now: () => Date.now(),
    tell: () => undefined,
  });
});

afterEach(() => {
  watch.close();
  vi.useRealTimers();
});

test('a newer version is asked for as changes since the one that is shown', async () => {
  await vi.advanceTimersByTimeAsync(0);
  server_version = 6;
  push(6);
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toEqual([{ version: 0, since: undefined }, { version: 6, since: 5 }]);
});

test('looking again asks for the whole day: the clock changes what no version tells', async () => {
  await vi.advanceTimersByTimeAsync(0);
  watch.refresh();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toEqual([{ version: 0, since: undefined }, { version: 0, since: undefined }]);
});
