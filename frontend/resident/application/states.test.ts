import { expect, test } from 'vitest';
import type { Application, Booking, BookingState, Space, Town } from '../../shared/api/hiroba';
import { activitiesFor, cancellable, changeable, givenBack, occupies, paidOf, paymentState, paymentStateOfAll, refundedFor, refundsDue, setOffFor, smallestCapacity, spacesOf, standingOf, standingWord, type PaymentState } from './states';

function booking(booking_id: string, state: BookingState, rest: Partial<Booking> = {}): Booking {
  return { booking_id, state, space: 'hall', fee: { total_yen: 500, tax_included_yen: 45, reduction_code: null, lines: [], components: [] }, unpaid_yen: 0, older_difference_yen: 0,
    paid: false, refund: null,
    changeable: false, ...rest } as Booking;
}

function application(bookings: Booking[], rest: Partial<Application> = {}): Application {
  return { bookings, refunds: [], ...rest } as Application;
}

const free = { total_yen: 0, tax_included_yen: 0, reduction_code: null, lines: [], components: [] };

test.each<[Booking, PaymentState | undefined]>([
  [booking('1', 'held'), undefined],
  [booking('1', 'held', { fee: free }), undefined],
  [booking('1', 'under_review'), undefined],
  [booking('1', 'permitted_unpaid'), 'unpaid'],
  [booking('1', 'permitted', { paid: true }), 'paid'],
  [booking('1', 'permitted', { fee: free }), 'free'],
  [booking('1', 'under_review', { fee: free }), 'free'],
  [booking('1', 'used', { paid: true }), 'paid'],
  [booking('1', 'cancelled'), undefined],
  [booking('1', 'expired', { fee: free }), undefined],
  [booking('2', 'cancelled', { paid: true }), 'refund_due'],
  [booking('3', 'cancelled', { paid: true }), 'paid'],
])('%# the money of a booking', (shown, state) => {
  const refund = (booking_id: string, refund_state: 'due' | 'taken_back') => ({ booking_id, state: refund_state, yen: 250 });
  const found = application([shown], { refunds: [refund('2', 'due'), refund('3', 'taken_back')] as Application['refunds'] });
  expect(paymentState(shown, found)).toBe(state);
  expect(refundsDue(found)).toBe(250);
});

test('the difference of a change is told before anything else', () => {
  const changed = booking('1', 'permitted', { unpaid_yen: 230 });
  const found = application([booking('2', 'permitted', { paid: true }), changed], { owed_yen: 230, paid_yen: 460 });
  expect(paymentState(changed, found)).toBe('difference');
  expect(paymentStateOfAll(found)).toBe('difference');
  expect(paymentStateOfAll(application([booking('2', 'permitted', { paid: true })]))).toBe('paid');
  expect(paymentState(booking('3', 'permitted'), found)).toBeUndefined(); // tickets paid for it
});

test('what tickets pay whole is not called unpaid, though others of the application are', () => {
  const by_tickets = booking('1', 'permitted');
  const found = application([by_tickets, booking('2', 'permitted_unpaid')], { owed_yen: 210, paid_yen: 0 });
  expect(paymentState(by_tickets, found, 500)).toBe('tickets');
  expect(paymentState(booking('1', 'permitted', { unpaid_yen: 100 }), found, 400)).toBe('difference');
  expect(paymentState(booking('1', 'cancelled'), found, 500)).toBeUndefined();
  expect(paymentStateOfAll(found)).toBe('unpaid');
});

test('what was paid of it is what the server says, in part or whole', () => {
  const refund = { percent: 50, days_before: 3, fee_yen: 460, kept_yen: 160, yen: 0, article: { ja: '', en: '' } };
  expect(paidOf(booking('1', 'permitted_unpaid', { refund }))).toBe(160);
  expect(paidOf(booking('1', 'used', { paid: true }))).toBe(0);
});

test('what can be given back or changed is what the server says', () => {
  const refund = { percent: 100, days_before: 9, fee_yen: 500, kept_yen: 500, yen: 500, article: { ja: '', en: '' } };
  const found = application([booking('1', 'permitted', { refund }), booking('2', 'permitted', { changeable: true }), booking('3', 'used')]);
  expect(cancellable(found).map(({ booking_id }) => booking_id)).toEqual(['1']);
  expect(changeable(found).map(({ booking_id }) => booking_id)).toEqual(['2']);
});

test('what was just given back is told, with what comes back for it', () => {
  const refund = (booking_id: string, ground: string, yen: number) => ({ booking_id, ground, state: 'due', yen });
  const found = application([booking('1', 'cancelled'), booking('2', 'permitted'), booking('3', 'cancelled')],
    { refunds: [refund('1', 'cancelled', 250), refund('1', 'changed', 100), refund('3', 'cancelled', 500)] as Application['refunds'] });
  const told = givenBack(found, '1,2,someone');
  expect(told.map(({ booking_id }) => booking_id)).toEqual(['1']);
  expect(refundedFor(found, told)).toBe(250);
  expect(setOffFor(found, told)).toBe(0);
  const divided = application(found.bookings, { refunds: [refund('1', 'cancelled', 100), { ...refund('1', 'cancelled', 150), state: 'set_off' }] as Application['refunds'] });
  expect(refundedFor(divided, told)).toBe(100);
  expect(setOffFor(divided, told)).toBe(150);
  expect(givenBack(found, null)).toEqual([]);
});

test('what was given back occupies nothing', () => {
  expect(occupies(booking('1', 'permitted'))).toBe(true);
  expect(occupies(booking('1', 'revoked'))).toBe(false);
  expect(occupies(booking('1', 'no_show'))).toBe(false);
});

test('everybody must fit into the smallest of the rooms', () => {
  const found = application([booking('1', 'held'), booking('2', 'held', { space: 'room' }), booking('3', 'held')]);
  expect(spacesOf(found)).toEqual(['hall', 'room']);
  expect(smallestCapacity(found, new Map([['hall', 600], ['room', 18]]))).toBe(18);
});

test('only what may be done in every room is offered', () => {
  const room = (code: string, activities: string[]) => ({ code, activities }) as unknown as Space;
  const rooms = [room('hall', []), room('room', ['meeting', 'chorus']), room('kitchen', ['cooking', 'meeting'])];
  const activities = ['meeting', 'chorus', 'cooking'].map((code) => ({ code })) as Town['activities'];
  const codes = (...spaces: string[]) => activitiesFor(application(spaces.map((space) => booking(space, 'held', { space }))), rooms, activities)
    .map(({ code }) => code);
  expect(codes('hall')).toEqual(['meeting', 'chorus', 'cooking']);
  expect(codes('hall', 'room')).toEqual(['meeting', 'chorus']);
  expect(codes('room', 'kitchen')).toEqual(['meeting']);
});

test.each<[BookingState, Application['state'], BookingState[]]>([
  ['permitted', 'permitted', ['cancelled', 'permitted']],
  ['checked_in', 'over', ['cancelled', 'used', 'checked_in']],
  ['used', 'over', ['cancelled', 'used', 'no_show']],
  ['revoked', 'over', ['cancelled', 'revoked']],
  ['cancelled', 'over', ['withdrawn', 'cancelled']],
  ['expired', 'over', []],
])('it is told as %s', (word, state, states) =>
  expect(standingOf(application(states.map((of_booking, index) => booking(String(index), of_booking)), { state }))).toBe(word));

test.each<[string, BookingState[], string[], boolean]>([
  ['hold_closed', ['revoked'], [], true],
  ['hold_ended', ['revoked'], [], false],
  ['hold_closed', ['withdrawn', 'revoked'], [], true],
  ['revoked', ['revoked'], ['0'], false],
  ['revoked', ['revoked', 'revoked'], ['1'], true],
  ['cancelled', ['cancelled'], [], false],
])('a hold that the town ended is told as %s', (word, states, decided, closed) =>
  expect(standingWord(application(states.map((of_booking, index) => booking(String(index), of_booking)), {
    state: 'over', decisions: [{ booking_ids: decided }] as Application['decisions'],
    ...(closed ? { closed_holds: [{ booking_id: '0', reason: { ja: '漏水', en: 'Water' } }] } : {}) }))).toBe(word));
