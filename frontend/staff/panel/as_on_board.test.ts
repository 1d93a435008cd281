import { expect, test } from 'vitest';
import type { StaffBooking } from '../../shared/api/staff';
import { asOnBoard } from './as_on_board';

test('a booking’s file says the same as the board', () => {
  const known = { booking: { booking_id: '1', application_id: '2', facility: 'kirara', space: 'hall', state: 'permitted_unpaid', date: '2026-12-01',
    start: '09:00', last_date: '2026-12-01', end: '12:00', equipment: [], paid: false },
  application: { number: 'K-7', kind: 'ordinary', holder: '星野 さくら', owed_yen: 500, details: { purpose: '読書会', people: 8, activity: 'meeting' } },
  } as unknown as StaffBooking;
  expect(asOnBoard(known)).toEqual({ booking_id: '1', application_id: '2', facility: 'kirara', space: 'hall', number: 'K-7', kind: 'ordinary',
    state: 'permitted_unpaid', date: '2026-12-01', start: '09:00', last_date: '2026-12-01', end: '12:00', equipment: [], activity: 'meeting',
    purpose: '読書会', group_name: null, people: 8, holder: '星野 さくら', owed: true });
});
