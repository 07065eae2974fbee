/**
 * The slow, obvious twin of working days: one day after the other.
 */

/** The `count`-th working day after (before, below 0) `day`; 0 is the day itself. */
export function addByLoop(works: (day: number) => boolean, day: number, count: number): number {
  const step = Math.sign(count);
  let at = day;
  for (let left = Math.abs(count); left > 0; ) {
    at += step;
    if (works(at)) left--;
  }
  return at;
}

/** Working days in [from, to), negative when `to` comes first. */
export function countByLoop(works: (day: number) => boolean, from: number, to: number): number {
  if (to < from) return 0 - countByLoop(works, to, from);
  let count = 0;
  for (let at = from; at < to; at++) if (works(at)) count++;
  return count;
}
