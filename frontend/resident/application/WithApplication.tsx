// Fetches the application of a page, with the facility it belongs to.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { loadApplication } from '../../shared/api/applications';
import type { Application, Booking, Facility, Space, Town } from '../../shared/api/hiroba';
import { hasCode } from '../../shared/api/wording';
import { useRemote } from '../../shared/app/remote';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Waiting } from '../../shared/components/Waiting';
import { t } from '../../shared/i18n/text';
import { findFacility, useTown } from '../../shared/town';
import { logInFirst, RequireLogIn } from '../account/RequireLogIn';
import { pastSpace } from './past_space';

export interface ApplicationView {
  town: Town;
  application: Application;
  facility: Facility;
  put(application: Application): void;
  reload(): Promise<void>;
}

interface Properties { application_id: string; children(view: ApplicationView): ComponentChildren }

/** The space of a booking. The town keeps it while somebody has booked it; who gave it back may find it gone. */
export function spaceOf(facility: Facility, booking: Pick<Booking, 'space'>): Space {
  return facility.spaces.find(({ code }) => code === booking.space) ?? pastSpace(booking);
}

function Fetched({ application_id, children }: Properties) {
  const { remote, reload, put } = useRemote(() => loadApplication(application_id), [application_id]);
  const { town, failure } = useTown();
  const logged_out = remote.state === 'failed' && hasCode(remote.failure, 'not_logged_in');
  useEffect(() => {
    if (logged_out) logInFirst();
  }, [logged_out]);

  if (remote.state === 'failed') {
    return <><Heading>{t('resident.application.title')}</Heading><FailureNotice failure={remote.failure} onRetry={() => void reload()} /></>;
  }
  if (failure) return <FailureNotice failure={failure} />;
  if (remote.state === 'loading' || !town) return <Waiting />;
  const facility = findFacility(town, remote.value.facility);
  if (!facility) throw new Error(`the town has no facility ${remote.value.facility}`);
  return <>{children({ town, application: remote.value, facility, put, reload })}</>;
}

export function WithApplication(properties: Properties) {
  return <RequireLogIn><Fetched {...properties} /></RequireLogIn>;
}
