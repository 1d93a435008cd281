// What somebody wanted to hold before logging in: taken up again right after, on the same page.
import type { Use } from '../../shared/api/hiroba';
import { forget, recall, remember } from '../../shared/memory';

interface Intention { page: string; uses: Use[] }

export function keepIntention(page: string, uses: Use[]): void {
  remember('intention', { page, uses } satisfies Intention);
}

/** Hands it out once, and only to the page that kept it. */
export function takeIntention(page: string): Use[] | undefined {
  const intention = recall<Intention>('intention');
  if (!intention || intention.page !== page) return undefined;
  forget('intention');
  return intention.uses;
}
