/**
 * What can be completed: the nodes and joints below which something valid is left.
 *
 * A node is through with its first value that leads on, so this costs a fraction of the walks that
 * add up prices or count.
 */
import { DEAD_JOINT, type Diagram, type Layer } from './diagram.ts';
import { Slab } from './slab.ts';
import {
  type Allowed,
  type LayerReach,
  openPlaces,
  type Reach,
  type WalkStart,
  walkUp,
} from './walk-up.ts';

/** By variable, 1 at the nodes and joints below which something valid is left. */
export function completable(
  diagram: Diagram,
  allowed: Allowed,
  start: WalkStart<LayerReach> = {},
): Reach {
  const slab = new Slab(diagram);
  return walkUp(diagram, start, (made: LayerReach[], variable, reach) => {
    const layer = diagram.layers[variable]!;
    const marks = { nodes: slab.take(layer.nodes), joints: slab.take(layer.joints) };
    const below = layer.branches.map((branch) => made[branch]!.nodes);
    markJoints(layer, below, marks.joints, reach?.joints);
    markNodes(layer, marks, openPlaces(diagram, allowed, variable), reach?.nodes);
    return marks;
  });
}

function markJoints(
  { joints, children }: Layer,
  below: readonly Uint8Array[],
  marks: Uint8Array,
  reach: Uint8Array | undefined,
): void {
  const width = below.length;
  for (let joint = DEAD_JOINT + 1; joint < joints; joint++) {
    if (reach !== undefined && reach[joint] === 0) continue;
    let branch = 0;
    while (branch < width && below[branch]![children[joint * width + branch]!] === 1) branch++;
    if (branch === width) marks[joint] = 1;
  }
}

function markNodes(
  { nodes, values, edges }: Layer,
  marks: LayerReach,
  open: readonly number[],
  reach: Uint8Array | undefined,
): void {
  for (let node = 0; node < nodes; node++) {
    if (reach !== undefined && reach[node] === 0) continue;
    let at = 0;
    while (at < open.length && marks.joints[edges[node * values + open[at]!]!] === 0) at++;
    if (at < open.length) marks.nodes[node] = 1;
  }
}
