// Until when somebody may not book.
import type { Resident } from '../../shared/api/staff';
import { endOf, longDate } from '../../shared/format';
import { t } from '../../shared/i18n/text';

/** With its year: a suspension can last longer than this one. */
export function untilText(until_ms: number): string {
  const { date, clock } = endOf(until_ms);
  return `${longDate(date)} ${clock}`;
}

/** Undefined of whom nothing is to be said. */
export function suspendedText(resident: Resident | undefined): string | undefined {
  if (typeof resident?.suspended_until_ms !== 'number') return undefined;
  return t('staff.resident.suspended', { until: untilText(resident.suspended_until_ms) });
}
