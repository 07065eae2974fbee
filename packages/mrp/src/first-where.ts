/**
 * The first place of a sorted row where something holds, by halving: a row of n takes log2 n looks.
 */

/**
 * The least index from 0 to `length` at which `holds`; `length` when it holds nowhere.
 *
 * @param holds - once true, true for every greater index
 * @example
 * firstWhere(4, (index) => [1, 3, 3, 7][index]! > 2) // => 1
 */
export function firstWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
