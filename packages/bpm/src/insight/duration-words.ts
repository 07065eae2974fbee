/** Durations and instants as a person reads them. */

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/**
 * A duration in its two largest units, the rest cut off: `3 h 20 min`. A day is 24 hours.
 *
 * @example
 * durationWords(12_000_000) // => '3 h 20 min'
 */
export function durationWords(milliseconds: number | bigint): string {
  let rest = BigInt(milliseconds);
  const words: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = rest / BigInt(size);
    rest %= BigInt(size);
    if (count > 0n) words.push(`${count} ${unit}`);
    else if (words.length > 0) break;
    if (words.length === 2) break;
  }
  return words.length === 0 ? '0 s' : words.join(' ');
}

/** An instant to the minute: `2026-03-02 09:30 UTC`. */
export const instantWords = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
