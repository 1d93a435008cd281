// Looks again when booking opens: everybody's page does, so each a little later than the next, and the cached answer
// will do; it is looked at again while it still is the one from before.
import { useEffect } from 'preact/hooks';
import { serverNow } from '../../shared/api/hiroba';

const longest_timer_ms = 2_000_000_000;
const spread_ms = 1_000;
const again_ms = 1_000;

/** `seen`: what was last fetched; its arrival starts the clock anew. */
export function useOpening(opens_at_ms: number | undefined, seen: unknown, look: () => void): void {
  useEffect(() => {
    if (opens_at_ms === undefined) return;
    const until_ms = opens_at_ms - serverNow();
    if (until_ms > longest_timer_ms) return;
    const timer = setTimeout(look, until_ms > 0 ? until_ms + Math.random() * spread_ms : again_ms);
    return () => clearTimeout(timer);
  }, [opens_at_ms, seen]);
}
