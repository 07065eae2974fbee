/**
 * The diagram of a whole product: every valid configuration and no other, in one shared graph.
 *
 * An AND/OR decision diagram over a tree of variables. A node asks its variable; for each value
 * that leads anywhere it has an edge to a joint, which has one child for each branch below the
 * variable, and all of them together make the rest. Many edges lead to the same joint: it is what
 * is worked out once for all of them. Nodes and joints stand in layers, one for each variable, and
 * are known by their places there.
 * What a question costs is one walk over the layers.
 *
 * @source R. Mateescu, R. Dechter, R. Marinescu, "AND/OR Multi-Valued Decision Diagrams (AOMDDs)
 * for Graphical Models" (2008)
 */
import type { VariableTree } from './variable-tree.ts';

/** The joint of values that lead to no valid configuration: the first one of every layer. */
export const DEAD_JOINT = 0;

/** The nodes and joints of one variable, which has D values and B branches below. */
export interface Layer {
  readonly nodes: number;
  readonly values: number;
  readonly branches: readonly number[];
  /** By node · D + value: the joint's place. */
  readonly edges: Int32Array;
  /** How many, the dead one among them. */
  readonly joints: number;
  /** By joint · B + branch: the child's place in the branch's layer; of the dead joint 0. */
  readonly children: Int32Array;
  /** By joint: conditional prices that fall due on the way to it, in minor units. */
  readonly prices: Float64Array;
}

/** A product's diagram. */
export interface Diagram {
  readonly tree: VariableTree;
  /** By variable. The layer of a root has one node. */
  readonly layers: readonly Layer[];
  /** The place of each variable's first value in lists over all values of all variables. */
  readonly firstValues: readonly number[];
  /** How many values all variables have together. */
  readonly values: number;
  /** Conditional prices that always hold, in minor units. */
  readonly fixedPrice: number;
  /** Nodes and joints of all layers. */
  readonly nodes: number;
  readonly joints: number;
}

/** Where each variable's values begin in a list over all of them, and how many there are. */
export function firstValuesOf(domainSizes: readonly number[]): {
  firsts: number[];
  values: number;
} {
  let values = 0;
  const firsts = domainSizes.map((size) => {
    values += size;
    return values - size;
  });
  return { firsts, values };
}
