/**
 * The chance of one replication. Each purpose (gaps of arrivals, the work at an activity, the
 * choice at a gateway) has a stream of its own, and in it each case, and each visit of the case.
 */
import { philox4x32 } from './philox.ts';

/** A number above 0 and below 1: what all distributions are made from, by inversion. */
export type Uniform = number;

/** Where a draw stands in its stream. */
export interface DrawPlace {
  /** Which case, from 0. */
  readonly case: number;
  /** How often this case has drawn for this purpose before. */
  readonly visit?: number;
  /** Which of several draws at one place. */
  readonly draw?: number;
}

/** Draws by their address: the same address gives the same number. */
export interface Stream {
  at(place: DrawPlace): Uniform;
}

/**
 * The stream of a purpose.
 *
 * @param seed - a whole number from 0 to 2^32 − 1
 * @param replication - from 0
 * @param purpose - what it is for, as `work/approve`
 */
export function streamOf(seed: number, replication: number, purpose: string): Stream {
  const key = [seed >>> 0, replication >>> 0] as const;
  const stream = wordOf(purpose);
  return {
    at: ({ case: at, visit = 0, draw = 0 }) => {
      const [high, low] = philox4x32([stream, at, visit, draw], key);
      // 52 bits and a half: never 0, never 1, so that a logarithm of it is finite.
      return ((high >>> 6) * 0x4000000 + (low >>> 6) + 0.5) / 2 ** 52;
    },
  };
}

/** @source FNV-1a, 32 bits (Fowler, Noll, Vo), over UTF-16 units */
function wordOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
