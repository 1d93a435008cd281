import { loadBooking, type Booking } from '../shared/api/hiroba';
import { useRemote, type RemoteHandle } from '../shared/app/remote';

export function useBooking(booking_id: string): RemoteHandle<Booking> {
  return useRemote(() => loadBooking(booking_id), [booking_id]);
}
