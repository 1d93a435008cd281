import { expect, test } from 'vitest';
import { canRefund, canTakeBack, canUndo } from './book_actions';

const today = '2026-11-10';
const book = { is_sold: true, left: 11, tickets: 11, sold_on: today, valid_until: '2027-11-09' };

test.each([
  ['as it was sold', book, 90, true],
  ['used up', { ...book, left: 0 }, 90, false],
  ['undone', { ...book, is_sold: false }, 90, false],
  ['on its last day', { ...book, valid_until: today }, 90, true],
  ['out of date', { ...book, valid_until: '2026-11-09' }, 90, false],
  ['without end', { ...book, valid_until: null }, 90, true],
  ['of a town that gives nothing back', book, null, false],
] as const)('refunding a book %s', (_, of, refund_percent, possible) => expect(canRefund(of, { refund_percent }, today)).toBe(possible));

test.each([
  ['all left, on the day', book, true],
  ['one used', { ...book, left: 10 }, false],
  ['the day after', { ...book, sold_on: '2026-11-09' }, false],
  ['undone already', { ...book, is_sold: false, left: 0 }, false],
] as const)('undoing a sale, %s', (_, of, possible) => expect(canUndo(of, today)).toBe(possible));

const booking = { booking_id: '1', application_id: '2', number: null, space: 'court_1', date: today, start: '10:00', end: '12:00' };

test.each([
  ['a visit of today', { returned_for: null, used_on: today, booking: null }, true],
  ['a visit of yesterday', { returned_for: null, used_on: '2026-11-09', booking: null }, false],
  ['a use that begins later', { returned_for: null, used_on: '2026-11-01', booking: { ...booking, start: '10:01' } }, true],
  ['a use that has begun', { returned_for: null, used_on: '2026-11-01', booking }, false],
  ['what came back already', { returned_for: 'mistake', used_on: today, booking: null }, false],
] as const)('taking back %s', (_, use, possible) => expect(canTakeBack(use, { today, now: `${today} 10:00` })).toBe(possible));
