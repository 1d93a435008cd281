import { describe, expect, test } from 'vitest';
import type { TicketOnSale } from '../../shared/api/tickets';
import { freshForm } from '../counter/take_form';
import { sellErrors, sellingOf } from './sell_form';

const ticket: TicketOnSale = {
  facility: 'sports_park', ticket: 'court_hours', name: { ja: '回数券', en: 'Book' }, price_class: null, price_yen: 2100, tickets: 11, valid_until: null,
  terms: { covers: 'minutes', minutes: 60, spaces: ['court_1'], only_for: 'in_town', comes_back: 'with_refund', refund_percent: 90 }, methods: ['cash', 'terminal'],
};
const cash = freshForm(['cash'], 2100, '2026-11-10');
const by_name = { by_name: true, account_id: undefined, name: ' 浜 太郎 ' };

describe('selling a book', () => {
  test('needs somebody to sell it to, and enough money', () => {
    expect(sellErrors({ ...by_name, name: ' ' }, cash, 2100)).toEqual([{ field: 'buyer', code: 'buyer_missing' }]);
    expect(sellErrors({ ...by_name, by_name: false }, cash, 2100)).toEqual([{ field: 'resident', code: 'resident_missing' }]);
    expect(sellErrors(by_name, { ...cash, given: '2000' }, 2100)).toEqual([{ field: 'given', code: 'given_too_little' }]);
    expect(sellErrors(by_name, cash, 2100)).toEqual([]);
  });
  test('sends what belongs to the method and the buyer, and no amount', () => {
    expect(sellingOf(ticket, by_name, { ...cash, given: '3000' })).toEqual({ facility: 'sports_park', ticket: 'court_hours', method: 'cash', given_yen: 3000, buyer: '浜 太郎' });
    expect(sellingOf({ ...ticket, price_class: 'general' }, { by_name: false, account_id: '7', name: '' }, { ...cash, method: 'terminal', reference: 'S-1' }))
      .toEqual({ facility: 'sports_park', ticket: 'court_hours', price_class: 'general', method: 'terminal', terminal_kind: 'credit', reference: 'S-1', account_id: '7' });
  });
});
