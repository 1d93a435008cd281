// How a refund is divided: what of it pays what is owed besides (充当), and what is paid out.
import type { Booking } from '../api/hiroba';
import { yen as yenText } from '../format';
import { t } from '../i18n/text';

export interface DividedRefund { yen: number; set_off_yen: number; pay_out_yen: number }

/** Nothing where all of it is paid out. */
export function dividedWords({ yen, set_off_yen, pay_out_yen }: DividedRefund): string | undefined {
  if (set_off_yen === 0) return undefined;
  return t('shared.refund.divided', { amount: yenText(yen), set_off: yenText(set_off_yen), pay_out: yenText(pay_out_yen) });
}

/** What of the refund of the given-up uses pays first what others of the application, which stay, still owe. */
export function paidFirst(bookings: readonly Pick<Booking, 'booking_id' | 'older_difference_yen'>[], given_up: readonly string[], refund_yen: number): number {
  const owing = bookings.filter(({ booking_id }) => !given_up.includes(booking_id))
    .reduce((sum, { older_difference_yen }) => sum + older_difference_yen, 0);
  return Math.min(owing, refund_yen);
}
