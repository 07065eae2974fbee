/**
 * The value of a given rank among whole numbers of 32 bits, by counting.
 *
 * Values are counted by their highest bits; only those of the one class in which the rank lies are
 * looked at again, by their next bits. So a value is read about three times, is never moved, and
 * none is compared with another, whatever their order.
 *
 * @source D. E. Knuth, "The Art of Computer Programming", volume 3, 5.2.5 (distribution by digits)
 */

/** Classes of one pass: their counts stay in the first cache. */
const CLASS_BITS = 11;

/** The value of a rank, and the one of the next rank (the same where there is no next). */
export interface Neighbours {
  readonly value: number;
  readonly next: number;
}

/**
 * The values of `rank` (from 0) and of the rank after it; `values` stay as they are.
 *
 * @example
 * selectInts(Int32Array.of(50, 10, 30, 20), 1) // => { value: 20, next: 30 }
 */
export function selectInts(values: Int32Array, rank: number): Neighbours {
  const { least, most } = boundsOf(values);
  const shift = Math.max(0, 32 - Math.clz32(most - least) - CLASS_BITS);
  const counts = countClasses(values, least, shift);
  let found = 0;
  let before = 0;
  while (before + counts[found]! <= rank) before += counts[found++]!;
  const isLast = rank + 1 === before + counts[found]!;
  const own =
    shift === 0 ? wholeClass(least + found) : within(values, least, shift, found, rank - before);
  if (!isLast || rank + 1 === values.length) return own;
  return { value: own.value, next: leastAbove(values, own.value) };
}

const wholeClass = (value: number): Neighbours => ({ value, next: value });

function boundsOf(values: Int32Array): { least: number; most: number } {
  let least = values[0]!;
  let most = least;
  for (let index = 1; index < values.length; index++) {
    const value = values[index]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

/** By class how many values it has; the distance to the least is below 2^32. */
function countClasses(values: Int32Array, least: number, shift: number): Int32Array {
  const counts = new Int32Array(2 ** CLASS_BITS);
  for (let index = 0; index < values.length; index++) {
    counts[((values[index]! - least) | 0) >>> shift]!++;
  }
  return counts;
}

/** The same among the values of one class. */
function within(
  values: Int32Array,
  least: number,
  shift: number,
  wanted: number,
  rank: number,
): Neighbours {
  const own = new Int32Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    own[count] = value;
    count = (count + (((value - least) | 0) >>> shift === wanted ? 1 : 0)) | 0;
  }
  return selectInts(own.subarray(0, count), rank);
}

function leastAbove(values: Int32Array, bound: number): number {
  let least = 2 ** 31;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value > bound && value < least) least = value;
  }
  return least;
}
