import { expect, test } from 'vitest';
import type { DrawerShift } from '../../shared/api/counter';
import { takesFor, type DrawerStanding } from './own_drawer';

const shift = (mine: boolean) => ({ mine }) as DrawerShift;
const park = { facilities: ['sports_park'] };

test.each<[string, Parameters<typeof takesFor>[0], DrawerStanding]>([
  ['nobody has opened any', [{ ...park, shift: null }], 'no_open_drawer'],
  ['somebody else holds it', [{ ...park, shift: shift(false) }], 'no_open_drawer'],
  ['one’s own is of other facilities', [{ facilities: ['camp'], shift: shift(true) }, { ...park, shift: null }], 'drawer_of_another_payee'],
  ['one’s own takes it', [{ ...park, shift: shift(true) }], 'takes'],
])('cash at the park, where %s', (_, drawers, standing) => expect(takesFor(drawers, 'sports_park')).toBe(standing));
