/**
 * How many nodes a product of rules may take in a tree of variables, before it is made.
 *
 * At each variable a branch knows no more than the nodes of the rules that cross into it, and of
 * the small rules no more than the values of the variables that they ask above. The sum over all
 * variables of the smaller bound ranks trees well, at a thousandth of the cost of trying them.
 */
import type { Factor } from './multiply-rules.ts';
import { FAILED } from './rule-diagram.ts';
import type { VariableTree } from './variable-tree.ts';

/** Rules over more variables than this tell little of what is near to what. */
export const WIDE_SCOPE = 6;

/** An upper bound of the nodes, as a rank: the logarithm of the widest places counts most. */
export function estimateNodes(
  factors: readonly Factor[],
  tree: VariableTree,
  domainSizes: readonly number[],
): number {
  const ofWide = domainSizes.map(() => 0);
  const ofNarrow = domainSizes.map(() => 0);
  const context = domainSizes.map(() => new Set<number>());
  for (const factor of factors) {
    const widths = cutWidths(factor);
    const isWide = factor.scope.length > WIDE_SCOPE;
    let level = factor.scope.length - 1;
    let below = factor.scope[level] ?? -1;
    for (; level > 0; below = tree.parents[below]!) {
      // The nearest variable of the rule above `below` is at `level` − 1.
      if (isWide) ofWide[below]! += widths[level]!;
      else {
        ofNarrow[below]! += widths[level]!;
        for (const above of factor.scope.slice(0, level)) context[below]!.add(above);
      }
      if (tree.parents[below] === factor.scope[level - 1]) level--;
    }
  }
  return domainSizes.reduce((sum, _, variable) => {
    const values = [...context[variable]!].reduce(
      (log, one) => log + Math.log(domainSizes[one]!),
      0,
    );
    return sum + Math.exp(ofWide[variable]! + Math.min(ofNarrow[variable]!, values));
  }, 0);
}

/** By level of the scope: the logarithm of how many nodes a path from above can have come to. */
function cutWidths({ root, scope, variableOf, childrenOf, price }: Factor): number[] {
  const levels = new Map(scope.map((variable, level) => [variable, level]));
  const levelOf = (node: number): number => levels.get(variableOf[node]!) ?? scope.length;
  const met = scope.map(() => new Set<number>());
  const meet = (above: number, node: number): void => {
    if (node === FAILED && price === undefined) return;
    const last = Math.min(levelOf(node), scope.length - 1);
    for (let level = above + 1; level <= last; level++) met[level]!.add(node);
  };
  meet(-1, root);
  for (const [node, children] of childrenOf.entries()) {
    for (const child of children) meet(levelOf(node), child);
  }
  return met.map(({ size }) => Math.log(Math.max(1, size)));
}
