// How the amount of a line comes about.
import { yen } from '../format';
import { t } from '../i18n/text';
import type { FeeLine } from './fee_groups';

/** `110円 × 3`; undefined where the amount says it all. */
export function howMany({ unit_yen, quantity, percent }: Pick<FeeLine, 'unit_yen' | 'quantity' | 'percent'>): string | undefined {
  const unit = yen(unit_yen);
  if (percent !== null) return t('shared.fee.count_percent', { unit, quantity, percent });
  return quantity > 1 ? t('shared.fee.count', { unit, quantity }) : undefined;
}
