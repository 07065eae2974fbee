/**
 * Walks over a diagram: what is possible, how many ways there are, what is cheapest.
 *
 * Each walk goes from the leaves up, one number for each node. A walk that follows another one,
 * with fewer values allowed, starts from it: only the layers above the variables that changed are
 * walked again, and of those only nodes within reach.
 */
import type { Diagram, Layer } from './diagram.ts';
import type { VariableTree } from './variable-tree.ts';

/** By place over all values of all variables: 1 where the value may be taken. */
export type Allowed = Uint8Array;

/** What is minimised: so much for each value, and conditional prices times a factor. */
export interface Objective {
  /** By place over all values of all variables. */
  readonly valueCosts: Float64Array;
  readonly priceFactor: -1 | 0 | 1;
}

/** The least cost of the rest below each node, by variable and node; Infinity for none. */
export type LeastCosts = readonly Float64Array[];

/** By variable and node: 1 where a valid configuration passes. */
export type Reach = readonly Uint8Array[];

/** What a walk may leave out. */
export interface WalkStart<Result> {
  /** Nodes out of reach have no result. */
  readonly reach?: Reach | undefined;
  /** A walk with more values allowed of the variables that have changed, and only of those. */
  readonly earlier?: { readonly result: readonly Result[]; readonly changed: readonly number[] };
}

/** The least cost below every node. */
export function leastCosts(
  diagram: Diagram,
  allowed: Allowed,
  objective: Objective,
  start: WalkStart<Float64Array> = {},
): LeastCosts {
  return walkUp(diagram, start, (costs: Float64Array[], variable, reach) => {
    const { nodes, values, branches, children, isLive, prices } = diagram.layers[variable]!;
    const first = diagram.firstValues[variable]!;
    const { valueCosts, priceFactor } = objective;
    const below = branches.map((branch) => costs[branch]!);
    const found = new Float64Array(nodes).fill(Infinity);
    for (let node = 0; node < nodes; node++) {
      if (reach !== undefined && reach[node] === 0) continue;
      let least = Infinity;
      // Same as edgeCost for each value, inlined: the walk is what every answer waits for.
      for (let value = 0; value < values; value++) {
        const edge = node * values + value;
        if (isLive[edge] === 0 || allowed[first + value] === 0) continue;
        let cost = valueCosts[first + value]! + priceFactor * prices[edge]!;
        const start = edge * below.length;
        for (let branch = 0; branch < below.length; branch++) {
          cost += below[branch]![children[start + branch]!]!;
        }
        if (cost < least) least = cost;
      }
      found[node] = least;
    }
    return found;
  });
}

interface Costing {
  readonly allowed: Allowed;
  readonly objective: Objective;
  readonly costs: LeastCosts;
}

/** The least cost of a configuration's part from this edge down. */
function edgeCost(
  { firstValues }: Diagram,
  { values, branches, children, isLive, prices }: Layer,
  variable: number,
  edge: number,
  { allowed, objective, costs }: Costing,
): number {
  const place = firstValues[variable]! + (edge % values);
  if (isLive[edge] === 0 || allowed[place] === 0) return Infinity;
  let cost = objective.valueCosts[place]! + objective.priceFactor * prices[edge]!;
  const first = edge * branches.length;
  for (let branch = 0; branch < branches.length; branch++) {
    cost += costs[branches[branch]!]![children[first + branch]!]!;
  }
  return cost;
}

/** The number of valid ways below every node. */
export function countWays(
  diagram: Diagram,
  allowed: Allowed,
  start: WalkStart<bigint[]> = {},
): readonly bigint[][] {
  return walkUp(diagram, start, (ways: bigint[][], variable, reach) => {
    const { nodes, values, branches, children, isLive } = diagram.layers[variable]!;
    const first = diagram.firstValues[variable]!;
    const found = Array.from<bigint>({ length: nodes }).fill(0n);
    for (let node = 0; node < nodes; node++) {
      if (reach !== undefined && reach[node] === 0) continue;
      for (let value = 0; value < values; value++) {
        const edge = node * values + value;
        if (isLive[edge] === 0 || allowed[first + value] === 0) continue;
        let product = 1n;
        for (let branch = 0; branch < branches.length; branch++) {
          product *= ways[branches[branch]!]![children[edge * branches.length + branch]!]!;
        }
        found[node]! += product;
      }
    }
    return found;
  });
}

function walkUp<Result>(
  { tree, layers }: Diagram,
  { reach, earlier }: WalkStart<Result>,
  layerResult: (results: Result[], variable: number, reach: Uint8Array | undefined) => Result,
): Result[] {
  const results: Result[] = earlier === undefined ? [] : [...earlier.result];
  const isTouched = touchedBy(tree, earlier?.changed ?? tree.topDown);
  for (let at = layers.length - 1; at >= 0; at--) {
    const variable = tree.topDown[at]!;
    if (isTouched[variable] === 0) continue;
    results[variable] = layerResult(results, variable, reach?.[variable]);
  }
  return results;
}

/** By variable: 1 where it has changed, or one below it has. */
function touchedBy({ parents }: VariableTree, changed: readonly number[]): Uint8Array {
  const isTouched = new Uint8Array(parents.length);
  for (let variable of changed) {
    for (; variable >= 0 && isTouched[variable] === 0; variable = parents[variable]!) {
      isTouched[variable] = 1;
    }
  }
  return isTouched;
}

/** What valid configurations pass: nodes, and the values that are offered. */
export interface Support {
  readonly reach: Reach;
  /** By place over all values: 1 where a complete valid configuration has the value. */
  readonly offered: Uint8Array;
}

/**
 * Marks all that some valid configuration passes, from the roots down.
 *
 * A branch that is entered by the same nodes as before, and in which nothing has changed, is as it
 * was.
 */
export function supportOf(
  diagram: Diagram,
  allowed: Allowed,
  costs: LeastCosts,
  earlier?: { readonly support: Support; readonly changed: readonly number[] },
): Support {
  const { tree, layers, firstValues } = diagram;
  const offered = new Uint8Array(diagram.values);
  const reach: Uint8Array[] = layers.map(({ nodes }) => new Uint8Array(nodes));
  if (tree.roots.some((root) => costs[root]![0] === Infinity)) return { reach, offered };
  for (const root of tree.roots) reach[root]![0] = 1;
  const isTouched = touchedBy(tree, earlier?.changed ?? tree.topDown);
  for (const variable of tree.topDown) {
    const { branches, values } = layers[variable]!;
    const first = firstValues[variable]!;
    const before = earlier?.support;
    const parent = tree.parents[variable]!;
    const isSame =
      before !== undefined &&
      isTouched[variable] === 0 &&
      ((parent >= 0 && reach[parent] === before.reach[parent]) ||
        sameMarks(reach[variable]!, before.reach[variable]!));
    if (isSame) {
      reach[variable] = before.reach[variable]!;
      offered.set(before.offered.subarray(first, first + values), first);
      continue;
    }
    markLayer(layers[variable]!, {
      here: reach[variable]!,
      below: branches.map((branch) => reach[branch]!),
      costs: branches.map((branch) => costs[branch]!),
      allowed: allowed.subarray(first),
      offered: offered.subarray(first),
    });
  }
  return { reach, offered };
}

function sameMarks(a: Uint8Array, b: Uint8Array): boolean {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** What one layer's marks are made from: of the layer, of its branches, and of its values. */
interface LayerMarks {
  readonly here: Uint8Array;
  readonly below: readonly Uint8Array[];
  readonly costs: readonly Float64Array[];
  readonly allowed: Uint8Array;
  readonly offered: Uint8Array;
}

function markLayer(
  { nodes, values, children, isLive }: Layer,
  { here, below, costs, allowed, offered }: LayerMarks,
): void {
  const width = below.length;
  for (let node = 0; node < nodes; node++) {
    if (here[node] === 0) continue;
    for (let value = 0; value < values; value++) {
      const edge = node * values + value;
      if (isLive[edge] === 0 || allowed[value] === 0) continue;
      const start = edge * width;
      let branch = 0;
      while (branch < width && costs[branch]![children[start + branch]!] !== Infinity) branch++;
      if (branch < width) continue;
      offered[value] = 1;
      for (branch = 0; branch < width; branch++) below[branch]![children[start + branch]!] = 1;
    }
  }
}

/** The least cost of all; Infinity where nothing is valid. */
export const totalCost = ({ tree }: Diagram, costs: LeastCosts): number =>
  tree.roots.reduce((sum, root) => sum + costs[root]![0]!, 0);

/** The number of valid configurations. */
export const totalWays = ({ tree }: Diagram, ways: readonly bigint[][]): bigint =>
  tree.roots.reduce((product, root) => product * ways[root]![0]!, 1n);

/** The place of each variable's value in a configuration of least cost; of equals the first. */
export function cheapestPlaces(
  diagram: Diagram,
  allowed: Allowed,
  objective: Objective,
  costs: LeastCosts,
): number[] {
  const { tree, layers } = diagram;
  const costing: Costing = { allowed, objective, costs };
  const nodes = layers.map(() => 0);
  const places = layers.map(() => 0);
  for (const variable of tree.topDown) {
    const layer = layers[variable]!;
    const first = nodes[variable]! * layer.values;
    let best = Infinity;
    for (let value = 0; value < layer.values; value++) {
      const cost = edgeCost(diagram, layer, variable, first + value, costing);
      if (cost < best) [best, places[variable]] = [cost, value];
    }
    const start = (first + places[variable]!) * layer.branches.length;
    for (const [at, branch] of layer.branches.entries())
      nodes[branch] = layer.children[start + at]!;
  }
  return places;
}
