/**
 * How far two words are apart: what finds the name that a misspelled one was meant to be.
 *
 * @source V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions and
 * reversals" (1966), by the table of Wagner and Fischer, of which one row is kept
 */

/**
 * The fewest letters (UTF-16 units) to put in, take out or replace that make one word the other.
 *
 * @example
 * editDistance('quantty', 'quantity') // => 1
 */
export function editDistance(from: string, to: string): number {
  const row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    let diagonal = row[0]!;
    row[0] = i;
    for (let j = 1; j <= to.length; j++) {
      const replaced = diagonal + (from[i - 1] === to[j - 1] ? 0 : 1);
      diagonal = row[j]!;
      row[j] = Math.min(replaced, row[j]! + 1, row[j - 1]! + 1);
    }
  }
  return row[to.length]!;
}
