/**
 * The names that somebody may have meant: those that the fewest edits lead to.
 */
import { editDistance } from '@kontor/kernel';

/** At most so many of the known names, the nearest first. */
export function nearestNames(name: string, known: readonly string[], count = 3): string[] {
  const wanted = name.toLowerCase();
  return [...new Set(known)]
    .map((one) => ({ one, distance: editDistance(wanted, one.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || (a.one < b.one ? -1 : 1))
    .slice(0, count)
    .map(({ one }) => one);
}
