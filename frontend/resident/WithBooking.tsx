// Fetches the booking of a page, with the names that belong to it.
import type { ComponentChildren } from 'preact';
import type { Booking, Facility, Space } from '../shared/api/hiroba';
import { hasCode } from '../shared/api/wording';
import { FailureNotice } from '../shared/components/FailureNotice';
import { Heading } from '../shared/components/Heading';
import { Waiting } from '../shared/components/Waiting';
import { t } from '../shared/i18n/text';
import { findSpace, useTown } from '../shared/town';
import { logInFirst, RequireLogIn } from './RequireLogIn';
import { useBooking } from './use_booking';
import { useEffect } from 'preact/hooks';

export interface BookingView {
  booking: Booking;
  facility: Facility;
  space: Space;
  put(booking: Booking): void;
  reload(): Promise<void>;
}

interface Properties { booking_id: string; children(view: BookingView): ComponentChildren }

function Fetched({ booking_id, children }: Properties) {
  const { remote, reload, put } = useBooking(booking_id);
  const { town, failure } = useTown();
  const logged_out = remote.state === 'failed' && hasCode(remote.failure, 'not_logged_in');
  useEffect(() => {
    if (logged_out) logInFirst();
  }, [logged_out]);

  if (remote.state === 'failed') {
    return <><Heading>{t('resident.booking.title')}</Heading><FailureNotice failure={remote.failure} onRetry={() => void reload()} /></>;
  }
  if (failure) return <FailureNotice failure={failure} />;
  if (remote.state === 'loading' || !town) return <Waiting />;
  const found = findSpace(town, remote.value.space);
  if (!found) throw new Error(`the town has no space ${remote.value.space}`);
  return <>{children({ booking: remote.value, ...found, put, reload })}</>;
}

export function WithBooking(properties: Properties) {
  return <RequireLogIn><Fetched {...properties} /></RequireLogIn>;
}
