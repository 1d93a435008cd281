import { describe, expect, it } from 'vitest';
import { abandonedLast, boardOf, most_uses_shown, nameOf, usesShown, type FoundBooking } from './found_lines';

const on = (date: string, last_date = date): FoundBooking =>
  ({ booking_id: date, space: 'small_meeting', state: 'permitted', date, start: '09:00', last_date, end: '12:00' });
const days = (count: number) => Array.from({ length: count }, (_, index) => on(`2026-12-${String(index + 1).padStart(2, '0')}`));
const dates = (bookings: readonly FoundBooking[]) => bookings.map(({ date }) => Number(date.slice(8)));

describe('of the uses of an application', () => {
  it('a few are all shown', () => {
    expect(dates(usesShown(days(most_uses_shown), '2027-06-01'))).toEqual([1, 2, 3, 4, 5]);
    expect(usesShown([], '2026-12-01')).toEqual([]);
  });

  it.each([
    ['before the first', '2026-11-01', [1, 2, 3, 4, 5]],
    ['on a day of use', '2026-12-04', [4, 5, 6, 7, 8]],
    ['when few are still to come', '2026-12-11', [8, 9, 10, 11, 12]],
    ['when all have been', '2027-06-01', [8, 9, 10, 11, 12]],
  ])('of many the next are shown: %s', (_, today, shown) => {
    expect(dates(usesShown(days(12), today))).toEqual(shown);
  });

  it('a stay that goes on has not been yet', () => {
    const stays = [on('2026-12-01', '2026-12-09'), ...days(12).slice(9), ...days(12).slice(9)];
    expect(dates(usesShown(stays, '2026-12-05'))[0]).toBe(1);
  });
});

it('a use leads to the board of its first day, in the view that is shown, with its booking', () => {
  expect(boardOf('kirara', on('2026-12-31', '2027-01-02'), 'list')).toBe('/?facility=kirara&date=2026-12-31&view=list&booking=2026-12-31');
});

it('an application is called by its group, else its purpose, else its applicant', () => {
  const application = { application_id: '1', number: null, kind: 'ordinary', facility: 'kirara', holder: '佐藤 花子', bookings: days(1) } as const;
  expect(nameOf({ ...application, bookings: days(1), group_name: '合唱団', purpose: '練習' })).toBe('合唱団');
  expect(nameOf({ ...application, bookings: days(1), group_name: null, purpose: '練習' })).toBe('練習');
  expect(nameOf({ ...application, bookings: days(1), group_name: null, purpose: null })).toBe('佐藤 花子');
});

it('what was abandoned before it was applied for stands last, all else as it was found', () => {
  const found = (application_id: string, number: string | null, ...states: FoundBooking['state'][]) => ({ application_id, number,
    kind: 'ordinary' as const, facility: 'kirara', holder: '', purpose: null, group_name: null, bookings: states.map((state) => ({ ...on('2026-12-01'), state })) });
  const order = abandonedLast([found('left', null, 'expired', 'withdrawn'), found('over', 'K-2', 'withdrawn'), found('typing', null, 'expired', 'held'),
    found('gone', null, 'expired'), found('live', 'K-1', 'permitted')]);
  expect(order.map(({ application_id }) => application_id)).toEqual(['over', 'typing', 'live', 'left', 'gone']);
});
