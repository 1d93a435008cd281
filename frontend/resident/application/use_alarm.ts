// Rings once when the server's clock reaches an instant.
import { useEffect } from 'preact/hooks';
import { serverNow } from '../../shared/api/hiroba';

const longest_timer_ms = 2_000_000_000;

export function useAlarm(at_ms: number | undefined, ring: () => void): void {
  useEffect(() => {
    if (at_ms === undefined) return;
    const wait_ms = at_ms - serverNow();
    if (wait_ms > longest_timer_ms) return;
    const timer = setTimeout(ring, Math.max(0, wait_ms));
    return () => clearTimeout(timer);
  }, [at_ms]);
}
