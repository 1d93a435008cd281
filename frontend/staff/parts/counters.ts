// What waits for the desk: shown in the navigation, looked at now and then and after every decision.
import { useEffect } from 'preact/hooks';
import { countWaiting, type DeskCounters } from '../../shared/api/staff';
import { createStore, useStore } from '../../shared/store';

const counters = createStore<DeskCounters>({ reviews: 0, reductions: 0, kept: 0, payment_cases: 0 });
const every_ms = 60_000;

/** Without an answer the last known numbers stay: the page that is open tells of a dead line itself. */
export function refreshCounters(): void {
  void countWaiting().then((answer) => { if (answer.ok) counters.set(answer.value); });
}

/** Only while somebody of the desk is logged in, and only while the page is looked at. */
export function useCounters(active: boolean): DeskCounters {
  useEffect(() => {
    if (!active) return;
    refreshCounters();
    const timer = setInterval(() => { if (document.visibilityState === 'visible') refreshCounters(); }, every_ms);
    return () => clearInterval(timer);
  }, [active]);
  return useStore(counters);
}
