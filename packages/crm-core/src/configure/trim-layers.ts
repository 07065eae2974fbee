/**
 * The layers of a diagram without the nodes and joints that only led into dead ends.
 */
import { DEAD_JOINT, type Layer } from './diagram.ts';
import type { VariableTree } from './variable-tree.ts';

const UNREACHED = -1;

/** New places of a layer's nodes and joints, in the order of their coming, and how many. */
class Places {
  readonly nodes: Int32Array;
  readonly joints: Int32Array;
  nodeCount = 0;
  jointCount = 1;

  constructor({ nodes, joints }: Layer) {
    this.nodes = new Int32Array(nodes).fill(UNREACHED);
    this.joints = new Int32Array(joints).fill(UNREACHED);
    this.joints[DEAD_JOINT] = DEAD_JOINT;
  }

  reachNode(node: number): void {
    if (this.nodes[node] === UNREACHED) this.nodes[node] = this.nodeCount++;
  }

  /** Whether nothing had come to it before. */
  reachJoint(joint: number): boolean {
    if (this.joints[joint] !== UNREACHED) return false;
    this.joints[joint] = this.jointCount++;
    return true;
  }
}

/** What paths from these nodes of the roots come to, at new places. */
export function trimLayers(
  layers: readonly Layer[],
  tree: VariableTree,
  roots: readonly number[],
): Layer[] {
  const places = layers.map((layer) => new Places(layer));
  for (const [at, root] of tree.roots.entries()) places[root]!.reachNode(roots[at]!);
  for (const variable of tree.topDown) {
    const { nodes, values, edges, branches, children } = layers[variable]!;
    const here = places[variable]!;
    for (let node = 0; node < nodes; node++) {
      if (here.nodes[node] === UNREACHED) continue;
      for (const joint of edges.subarray(node * values, (node + 1) * values)) {
        if (!here.reachJoint(joint)) continue;
        for (const [at, branch] of branches.entries()) {
          places[branch]!.reachNode(children[joint * branches.length + at]!);
        }
      }
    }
  }
  return layers.map((layer, variable) => moved(layer, variable, places));
}

function moved(layer: Layer, variable: number, places: readonly Places[]): Layer {
  const { values, branches } = layer;
  const { nodes, joints, nodeCount, jointCount } = places[variable]!;
  const edges = new Int32Array(nodeCount * values);
  for (const [node, to] of nodes.entries()) {
    if (to === UNREACHED) continue;
    const own = layer.edges.subarray(node * values, (node + 1) * values);
    edges.set(
      own.map((joint) => joints[joint]!),
      to * values,
    );
  }
  const children = new Int32Array(jointCount * branches.length);
  const prices = new Float64Array(jointCount);
  for (const [joint, to] of joints.entries()) {
    if (to === UNREACHED || to === DEAD_JOINT) continue;
    prices[to] = layer.prices[joint]!;
    for (const [at, branch] of branches.entries()) {
      const child = layer.children[joint * branches.length + at]!;
      children[to * branches.length + at] = places[branch]!.nodes[child]!;
    }
  }
  return { nodes: nodeCount, values, branches, edges, joints: jointCount, children, prices };
}
