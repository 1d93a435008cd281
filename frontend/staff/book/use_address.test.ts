import { expect, test } from 'vitest';
import type { Use } from '../../shared/api/hiroba';
import { addressFor, readUse, usesInAddress, writeUse } from './use_address';

test.each<[Use, string]>([
  [{ space: 'small_hall', date: '2026-12-01', band: 'morning' }, 'small_hall.2026-12-01.morning'],
  [{ space: 'court', date: '2026-12-01', start: '09:30', end: '24:00' }, 'court.2026-12-01.0930-2400'],
  [{ space: 'site', date: '2026-12-01', nights: 2 }, 'site.2026-12-01.2n'],
])('%o is written %s, and read back', (use, text) => {
  expect(writeUse(use)).toBe(text);
  expect(readUse(text)).toEqual(use);
});

test.each(['', 'small_hall', 'small_hall.2026-02-30.morning', '<b>.2026-12-01.morning', 'a.2026-12-01.', 'a.2026-12-01.x.y', 'a.2026-12-01.10:00-11:00'])(
  '“%s” is no use', (text) => expect(readUse(text)).toBeUndefined());

test('an address carries several uses of a facility', () => {
  const uses: Use[] = [{ space: 'a', date: '2026-12-01', band: 'morning' }, { space: 'b', date: '2026-12-02', nights: 1 }];
  const address = addressFor('/book', 'kirara', uses);
  expect(address).toBe('/book?facility=kirara&use=a.2026-12-01.morning&use=b.2026-12-02.1n');
  expect(usesInAddress(new URLSearchParams(address.slice(5)))).toEqual(uses);
});
