/**
 * Which tokens can still come to a join: backwards from each of its incoming flows.
 *
 * BPMN 2.0.2, 13.4.3 (inclusive gateway): a token counts when it has a path to an incoming flow
 * that does not visit the join. Paths run along sequence flows, out of an activity also by its
 * boundary events, and from a link's throw to its catch.
 */
import type { CompiledFlow, CompiledNode, CompiledScope, JoinReach } from './compiled.ts';

/** What every other node of its scope can bring to a join. */
export function joinReach(join: CompiledNode, scope: CompiledScope): JoinReach {
  const words = Math.max(1, Math.ceil(join.incoming.length / 32));
  const fromNode = new Map<number, Uint32Array>();
  const before = predecessors(scope);
  join.incoming.forEach((flow, bit) => mark(join, flow, bit, words, before, fromNode));
  return { words, fromNode };
}

/** Marks all nodes that lead to one incoming flow. */
function mark(
  join: CompiledNode,
  flow: CompiledFlow,
  bit: number,
  words: number,
  before: ReadonlyMap<CompiledNode, readonly CompiledNode[]>,
  fromNode: Map<number, Uint32Array>,
): void {
  const open = [flow.from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === join) continue;
    let flows = fromNode.get(node.index);
    if (flows === undefined) fromNode.set(node.index, (flows = new Uint32Array(words)));
    const mask = 1 << (bit & 31);
    if ((flows[bit >>> 5]! & mask) !== 0) continue;
    flows[bit >>> 5]! |= mask;
    open.push(...(before.get(node) ?? []));
  }
}

/** From each node to those whose tokens may come to it next. */
function predecessors(scope: CompiledScope): Map<CompiledNode, CompiledNode[]> {
  const before = new Map<CompiledNode, CompiledNode[]>();
  const add = (from: CompiledNode, to: CompiledNode): void => {
    const list = before.get(to);
    if (list === undefined) before.set(to, [from]);
    else list.push(from);
  };
  for (const node of scope.nodes) {
    for (const flow of node.outgoing) add(node, flow.to);
    for (const boundary of node.boundaries) add(node, boundary);
    for (const target of linkTargets(node, scope)) add(node, target);
  }
  return before;
}

/** The catch events that a throwing link leads to. */
export function linkTargets(node: CompiledNode, scope: CompiledScope): CompiledNode[] {
  if (node.kind !== 'throw') return [];
  return node.events.flatMap(({ definition }) =>
    definition.type === 'link' ? catchesOf(scope, definition.name) : [],
  );
}

function catchesOf(scope: CompiledScope, name: string): CompiledNode[] {
  return scope.nodes.filter(
    (node) =>
      node.kind === 'catch' &&
      node.events.some(({ definition }) => definition.type === 'link' && definition.name === name),
  );
}
