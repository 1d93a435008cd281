// How much is given back, from when on: the rule in words.
import type { Facility } from '../../shared/api/hiroba';
import { t } from '../../shared/i18n/text';

/** `7日前まで：全額`, `前日まで：50%`, `それより後：なし` */
export function refundLines(steps: Facility['refund']): string[] {
  const sorted = [...steps].sort((a, b) => b.days_before - a.days_before);
  const lines = sorted.map(({ days_before, percent }) => t('resident.refund.step', { days: days_before, percent }));
  const [last] = sorted.slice(-1);
  return last && last.days_before > 0 ? [...lines, t('resident.refund.later')] : lines;
}
