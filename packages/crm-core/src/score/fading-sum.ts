/**
 * Points that fade, carried on as one number: where no cap asks for them, the signals that they
 * came from need not be kept.
 */
import type { Instant } from '@kontor/kernel';

const DAY_MS = 86_400_000;

/** A sum of fading points, kept as one number: what it was worth, and when. */
export interface FadingSum {
  readonly points: number;
  /** Milliseconds since 1970. */
  readonly at: Instant;
}

/**
 * A fading sum with more points: S(t₂) = S(t₁) · 2^(−Δ ÷ half-life), so the signals themselves need
 * not be kept where no cap asks for them.
 *
 * @param at of the points; before or after that of the sum
 * @example
 * addFading({ points: 8, at: 0 }, 1, 30 * 86_400_000, 30) // => { points: 5, at: 2592000000 }
 */
export function addFading(
  sum: FadingSum | undefined,
  added: number,
  at: Instant,
  halfLifeDays: number,
): FadingSum {
  const until = Math.max(at, sum?.at ?? at);
  const worth = (value: number, from: Instant): number =>
    value * 2 ** (-(until - from) / (halfLifeDays * DAY_MS));
  return { points: worth(sum?.points ?? 0, sum?.at ?? at) + worth(added, at), at: until };
}

/** What a fading sum is worth at an instant after its own. */
export const fadedTo = (
  { points: value, at }: FadingSum,
  now: Instant,
  halfLifeDays: number,
): number => value * 2 ** (-(now - at) / (halfLifeDays * DAY_MS));
