import { expect, test } from 'vitest';
import { countedYen, countsOf, differenceOf, needsReason, piecesOf, wrongCounts } from './counting';

test('pieces are whole numbers, and nothing typed is none', () => {
  expect(piecesOf('')).toBe(0);
  expect(piecesOf(undefined)).toBe(0);
  expect(piecesOf('１２')).toBe(12);
  for (const wrong of ['-1', '1.5', 'x', '100001']) expect(piecesOf(wrong)).toBe(undefined);
});

test('what was counted is the sum of its pieces, and only what is there is sent', () => {
  const pieces = { 1000: '3', 500: '1', 10: '4', 1: '' };
  expect(countedYen(pieces)).toBe(3540);
  expect(countsOf(pieces)).toEqual([{ denomination_yen: 1000, pieces: 3 }, { denomination_yen: 500, pieces: 1 }, { denomination_yen: 10, pieces: 4 }]);
  expect(wrongCounts({ 100: 'two', 50: '2' })).toEqual([100]);
});

test('a drawer is equal, over or short', () => {
  expect(differenceOf(5000, 5000)).toEqual({ kind: 'equal' });
  expect(differenceOf(5010, 5000)).toEqual({ kind: 'over', yen: 10 });
  expect(differenceOf(4990, 5000)).toEqual({ kind: 'short', yen: 10 });
});

test('who counts the own drawer explains what differs, who counts another’s always says why', () => {
  expect(needsReason({ mine: true }, { kind: 'equal' })).toBe(false);
  expect(needsReason({ mine: true }, { kind: 'short', yen: 10 })).toBe(true);
  expect(needsReason({ mine: false }, { kind: 'equal' })).toBe(true);
});
