/**
 * How much a node of a tree with operators counts where the tree itself is not shown.
 *
 * On the way up each node's operator says how it enters its parent: as it is, negated, or not at
 * all. A member that a filter names is shown by itself and is never negated.
 */
import type { Conjunct } from './filter-plan.ts';
import type { Level } from './hierarchy.ts';

/** By node: +1, −1, or 0 for what does not enter the total. */
export function treeWeights(level: Level, filter: readonly Conjunct[] | null): Int8Array {
  const signs = level.tree!.signs!;
  const weights = new Int8Array(signs.length);
  const tops = topsOf(level, filter);
  for (let node = 0; node < weights.length; node++) {
    let weight = 1;
    for (let up = node; up >= 0 && weight !== 0; up = level.parents[up]!) {
      if (tops?.has(up) === true) break;
      weight *= signs[up]!;
    }
    weights[node] = weight;
  }
  return weights;
}

/** The topmost nodes that a filter leaves. */
function topsOf(level: Level, filter: readonly Conjunct[] | null): Set<number> | undefined {
  const choices = (filter ?? []).flatMap(({ members }) =>
    members.filter((choice) => choice.level === level),
  );
  if (choices.length === 0) return undefined;
  const isAllowed = (node: number): boolean => choices.some(({ allowed }) => allowed[node] === 1);
  const tops = new Set<number>();
  for (let node = 0; node < level.keys.length; node++) {
    const parent = level.parents[node]!;
    if (isAllowed(node) && (parent < 0 || !isAllowed(parent))) tops.add(node);
  }
  return tops;
}
