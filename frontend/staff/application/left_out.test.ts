import { expect, test } from 'vitest';
import type { Use } from '../../shared/api/hiroba';
import { leftOutInOrder, leftOutUses } from './left_out';

const uses: Use[] = [{ space: 'hall', date: '2026-12-05', band: 'evening' }, { space: 'hall', date: '2026-12-05', band: 'morning' },
  { space: 'room', date: '2026-12-05', start: '13:00', end: '14:00' }, { space: 'hall', date: '2027-01-02', band: 'morning' }];
const why = (index: number) => ({ index, code: 'already_taken', facts: {} });
const bands = [{ code: 'morning', start: '09:00', end: '12:00', name: { ja: '', en: '' } }, { code: 'evening', start: '18:00', end: '21:00', name: { ja: '', en: '' } }];
const spaceOf = (code: string) => (code === 'hall' ? { bands, opens: '09:00' } : undefined);

test('what was left out stands in the order of its use, not of its refusals', () =>
  expect(leftOutInOrder(leftOutUses([why(3), why(0), why(2), why(1)], uses), spaceOf).map(({ index }) => index)).toEqual([1, 2, 0, 3]));
test('what is not among the uses is not told', () => expect(leftOutUses([why(9)], uses)).toEqual([]));
