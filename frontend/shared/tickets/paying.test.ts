import { expect, test } from 'vitest';
import type { TicketUseLine } from '../api/tickets';
import { paidByTickets, ticketsOf, ticketsSentence } from './paying';

const paying = [{ booking_id: '1', tickets: 2, come_back: 2 }, { booking_id: '2', tickets: 1, come_back: 0 }];

test.each([[[], 0, 0, undefined], [['1'], 2, 2, 'all_back'], [['2'], 1, 0, 'none_back'], [['1', '2'], 3, 2, 'some_back'], [['3'], 0, 0, undefined]] as const)(
  'of the uses %o %i tickets pay and %i come back: %s', (bookings, count, come_back, sentence) => {
    const tickets = ticketsOf(paying, bookings);
    expect(tickets).toEqual({ count, come_back });
    expect(ticketsSentence(tickets)).toBe(sentence);
  });

const use = (booking_id: string, amount_yen: number, returned_for: TicketUseLine['returned_for'] = null) =>
  ({ booking: { booking_id }, amount_yen, returned_for }) as TicketUseLine;

test('what tickets pay of a booking is the sum of what did not come back', () => {
  const uses = [use('1', 630), use('1', 210), use('1', 210, 'given_up'), use('2', 105)];
  expect(paidByTickets(uses, '1')).toBe(840);
  expect(paidByTickets(uses, '3')).toBe(0);
  expect(paidByTickets(uses)).toBe(945);
});
