// A change of one booking, this and the following, or all: only what differs is sent.
import type { ChangeRequest } from '../../shared/api/applications';
import type { Booking, EquipmentWish, Space } from '../../shared/api/hiroba';
import { isDate } from '../../shared/time/civil';
import { isWhole, type TimeWish } from '../parts/time_choices';
import type { Place } from '../parts/PlaceChooser';

export interface ChangeForm { scope: ChangeRequest['scope']; place: Place; equipment: EquipmentWish[] }
export type ChangeFault = 'date_missing' | 'time_missing' | 'nothing_changed';

export function formOf(booking: Booking): ChangeForm {
  const wish: TimeWish = booking.band !== null ? { band: booking.band }
    : booking.nights !== null ? { nights: booking.nights } : { start: booking.start, end: booking.end };
  return { scope: 'one', place: { space: booking.space, date: booking.date, wish }, equipment: [...booking.equipment] };
}

function sameEquipment(a: readonly EquipmentWish[], b: readonly EquipmentWish[]): boolean {
  const text = (wishes: readonly EquipmentWish[]) => wishes.map(({ code, quantity }) => `${code}:${quantity}`).sort().join();
  return text(a) === text(b);
}

function sameWish(a: TimeWish, b: TimeWish): boolean {
  return a.band === b.band && a.start === b.start && a.end === b.end && a.nights === b.nights;
}

export function changeOf(booking: Booking, space: Space | undefined, form: ChangeForm): ChangeRequest | ChangeFault {
  const before = formOf(booking);
  const { scope, place } = form;
  if (scope === 'one' && !isDate(place.date)) return 'date_missing';
  if (!space || !isWhole(space, place.wish)) return 'time_missing';
  const changes: Partial<ChangeRequest> = {
    ...(place.space !== before.place.space ? { space: place.space } : {}),
    ...(scope === 'one' && place.date !== before.place.date ? { date: place.date } : {}),
    ...(place.space !== before.place.space || !sameWish(place.wish, before.place.wish) ? place.wish : {}),
    ...(sameEquipment(form.equipment, before.equipment) ? {} : { equipment: form.equipment }),
  };
  if (Object.keys(changes).length === 0) return 'nothing_changed';
  return { booking_id: booking.booking_id, scope, ...changes };
}
