/**
 * The name that a misspelled one was probably meant to be.
 *
 * Levenshtein's edit distance over the few names of a table: two edits, or a third of a longer
 * word, are taken for a slip; anything farther gets no suggestion, because a wrong one misleads.
 *
 * @source V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions and
 * reversals"
 */

/**
 * The name nearest to `written`, or undefined when none is near.
 *
 * @example
 * nearestName('quantty', ['item', 'quantity']) // => 'quantity'
 */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Math.max(2, Math.floor(written.length / 3)) + 1;
  for (const name of names) {
    const edits = editDistance(written.toLowerCase(), name.toLowerCase());
    if (edits < least && edits < name.length) {
      least = edits;
      nearest = name;
    }
  }
  return nearest;
}

/**
 * Single-character insertions, deletions and replacements between two words; one row of the table.
 */
function editDistance(from: string, to: string): number {
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
