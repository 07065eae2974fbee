/**
 * The name that a misspelled one was probably meant to be.
 *
 * Among the few names of a table two edits, or a third of a longer word, are taken for a slip;
 * anything farther gets no suggestion, because a wrong one misleads.
 */
import { editDistance } from '@kontor/kernel';

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
