import { beforeAll, expect, test } from 'vitest';
import words from '../i18n/generated/resident_later.ja.gen';
import { setCatalogue, type Catalogue } from '../i18n/text';
import { ticketChangeWords } from './change_words';

beforeAll(() => setCatalogue('ja', words as Catalogue));

const change = (before: number, come_back: number, more: number) => ({ tickets: { before, come_back, more, yen: 0 } });

test('what becomes of the tickets is summed over all that is changed, and nothing is said where none pay', () => {
  expect(ticketChangeWords([change(0, 0, 0)])).toEqual([]);
  expect(ticketChangeWords([change(2, 0, 0)])).toEqual(['回数券2枚で、そのまま支払います']);
  expect(ticketChangeWords([change(2, 0, 1), change(0, 0, 0), change(1, 0, 0)])).toEqual(['回数券3枚で、そのまま支払います', '回数券をさらに1枚使います']);
  expect(ticketChangeWords([change(2, 1, 0)])).toEqual(['回数券1枚で、そのまま支払います', '1枚が回数券に戻ります']);
  expect(ticketChangeWords([change(2, 2, 0)])).toEqual(['2枚が回数券に戻ります']);
});
