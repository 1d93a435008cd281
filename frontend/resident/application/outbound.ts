// Whether this tab is on its way to the provider's page: it is sent there once per attempt, never again on coming back.
import { forget, recall, remember } from '../../shared/memory';

const name = 'outbound';

export function markOutbound(attempt_id: string): void {
  remember(name, attempt_id);
}

export function isOutbound(attempt_id: string | undefined): boolean {
  return attempt_id !== undefined && recall<string>(name) === attempt_id;
}

export function clearOutbound(): void {
  forget(name);
}
