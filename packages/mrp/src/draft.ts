/**
 * The draft of a plan: planned orders as columns that grow, each node's orders side by side.
 *
 * A node is planned once, so its orders are one contiguous stretch, by rising need day. Two million
 * orders take about 60 MB this way; objects are made only of those that somebody asks for.
 */
import { MrpError } from './errors.ts';
import type { Network } from './network.ts';

/** Planned orders as columns. Quantities in steps of the node's item; days are day numbers. */
export interface Draft {
  count: number;
  node: Int32Array;
  /** The number of the order's source in network.sources. */
  source: Int32Array;
  quantity: Float64Array;
  /** The day of the net requirement that the order answers. */
  need: Int32Array;
  due: Int32Array;
  release: Int32Array;
  /** Per node, its orders are `start[node] … end[node] - 1`. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Per node, the first and last release day of its orders; meaningless while it has none. */
  readonly firstRelease: Int32Array;
  readonly lastRelease: Int32Array;
}

/** The most orders one plan may have; a model that passes it has a lot size gone wrong. */
export const MAX_ORDERS = 50_000_000;

/** An empty draft for the network. */
export function openDraft(network: Network): Draft {
  const capacity = 1024;
  const perNode = (): Int32Array => new Int32Array(network.nodes.count);
  return {
    count: 0,
    node: new Int32Array(capacity),
    source: new Int32Array(capacity),
    quantity: new Float64Array(capacity),
    need: new Int32Array(capacity),
    due: new Int32Array(capacity),
    release: new Int32Array(capacity),
    start: perNode(),
    end: perNode(),
    firstRelease: perNode(),
    lastRelease: perNode(),
  };
}

/** Marks where a node's orders begin. */
export function beginNode(draft: Draft, node: number): void {
  draft.start[node] = draft.count;
  draft.end[node] = draft.count;
}

/**
 * Writes one planned order of the node begun last.
 *
 * @throws MrpError MRP_TOO_MANY_ORDERS — the plan passes MAX_ORDERS
 */
export function placeOrder(
  draft: Draft,
  node: number,
  source: number,
  quantity: number,
  need: number,
  due: number,
  release: number,
): void {
  const order = draft.count++;
  if (order === draft.node.length) grow(draft);
  draft.node[order] = node;
  draft.source[order] = source;
  draft.quantity[order] = quantity;
  draft.need[order] = need;
  draft.due[order] = due;
  draft.release[order] = release;
  const isFirst = draft.start[node] === draft.end[node];
  if (isFirst || release < draft.firstRelease[node]!) draft.firstRelease[node] = release;
  if (isFirst || release > draft.lastRelease[node]!) draft.lastRelease[node] = release;
  draft.end[node] = draft.count;
}

function grow(draft: Draft): void {
  if (draft.count > MAX_ORDERS) throw new MrpError('MRP_TOO_MANY_ORDERS', { limit: MAX_ORDERS });
  const capacity = draft.node.length * 2;
  const wider = (column: Int32Array): Int32Array => {
    const copy = new Int32Array(capacity);
    copy.set(column);
    return copy;
  };
  draft.node = wider(draft.node);
  draft.source = wider(draft.source);
  draft.need = wider(draft.need);
  draft.due = wider(draft.due);
  draft.release = wider(draft.release);
  const quantity = new Float64Array(capacity);
  quantity.set(draft.quantity);
  draft.quantity = quantity;
}
