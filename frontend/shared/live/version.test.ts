import { describe, expect, test } from 'vitest';
import { announcedVersion, newerOf } from './version';

const message = JSON.stringify({ facility: 'kirara', changes: [
  { date: '2026-12-01', version: 17, units: ['small_meeting'] }, { date: '2026-12-01', version: 18, units: [] },
  { date: '2026-12-02', version: 3, units: [] }] });

describe('a push message', () => {
  test('announces the highest version of the day', () => expect(announcedVersion(message, 'kirara', '2026-12-01')).toBe(18));
  test.each([
    ['another facility', message, 'gym', '2026-12-01'], ['another day', message, 'kirara', '2026-12-03'],
    ['no JSON', 'hello', 'kirara', '2026-12-01'], ['no changes', '{"facility":"kirara"}', 'kirara', '2026-12-01'],
    ['null', 'null', 'kirara', '2026-12-01'],
    ['a version that is no number', '{"facility":"kirara","changes":[{"date":"2026-12-01","version":"9"}]}', 'kirara', '2026-12-01'],
  ])('about %s is ignored', (_, text, facility, date) => expect(announcedVersion(text, facility, date)).toBeUndefined());
});

describe('of two answers', () => {
  const shown = { version: 5, as_of_ms: 100 };
  test('the first is taken', () => expect(newerOf(undefined, shown)).toBe(shown));
  test.each([
    ['a higher version wins', { version: 6, as_of_ms: 50 }, true],
    ['a lower version is ignored, however late it comes', { version: 4, as_of_ms: 900 }, false],
    ['the same version as of later wins', { version: 5, as_of_ms: 101 }, true],
    ['the same version as of earlier is ignored', { version: 5, as_of_ms: 99 }, false],
  ])('%s', (_, arrived, taken) => expect(newerOf(shown, arrived)).toBe(taken ? arrived : shown));
});
