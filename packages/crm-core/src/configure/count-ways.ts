/**
 * How many valid configurations there are: the number of ways below every node of a diagram.
 *
 * The ways of a node are the sum over its values, and those of a joint the product over its
 * branches. They pass every number type soon: 200 variables have some 10^128.
 */
import type { Diagram } from './diagram.ts';
import { Scratch } from './scratch.ts';
import { type Allowed, openPlaces, type Reach, type WalkStart, walkUp } from './walk-up.ts';
import { numberAt, products, sums, type WholeNumbers } from './whole-numbers.ts';

/** By variable, the ways below each node. */
export type Ways = readonly WholeNumbers[];

const roomOfJoints = new Scratch();
const roomOfNodes = new Scratch();

/** The number of valid ways below every node within reach. */
export function countWays(
  diagram: Diagram,
  allowed: Allowed,
  start: WalkStart<WholeNumbers> & { readonly reach: Reach },
): Ways {
  return walkUp(diagram, start, (ways: WholeNumbers[], variable) => {
    const { values, branches, edges, children } = diagram.layers[variable]!;
    const { nodes, joints } = start.reach[variable]!;
    const below = branches.map((branch) => ways[branch]!);
    const rowsOfJoints = { cells: children, columns: branches.length, isWanted: joints };
    const ofJoints = products(below, rowsOfJoints, roomOfJoints);
    const open = openPlaces(diagram, allowed, variable);
    const rowsOfNodes = { cells: edges, columns: values, isWanted: nodes };
    return sums(ofJoints, rowsOfNodes, open, roomOfNodes);
  });
}

/** The number of valid configurations. */
export const totalWays = ({ tree }: Diagram, ways: Ways): bigint =>
  tree.roots.reduce((product, root) => product * numberAt(ways[root]!, 0), 1n);
