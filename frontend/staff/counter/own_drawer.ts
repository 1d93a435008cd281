// Whether the drawer that this person holds takes the money of a facility; the server decides again.
import type { Drawer } from '../../shared/api/counter';

export type DrawerStanding = 'takes' | 'no_open_drawer' | 'drawer_of_another_payee';

export function takesFor(drawers: readonly Pick<Drawer, 'facilities' | 'shift'>[], facility: string): DrawerStanding {
  const mine = drawers.find(({ shift }) => shift?.mine);
  if (mine === undefined) return 'no_open_drawer';
  return mine.facilities.includes(facility) ? 'takes' : 'drawer_of_another_payee';
}
