/**
 * The names nearest to one that is unknown, for a message that helps.
 */
import { editDistance } from '@kontor/kernel';

/**
 * Up to `count` names by growing edit distance, case apart; none further off than half the length.
 *
 * @example
 * nearestNames('reveneu', ['revenue', 'units']) // => ['revenue']
 */
export function nearestNames(name: string, names: Iterable<string>, count = 3): string[] {
  const asked = name.slice(0, LENGTH_MAX).toLowerCase();
  const limit = Math.max(2, Math.floor(asked.length / 2));
  const found: { name: string; distance: number }[] = [];
  for (const candidate of names) {
    const text = candidate.slice(0, LENGTH_MAX).toLowerCase();
    const distance = text.endsWith(`.${asked}`) ? 0 : editDistance(asked, text);
    if (distance <= limit) found.push({ name: candidate, distance });
  }
  return found
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map((entry) => entry.name);
}

/** Names beyond this are compared by their beginnings. */
const LENGTH_MAX = 80;
