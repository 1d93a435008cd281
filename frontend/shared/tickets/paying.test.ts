import { expect, test } from 'vitest';
import { ticketsOf, ticketsSentence } from './paying';

const paying = [{ booking_id: '1', tickets: 2, come_back: 2 }, { booking_id: '2', tickets: 1, come_back: 0 }];

test.each([[[], 0, 0, undefined], [['1'], 2, 2, 'all_back'], [['2'], 1, 0, 'none_back'], [['1', '2'], 3, 2, 'some_back'], [['3'], 0, 0, undefined]] as const)(
  'of the uses %o %i tickets pay and %i come back: %s', (bookings, count, come_back, sentence) => {
    const tickets = ticketsOf(paying, bookings);
    expect(tickets).toEqual({ count, come_back });
    expect(ticketsSentence(tickets)).toBe(sentence);
  });
