/**
 * Clocks: the only door by which "now" comes in. Engines' pure parts get instants as arguments.
 */
import { KernelError } from './errors.ts';

/** Tells the time. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number;
}

/** A clock that stands still until it is told; for tests, simulations and replays. */
export interface ManualClock extends Clock {
  /** Puts the clock to an instant, forward or back. */
  set(instant: number): void;
  /** Moves the clock on by so many milliseconds. */
  advance(milliseconds: number): void;
}

/** The clock of the machine. */
export const systemClock: Clock = { now: () => Date.now() };

/** The widest instant of an ECMAScript Date, either way. */
const INSTANT_MAX = 8.64e15;

/**
 * A clock that stands at `start` until it is set or advanced.
 *
 * @throws KernelError KERNEL_BAD_INSTANT — not whole milliseconds that a Date can hold
 * @example
 * const clock = manualClock(Date.parse('2026-03-02T08:00:00Z'));
 * clock.advance(60_000);
 * new Date(clock.now()).toISOString() // => '2026-03-02T08:01:00.000Z'
 */
export function manualClock(start = 0): ManualClock {
  let now = checkInstant(start);
  return {
    now: () => now,
    set: (instant) => {
      now = checkInstant(instant);
    },
    advance: (milliseconds) => {
      now = checkInstant(now + milliseconds);
    },
  };
}

function checkInstant(instant: number): number {
  if (Number.isInteger(instant) && Math.abs(instant) <= INSTANT_MAX) return instant;
  throw new KernelError('KERNEL_BAD_INSTANT', { value: String(instant) });
}
