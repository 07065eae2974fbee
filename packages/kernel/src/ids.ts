/**
 * Ids and chance: both come in by the door, so that a run can be replayed with the same ones.
 *
 * @source ULID specification (ulid/spec): 48 bits of time, 80 bits of chance, in order of time
 */
import { monotonicFactory } from 'ulid';
import type { Clock } from './clock.ts';
import { KernelError } from './errors.ts';

/** Gives ids, each one new. */
export interface Ids {
  next(): string;
}

/** Chance: a number from 0 (included) to 1 (excluded). */
export type Random = () => number;

/** The last millisecond that a ULID can name. */
const ULID_TIME_MAX = 2 ** 48 - 1;

/**
 * ULIDs: 26 characters that sort by time; within a millisecond, and when the clock steps back, each
 * is one above the last. Chance comes from the platform's cryptographic source unless it is given.
 *
 * @throws KernelError KERNEL_BAD_INSTANT — `next()` when the clock is before 1970 or past 10889
 * @example
 * ulids(manualClock(0), seededRandom(1)).next() // => '000000000147C4FEZDQK8YZG0M'
 */
export function ulids(clock: Clock, random?: Random): Ids {
  const make = monotonicFactory(random);
  return {
    next: () => {
      const instant = Math.floor(clock.now());
      if (!(instant >= 0 && instant <= ULID_TIME_MAX)) {
        throw new KernelError('KERNEL_BAD_INSTANT', { value: String(instant) });
      }
      // ulid reads a seed of 0 as "none given" and would look at the machine's clock.
      return make(Math.max(instant, 1));
    },
  };
}

/**
 * Numbered ids for tests and examples: the same at every run, in order as text up to 999,999.
 *
 * @example
 * sequentialIds('order').next() // => 'order-000001'
 */
export function sequentialIds(prefix: string): Ids {
  let count = 0;
  return { next: () => `${prefix}-${String(++count).padStart(6, '0')}` };
}

/**
 * Chance that repeats: the same seed gives the same numbers on every machine. Not for secrets.
 *
 * @source Mulberry32 by Tommy Ettinger (public domain): 32 bits of state, period 2^32
 * @example
 * seededRandom(1)() === seededRandom(1)() // => true
 */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
