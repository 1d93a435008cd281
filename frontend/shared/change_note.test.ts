import { expect, test } from 'vitest';
import type { Town } from './api/hiroba';
import { noteText } from './change_note';

const town = { facilities: [{ spaces: [{ code: 'small_meeting', name: { ja: '小会議室', en: 'Small meeting room' } }] }] } as unknown as Town;

test('what it was before a change is told in the words of the town', () =>
  expect(noteText(town, 'small_meeting 2026-11-28 09:00–12:00')).toBe('小会議室 2026年（令和8年）11月28日（土） 9:00〜12:00'));

test('a fee before and after is told in yen', () => expect(noteText(undefined, '0 → 4160')).toBe('0円 → 4,160円'));

test.each(['small_meeting is too small', 'once_a_room 2026-11-28 09:00–12:00', 'small_meeting 2026-02-30 09:00–12:00', '舞台の点検のため。'])(
  'other words stay as they are: %s', (note) => expect(noteText(town, note)).toBe(note));

test('so does everything before the town is known', () =>
  expect(noteText(undefined, 'small_meeting 2026-11-28 09:00–12:00')).toBe('small_meeting 2026-11-28 09:00–12:00'));
