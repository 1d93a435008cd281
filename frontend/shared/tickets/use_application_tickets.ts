// The tickets that pay for an application's uses, fetched again when it has changed.
import { loadApplicationTickets, type ApplicationTickets } from '../api/tickets';
import type { Application } from '../api/hiroba';
import { useRemote, type RemoteHandle } from '../app/remote';

export function useApplicationTickets({ application_id, version }: Pick<Application, 'application_id' | 'version'>): RemoteHandle<ApplicationTickets> {
  return useRemote(() => loadApplicationTickets(application_id), [application_id, version]);
}
