/**
 * A minimal conflict: of things that cannot all hold, some that cannot either, though any fewer
 * can.
 *
 * @source U. Junker, "QuickXplain: Preferred Explanations and Relaxations for Over-Constrained
 * Problems" (AAAI 2004)
 */

/**
 * A minimal part of `things` that is in conflict; what comes first is kept by preference.
 *
 * @param isConflict whether these cannot hold together; true of all things, and of any set that has
 *   a set in conflict within it
 */
export function minimalConflict<Thing>(
  things: readonly Thing[],
  isConflict: (some: readonly Thing[]) => boolean,
): Thing[] {
  if (isConflict([])) return [];
  const within = (base: readonly Thing[], isNew: boolean, rest: readonly Thing[]): Thing[] => {
    if (isNew && isConflict(base)) return [];
    if (rest.length === 1) return [...rest];
    const middle = rest.length >> 1;
    const [first, last] = [rest.slice(0, middle), rest.slice(middle)];
    const ofLast = within([...base, ...first], first.length > 0, last);
    const ofFirst = within([...base, ...ofLast], ofLast.length > 0, first);
    return [...ofFirst, ...ofLast];
  };
  return within([], false, things);
}
