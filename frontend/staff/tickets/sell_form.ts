// What the desk fills in to sell a book: which one, to whom, and how its price is paid.
import type { TicketOnSale, TicketSelling } from '../../shared/api/tickets';
import { takeErrors, takingOf, type TakeError, type TakeForm } from '../counter/take_form';

export type SellError = TakeError | { field: 'resident' | 'buyer'; code: 'resident_missing' | 'buyer_missing' };
export interface Buyer { by_name: boolean; account_id: string | undefined; name: string }

/** In the order of the fields. */
export function sellErrors(buyer: Buyer, form: TakeForm, price_yen: number): SellError[] {
  const errors: SellError[] = [];
  if (buyer.by_name && buyer.name.trim() === '') errors.push({ field: 'buyer', code: 'buyer_missing' });
  if (!buyer.by_name && buyer.account_id === undefined) errors.push({ field: 'resident', code: 'resident_missing' });
  return [...errors, ...takeErrors(form, price_yen)];
}

/** What is sent of a form without errors. */
export function sellingOf({ facility, ticket, price_class }: TicketOnSale, buyer: Buyer, form: TakeForm): TicketSelling {
  const { amount_yen: _whole, excess_to_case: _never, ...payment } = takingOf(form);
  return {
    facility, ticket, ...payment,
    ...(price_class === null ? {} : { price_class }),
    ...(buyer.by_name ? { buyer: buyer.name.trim() } : { account_id: buyer.account_id ?? '' }),
  };
}
