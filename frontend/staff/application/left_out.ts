// What was left out when only those that fit were booked: the answer tells it once, the next page still has to show it.
import type { HeldApplication, LeftOut } from '../../shared/api/applications';
import type { Space, Use } from '../../shared/api/hiroba';
import { recall, remember } from '../../shared/memory';
import { byUse } from './selection';

export interface LeftOutUse extends LeftOut { use: Use }

const nameFor = (application_id: string) => `left_out.${application_id}`;

export function leftOutUses(left_out: readonly LeftOut[], uses: readonly Use[]): LeftOutUse[] {
  return left_out.flatMap((each) => {
    const use = uses[each.index];
    return use ? [{ ...each, use }] : [];
  });
}

/** By the time of their use, whatever the order in which they turned out not to fit; `spaceOf` knows when bands begin. */
export function leftOutInOrder(left_out: readonly LeftOutUse[], spaceOf: (code: string) => Pick<Space, 'bands' | 'opens'> | undefined): LeftOutUse[] {
  const begin = ({ use }: LeftOutUse) => {
    const space = spaceOf(use.space);
    return { date: use.date, start: use.start ?? space?.bands.find(({ code }) => code === use.band)?.start ?? space?.opens ?? '' };
  };
  return [...left_out].sort((a, b) => byUse(begin(a), begin(b)));
}

export function rememberLeftOut({ application, left_out }: HeldApplication, uses: readonly Use[]): void {
  if (left_out.length > 0) remember(nameFor(application.application_id), leftOutUses(left_out, uses));
}

export function recallLeftOut(application_id: string): LeftOutUse[] {
  return recall<LeftOutUse[]>(nameFor(application_id)) ?? [];
}
