import { expect, test } from 'vitest';
import { retryDelay, type Attempt } from './retry';

const usual: Attempt = { count: 0, status: 429, code: 'too_busy', retry_after: null, safe: true };

test.each<[string, Partial<Attempt>, number | undefined]>([
  ['overload is asked again after three seconds', {}, 3000],
  ['overload names its own time', { retry_after: '7' }, 7000],
  ['a time that is no number is not believed', { retry_after: 'soon' }, 3000],
  ['a very long time is cut', { retry_after: '3600' }, 30_000],
  ['overload told by the front door without a document', { code: 'too_many_requests' }, 3000],
  ['too many log-ins are told to the person', { code: 'too_many_log_ins' }, undefined],
  ['a limit that only the person can lift is told', { code: 'hold_limit_reached' }, undefined],
  ['patience ends', { count: 10 }, undefined],
  ['a service that restarts is asked again', { status: 503, code: 'unavailable' }, 3000],
  ['a refusal is an answer', { status: 409, code: 'already_taken' }, undefined],
  ['a broken server is told', { status: 500, code: 'internal_error' }, undefined],
  ['a lost connection is tried again soon', { status: undefined }, 1000],
  ['and then less often', { status: undefined, count: 3 }, 8000],
  ['but at least twice a minute', { status: undefined, count: 20 }, 30_000],
  ['a change is repeated twice under its key', { status: undefined, safe: false, count: 1 }, 2000],
  ['and then the person decides', { status: undefined, safe: false, count: 2 }, undefined],
])('%s', (_, attempt, delay) => expect(retryDelay({ ...usual, ...attempt })).toBe(delay));
