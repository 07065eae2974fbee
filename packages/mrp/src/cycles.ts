/**
 * Cycles of the supply graph: items that need themselves, over bills, sites or lanes.
 *
 * Tarjan's strongly connected components, iterative; each component of more than one node (or a
 * node that supplies itself) is one cycle to report. Its shortest way round is found by a
 * breadth-first search inside the component, so that the message is as short as it can be.
 *
 * @source R. E. Tarjan, "Depth-first search and linear graph algorithms" (1972)
 */
import type { SupplyGraph } from './low-level-code.ts';

/** Every cycle, one per strongly connected component: node numbers from a node round to itself. */
export function findCycles(graph: SupplyGraph): number[][] {
  return components(graph)
    .filter((nodes) => nodes.length > 1 || suppliesItself(graph, nodes[0]!))
    .map((nodes) => shortestRound(graph, nodes));
}

const suppliesItself = (graph: SupplyGraph, node: number): boolean =>
  graph.supplier.subarray(graph.start[node], graph.start[node + 1]).includes(node);

/** Tarjan's algorithm with its own stack: chains of any depth. */
function components(graph: SupplyGraph): number[][] {
  const { nodeCount, start, supplier } = graph;
  const index = new Int32Array(nodeCount).fill(-1);
  const low = new Int32Array(nodeCount);
  const onStack = new Uint8Array(nodeCount);
  const nextEdge = Int32Array.from(start.subarray(0, nodeCount));
  const stack: number[] = [];
  const found: number[][] = [];
  let visited = 0;
  const enter = (node: number, path: number[]): void => {
    index[node] = low[node] = visited++;
    onStack[node] = 1;
    stack.push(node);
    path.push(node);
  };
  for (let root = 0; root < nodeCount; root++) {
    if (index[root] !== -1) continue;
    const path: number[] = [];
    enter(root, path);
    while (path.length > 0) {
      const node = path.at(-1)!;
      if (nextEdge[node]! < start[node + 1]!) {
        const below = supplier[nextEdge[node]!++]!;
        if (index[below] === -1) enter(below, path);
        else if (onStack[below] === 1) low[node] = Math.min(low[node]!, index[below]!);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) low[above] = Math.min(low[above]!, low[node]!);
      if (low[node] === index[node]) found.push(popComponent(stack, onStack, node));
    }
  }
  return found;
}

function popComponent(stack: number[], onStack: Uint8Array, root: number): number[] {
  const nodes: number[] = [];
  for (;;) {
    const node = stack.pop()!;
    onStack[node] = 0;
    nodes.push(node);
    if (node === root) return nodes.sort((a, b) => a - b);
  }
}

/** The shortest way from the component's first node back to it. */
function shortestRound(graph: SupplyGraph, nodes: readonly number[]): number[] {
  const inside = new Set(nodes);
  const from = nodes[0]!;
  const cameFrom = new Map<number, number>();
  const queue = [from];
  for (const node of queue) {
    for (let edge = graph.start[node]!; edge < graph.start[node + 1]!; edge++) {
      const below = graph.supplier[edge]!;
      if (below === from) return wayBack(cameFrom, from, node);
      if (!inside.has(below) || cameFrom.has(below)) continue;
      cameFrom.set(below, node);
      queue.push(below);
    }
  }
  return [...nodes, from];
}

function wayBack(cameFrom: ReadonlyMap<number, number>, from: number, last: number): number[] {
  const round = [from];
  for (let node = last; node !== from; node = cameFrom.get(node)!) round.push(node);
  round.push(from);
  return round.reverse();
}
