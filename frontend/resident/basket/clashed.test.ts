import { expect, test } from 'vitest';
import type { Refusal } from '../../shared/api/answer';
import type { Use } from '../../shared/api/hiroba';
import { clashedUse } from './clashed';

const uses: Use[] = [
  { space: 'hall', date: '2026-12-01', band: 'morning' }, { space: 'room', date: '2026-12-01', band: 'morning' },
  { space: 'hall', date: '2026-12-02', band: 'morning' },
];

function refusal(part: Partial<Refusal>): Refusal {
  return { kind: 'refusal', status: 409, code: 'already_taken', facts: {}, fields: [], request_id: '', ...part };
}

test.each<[string, Partial<Refusal>, number | undefined]>([
  ['names its place', { facts: { index: 2 } }, 2],
  ['points into the request', { fields: [{ pointer: '/uses/1/equipment/0', code: 'too_much_equipment' }] }, 1],
  ['names date and space', { facts: { date: '2026-12-01', space: 'room' } }, 1],
  ['names the date', { facts: { date: '2026-12-02' } }, 2],
  ['names nothing', {}, undefined],
  ['names what was not asked for', { facts: { date: '2026-12-09', space: 'hall' } }, undefined],
  ['points past the end', { facts: { index: 7 } }, undefined],
])('a refusal that %s', (_, part, index) => expect(clashedUse(refusal(part), uses)).toBe(index));

test('of a single use there is no question', () => expect(clashedUse(refusal({}), uses.slice(0, 1))).toBe(0));
test('a lost connection speaks of none', () => expect(clashedUse({ kind: 'no_connection' }, uses)).toBeUndefined());
