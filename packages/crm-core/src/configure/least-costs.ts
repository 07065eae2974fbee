/**
 * What is cheapest: the least cost below every node of a diagram, and a configuration that has it.
 *
 * Infinity stands where nothing is valid, so the same walk tells what is possible.
 */
import { DEAD_JOINT, type Diagram, type Layer } from './diagram.ts';
import { Scratch } from './scratch.ts';
import { type Allowed, openPlaces, type WalkStart, walkUp } from './walk-up.ts';

/** What is minimised: so much for each value, and conditional prices times a factor. */
export interface Objective {
  /** By place over all values of all variables. */
  readonly valueCosts: Float64Array;
  readonly priceFactor: -1 | 0 | 1;
}

/** The least cost of the rest below each node, by variable and node; Infinity for none. */
export type LeastCosts = readonly Float64Array[];

const room = new Scratch();

/** The least cost below every node. */
export function leastCosts(
  diagram: Diagram,
  allowed: Allowed,
  { valueCosts, priceFactor }: Objective,
  start: WalkStart<Float64Array> = {},
): LeastCosts {
  return walkUp(diagram, start, (costs: Float64Array[], variable, reach) => {
    const layer = diagram.layers[variable]!;
    const below = layer.branches.map((branch) => costs[branch]!);
    const ofJoints = costsOfJoints(layer, below, priceFactor, reach?.joints);
    const first = diagram.firstValues[variable]!;
    const values = { open: openPlaces(diagram, allowed, variable), first, costs: valueCosts };
    return costsOfNodes(layer, ofJoints, values, reach?.nodes);
  });
}

/** By joint, until the next layer uses the room again; joints out of reach cost Infinity. */
function costsOfJoints(
  { joints, prices, children }: Layer,
  below: readonly Float64Array[],
  priceFactor: number,
  reach: Uint8Array | undefined,
): Float64Array {
  const costs = room.cells(joints).fill(Infinity, 0, joints);
  const width = below.length;
  for (let joint = DEAD_JOINT + 1; joint < joints; joint++) {
    if (reach !== undefined && reach[joint] === 0) continue;
    let cost = priceFactor * prices[joint]!;
    for (let branch = 0; branch < width; branch++) {
      cost += below[branch]![children[joint * width + branch]!]!;
    }
    costs[joint] = cost;
  }
  return costs;
}

/** The values of a variable that may be taken, and what values cost by place over all of them. */
interface OpenValues {
  readonly open: readonly number[];
  readonly first: number;
  readonly costs: Float64Array;
}

function costsOfNodes(
  { nodes, values, edges }: Layer,
  ofJoints: Float64Array,
  { open, first, costs: ofValues }: OpenValues,
  reach: Uint8Array | undefined,
): Float64Array {
  const costs = new Float64Array(nodes).fill(Infinity);
  for (let node = 0; node < nodes; node++) {
    if (reach !== undefined && reach[node] === 0) continue;
    let least = Infinity;
    for (let at = 0; at < open.length; at++) {
      const place = open[at]!;
      const cost = ofValues[first + place]! + ofJoints[edges[node * values + place]!]!;
      if (cost < least) least = cost;
    }
    costs[node] = least;
  }
  return costs;
}

/** The least cost of all; Infinity where nothing is valid. */
export const totalCost = ({ tree }: Diagram, costs: LeastCosts): number =>
  tree.roots.reduce((sum, root) => sum + costs[root]![0]!, 0);

/** The place of each variable's value in a configuration of least cost; of equals the first. */
export function cheapestPlaces(
  diagram: Diagram,
  allowed: Allowed,
  objective: Objective,
  costs: LeastCosts,
): number[] {
  const { tree, layers } = diagram;
  const nodes = layers.map(() => 0);
  const places = layers.map(() => 0);
  for (const variable of tree.topDown) {
    const { values, edges, children, branches } = layers[variable]!;
    const edge = nodes[variable]! * values;
    let best = Infinity;
    for (const place of openPlaces(diagram, allowed, variable)) {
      const cost = edgeCost(diagram, variable, edge + place, objective, costs);
      if (cost < best) [best, places[variable]] = [cost, place];
    }
    const start = edges[edge + places[variable]!]! * branches.length;
    for (const [at, branch] of branches.entries()) nodes[branch] = children[start + at]!;
  }
  return places;
}

/** The least cost of a configuration's part from this edge down. */
function edgeCost(
  { layers, firstValues }: Diagram,
  variable: number,
  edge: number,
  { valueCosts, priceFactor }: Objective,
  costs: LeastCosts,
): number {
  const { values, edges, branches, children, prices } = layers[variable]!;
  const joint = edges[edge]!;
  if (joint === DEAD_JOINT) return Infinity;
  const own = valueCosts[firstValues[variable]! + (edge % values)]!;
  return branches.reduce(
    (sum, branch, at) => sum + costs[branch]![children[joint * branches.length + at]!]!,
    own + priceFactor * prices[joint]!,
  );
}
