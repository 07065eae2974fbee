/**
 * Low-level codes over item × location: in what order nodes must be planned.
 *
 * The code of a node is the longest way down to it from a node that nothing else needs (0 there).
 * All that can need a node lies on lower codes, so planning by rising code meets every requirement
 * before the node is netted, across all sites in one sequence. Iterative (Kahn), linear in nodes
 * and uses, so that deep chains cannot overflow the stack.
 *
 * @source APICS Dictionary, "low-level code"; A. B. Kahn, "Topological sorting of large networks"
 * (1962)
 */

/** Who supplies whom, as compressed rows: node `n` needs `supplier[start[n] … start[n + 1])`. */
export interface SupplyGraph {
  readonly nodeCount: number;
  readonly start: Int32Array;
  readonly supplier: Int32Array;
}

/** The code of each node, and the nodes by rising code (equal codes by node number). */
export interface PlanningOrder {
  readonly code: Int32Array;
  readonly sequence: Int32Array;
}

/**
 * Levels the graph; null when it has a cycle (findCycles names it).
 *
 * @example
 * // bike → wheel → spoke, bike → spoke
 * const [start, supplier] = [Int32Array.of(0, 2, 3, 3), Int32Array.of(1, 2, 2)];
 * lowLevelCodes({ nodeCount: 3, start, supplier })?.code // => Int32Array.of(0, 1, 2)
 */
export function lowLevelCodes(graph: SupplyGraph): PlanningOrder | null {
  const { nodeCount, start, supplier } = graph;
  const openParents = new Int32Array(nodeCount);
  for (const node of supplier) openParents[node]!++;
  const code = new Int32Array(nodeCount);
  const ready = new Int32Array(nodeCount);
  let known = 0;
  for (let node = 0; node < nodeCount; node++) if (openParents[node] === 0) ready[known++] = node;
  for (let next = 0; next < known; next++) {
    const node = ready[next]!;
    for (let edge = start[node]!; edge < start[node + 1]!; edge++) {
      const below = supplier[edge]!;
      if (code[below]! <= code[node]!) code[below] = code[node]! + 1;
      if (--openParents[below]! === 0) ready[known++] = below;
    }
  }
  return known < nodeCount ? null : { code, sequence: byRisingCode(code) };
}

/** Counting sort, stable: equal codes keep the order of their node numbers. */
function byRisingCode(code: Int32Array): Int32Array {
  let highest = 0;
  for (const value of code) if (value > highest) highest = value;
  const place = new Int32Array(highest + 2);
  for (const value of code) place[value + 1]!++;
  for (let level = 0; level <= highest; level++) place[level + 1]! += place[level]!;
  const sequence = new Int32Array(code.length);
  for (let node = 0; node < code.length; node++) sequence[place[code[node]!]!++] = node;
  return sequence;
}
