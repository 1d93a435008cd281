import { beforeEach, expect, test } from 'vitest';
import ja from '../../i18n/ja.json';
import { setCatalogue } from '../i18n/text';
import { countAndWorth, coverWords, leftWords, validWords } from './ticket_words';

// As sentences without plurals stand in the catalogue.
beforeEach(() => setCatalogue('ja', ja));

const book = { left: 9, tickets: 11, voided: 0, is_sold: true };

test('a book whose sale was undone says nothing of what is left', () => expect(leftWords({ ...book, is_sold: false })).toBe('販売は取り消されました'));
test.each([
  [book, 'shared.tickets.left'],
  [{ ...book, left: 0, voided: 9 }, 'shared.tickets.left_voided'],
] as const)('%o is said by %s', (some, id) => expect(leftWords(some)).toBe(ja[id]));
test('a book without end says so', () => expect(validWords({ valid_until: null })).toBe('期限はありません。'));
test.each(['visit', 'use', 'minutes', 'charged_unit'] as const)('what a ticket for a %s is for has words', (covers) =>
  expect(coverWords({ covers, minutes: null })).toBe(ja[`shared.tickets.covers_${covers}`]));
test.each([[210, 'shared.tickets.count_pays'], [0, 'shared.tickets.count']] as const)('tickets that pay %i are told by %s', (amount_yen, id) =>
  expect(countAndWorth({ tickets: 3, amount_yen })).toBe(ja[id]));
