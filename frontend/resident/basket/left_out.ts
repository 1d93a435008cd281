// What could not be held with the others: told on the pages of the application until it is applied for.
import type { LeftOut } from '../../shared/api/applications';
import type { Use } from '../../shared/api/hiroba';
import { forget, recall, remember } from '../../shared/memory';

export interface LeftOutUse { use: Use; code: string; facts: Record<string, string | number> }

export function keepLeftOut(application_id: string, uses: readonly Use[], left_out: readonly LeftOut[]): void {
  const told = left_out.flatMap(({ index, code, facts }) => {
    const use = uses[index];
    return use ? [{ use, code, facts } satisfies LeftOutUse] : [];
  });
  if (told.length > 0) remember(`left_out.${application_id}`, told);
}

export function leftOutOf(application_id: string): LeftOutUse[] {
  return recall<LeftOutUse[]>(`left_out.${application_id}`) ?? [];
}

export function forgetLeftOut(application_id: string): void {
  forget(`left_out.${application_id}`);
}
