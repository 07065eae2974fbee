/**
 * From an order of variables to a tree of them in which every rule lies along one branch.
 *
 * The tree of eliminating the variables from the last to the first: branches that share no rule
 * stand side by side and are compiled apart, so a product of two independent halves costs their sum
 * and not their product.
 *
 * @source R. Mateescu, R. Dechter, R. Marinescu, "AND/OR Multi-Valued Decision Diagrams (AOMDDs)
 * for Graphical Models" (2008), section 2, "pseudo tree"
 */

/** Variables as a forest, by place. */
export interface VariableTree {
  readonly roots: readonly number[];
  /** −1 for a root. */
  readonly parents: readonly number[];
  readonly childrenOf: readonly (readonly number[])[];
  /** Every variable after its parent, each branch in one piece. */
  readonly topDown: readonly number[];
  /** Where each variable stands in `topDown`. */
  readonly positions: readonly number[];
}

/** The tree of an order (from the top) for rules over these scopes. */
export function variableTree(
  order: readonly number[],
  scopes: readonly (readonly number[])[],
): VariableTree {
  const parents = eliminate(order, scopes);
  const childrenOf: number[][] = order.map(() => []);
  const roots: number[] = [];
  for (const variable of order) {
    const parent = parents[variable]!;
    (parent < 0 ? roots : childrenOf[parent]!).push(variable);
  }
  const topDown: number[] = [];
  const open = roots.toReversed();
  for (let variable = open.pop(); variable !== undefined; variable = open.pop()) {
    topDown.push(variable);
    open.push(...childrenOf[variable]!.toReversed());
  }
  const positions: number[] = [];
  for (const [position, variable] of topDown.entries()) positions[variable] = position;
  return { roots, parents, childrenOf, topDown, positions };
}

/**
 * The parent of each variable: the nearest one above that it meets in what is left of the rules.
 */
function eliminate(order: readonly number[], scopes: readonly (readonly number[])[]): number[] {
  const positions: number[] = [];
  for (const [position, variable] of order.entries()) positions[variable] = position;
  const above = order.map(() => new Set<number>());
  for (const scope of scopes) {
    for (const variable of scope) {
      const higher = scope.filter((other) => positions[other]! < positions[variable]!);
      for (const other of higher) above[variable]!.add(other);
    }
  }
  const parents: number[] = [];
  for (const variable of order.toReversed()) {
    const met = [...above[variable]!];
    const nearest = met.reduce((a, b) => (a >= 0 && positions[a]! > positions[b]! ? a : b), -1);
    parents[variable] = nearest;
    for (const other of met) if (other !== nearest) above[nearest]!.add(other);
  }
  return parents;
}
