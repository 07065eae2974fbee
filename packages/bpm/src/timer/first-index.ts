/**
 * The first index at which something holds that, once it holds, holds for all later ones.
 *
 * A timer of a second that slept for years has hundreds of millions of occurrences behind it; they
 * are found by doubling and halving, not one by one.
 */

/**
 * The smallest whole number from `from` on at which `holds`; it must hold somewhere.
 *
 * @example
 * firstIndex(0, (index) => index * index > 50) // => 8
 */
export function firstIndex(from: number, holds: (index: number) => boolean): number {
  let [low, stride] = [from - 1, 1];
  while (!holds(low + stride)) {
    low += stride;
    stride *= 2;
  }
  let high = low + stride;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
