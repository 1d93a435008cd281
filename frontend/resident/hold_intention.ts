// The slot somebody chose before logging in: taken up again right after.
import type { HoldRequest } from '../shared/api/hiroba';
import { forget, recall, remember } from '../shared/memory';

export function keepIntention(request: HoldRequest): void {
  remember('intention', request);
}

/** Hands it out once, and only to the page of that space and day. */
export function takeIntention(space: string, date: string): HoldRequest | undefined {
  const request = recall<HoldRequest>('intention');
  if (!request || request.space !== space || request.date !== date) return undefined;
  forget('intention');
  return request;
}
