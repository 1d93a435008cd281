import { expect, test } from 'vitest';
import ja from '../../i18n/ja.json';
import type { Town } from '../../shared/api/hiroba';
import { setCatalogue } from '../../shared/i18n/text';
import { historyLines, noteWords } from './history_words';

const line = (booking_id: string, event: string, at_ms: number, note: string | null = null) =>
  ({ booking_id, event, at_ms, by: 'applicant' as const, note });

test('what happened to several at once is told once, in the order of time', () => {
  const lines = historyLines([line('1', 'permitted', 20), line('2', 'permitted', 20), line('1', 'held', 10), line('2', 'held', 10),
    line('2', 'cancelled', 30)]);
  expect(lines.map(({ word, booking_ids }) => [word.split('.').pop(), booking_ids])).toEqual([
    ['held', ['1', '2']], ['permitted', ['1', '2']], ['cancelled', ['2']]]);
});

test('other words or another moment stand apart', () => {
  expect(historyLines([line('1', 'changed', 10, 'A'), line('2', 'changed', 10, 'B'), line('3', 'changed', 11, 'A')])).toHaveLength(3);
});

test('what it was before a change is told in the words of the town', () => {
  setCatalogue('ja', { ...ja, 'resident.change.was': '変更前' });
  const town = { facilities: [{ spaces: [{ code: 'small_meeting', name: { ja: '小会議室', en: 'Small meeting room' } }] }] } as unknown as Town;
  expect(noteWords('small_meeting 2026-11-28 09:00–12:00', town)).toBe('変更前');
  expect(noteWords('点検のため', town)).toBe('点検のため');
  expect(noteWords(null, town)).toBeUndefined();
});

test('corrections of the desk are not told', () => {
  expect(historyLines([line('1', 'checked_in', 10), line('1', 'check_in_undone', 11), line('1', 'came_after_all', 12), line('1', 'never heard of', 13)])
    .map(({ at_ms }) => at_ms)).toEqual([10]);
});

test('a hold that the town ended is no permit that was revoked', () => {
  const words = historyLines([line('1', 'revoked', 10), line('2', 'revoked', 10)], (id) => id === '1').map(({ word }) => word);
  expect(words).toEqual(['resident.history.hold_ended', 'resident.history.revoked']);
});
