// What a booking costs and how that stands: free, paid, unpaid, paid by tickets. While nobody knows what tickets pay,
// what no money paid is not called unpaid.
import type { Booking } from '../../shared/api/hiroba';
import { yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';

export function feeText({ fee: { total_yen }, paid }: Pick<Booking, 'fee' | 'paid'>, tickets_yen: number | undefined): string {
  if (total_yen === 0) return t('staff.panel.free_of_charge');
  const amount = yen(total_yen);
  if (tickets_yen === undefined) return paid ? t('staff.panel.fee_paid', { amount }) : amount;
  if (tickets_yen >= total_yen) return t('staff.panel.fee_by_tickets', { amount });
  if (tickets_yen > 0) return t(paid ? 'staff.panel.fee_tickets_paid' : 'staff.panel.fee_tickets_unpaid', { amount, tickets: yen(tickets_yen) });
  return t(paid ? 'staff.panel.fee_paid' : 'staff.panel.fee_unpaid', { amount });
}
