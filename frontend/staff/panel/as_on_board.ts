// A booking's file in the shape of the board, for bookings that are over and not on the board any more.
import type { BoardBooking } from '../../shared/api/hiroba';
import type { StaffBooking } from '../../shared/api/staff';

export function asOnBoard({ booking, application }: StaffBooking): BoardBooking {
  const { details } = application;
  return {
    booking_id: booking.booking_id, application_id: booking.application_id, facility: booking.facility, space: booking.space,
    number: application.number, kind: application.kind, state: booking.state, date: booking.date, start: booking.start,
    last_date: booking.last_date, end: booking.end, equipment: booking.equipment, activity: details?.activity ?? null,
    purpose: details?.purpose ?? null, group_name: details?.group_name ?? null, people: details?.people ?? null,
    holder: application.holder ?? '', owed: application.owed_yen > 0 && !booking.paid,
  };
}
