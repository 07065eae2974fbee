/**
 * The names nearest to one that is unknown, for a message that helps: a wrong one misleads, so that
 * names which are far off are none.
 */
import { editDistance } from './edit-distance.ts';

/** Names beyond this are compared by their beginnings. */
const LENGTH_MAX = 80;

/**
 * Up to `count` names by growing edit distance, case apart: within two letters, or within a part of
 * the name's length, by default half of it; with `part` Infinity however far. A name after a dot
 * counts for the whole.
 *
 * @example
 * nearestNames('reveneu', ['revenue', 'units']) // => ['revenue']
 */
export function nearestNames(
  name: string,
  names: Iterable<string>,
  { count = 3, part = 1 / 2 }: { readonly count?: number; readonly part?: number } = {},
): string[] {
  const asked = name.slice(0, LENGTH_MAX).toLowerCase();
  const limit = Math.max(2, Math.floor(asked.length * part));
  const found: { name: string; distance: number }[] = [];
  for (const candidate of new Set(names)) {
    const text = candidate.slice(0, LENGTH_MAX).toLowerCase();
    const distance = text.endsWith(`.${asked}`) ? 0 : editDistance(asked, text);
    const most = part === Infinity ? part : Math.min(limit, text.length - 1);
    if (distance <= most) found.push({ name: candidate, distance });
  }
  return found
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map((entry) => entry.name);
}
