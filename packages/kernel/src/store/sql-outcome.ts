/**
 * How long the outcomes of batches are kept: they answer a retry after a lost acknowledgement.
 */
import type { Clock } from '../clock.ts';

/** A day: whoever has not asked by then has given up. */
export const outcomeKeptMs = 24 * 60 * 60 * 1000;

/** How often the old ones are removed, in milliseconds of the clock. */
export const pruneEveryMs = 60 * 60 * 1000;

/**
 * A clock that stands still when the one behind it jumps back, so that no outcome is dated too old.
 */
export function risingClock(clock: Clock): () => number {
  let latest = -Infinity;
  return () => {
    latest = Math.max(latest, clock.now());
    return latest;
  };
}
