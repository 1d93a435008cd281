// Warnings come with the answer to the form; the pages after it show them as well, and so does a reload.
import type { Application } from '../../shared/api/hiroba';
import { recall, remember } from '../../shared/memory';

type Warnings = Application['warnings'];

export function keepWarnings({ application_id, warnings }: Application): void {
  remember(`warnings.${application_id}`, warnings);
}

export function warningsOf({ application_id, state, warnings }: Application): Warnings {
  if (warnings.length > 0 || state !== 'held') return warnings;
  return recall<Warnings>(`warnings.${application_id}`) ?? [];
}
