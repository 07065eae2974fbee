/**
 * The draft of a plan: planned orders as columns that grow, each node's orders side by side.
 *
 * A node is planned once, so its orders are one contiguous stretch, by rising need day. Two million
 * orders take about 60 MB this way; objects are made only of those that somebody asks for.
 */
import { MrpError } from './errors.ts';
import type { Network } from './network.ts';

/** Planned orders as columns. Quantities in steps of the node's item; days are day numbers. */
export interface OrderColumns {
  count: number;
  node: Int32Array;
  /** The number of the order's source in network.sources. */
  source: Int32Array;
  quantity: Float64Array;
  /** The day of the net requirement that the order answers. */
  need: Int32Array;
  due: Int32Array;
  release: Int32Array;
}

/** A move of spare stock: an order that is settled before netting begins. */
export interface Move {
  readonly source: number;
  readonly quantity: number;
  readonly need: number;
  readonly due: number;
  readonly release: number;
  /** What it takes at its origin, in steps of the item there … */
  readonly taken: number;
  /** … and the first day of the bucket it takes it in: not before today, what is past is gone. */
  readonly takenOn: number;
}

/** Moves by the node that receives, and by the node that gives. */
export interface Moves {
  readonly into: ReadonlyMap<number, readonly Move[]>;
  readonly outOf: ReadonlyMap<number, readonly Move[]>;
}

/** No spare stock is moved. */
export const NO_MOVES: Moves = { into: new Map(), outOf: new Map() };

/** The planned orders of a run. */
export interface Draft extends OrderColumns {
  /** Per node, its orders are `start[node] … end[node] - 1`. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Per node, the first and last release day of its orders; meaningless while it has none. */
  readonly firstRelease: Int32Array;
  readonly lastRelease: Int32Array;
  readonly moves: Moves;
}

/** The most orders one plan may have; a model that passes it has a lot size gone wrong. */
export const MAX_ORDERS = 50_000_000;

/** Columns without an order. */
export function openColumns(capacity = 1024): OrderColumns {
  return {
    count: 0,
    node: new Int32Array(capacity),
    source: new Int32Array(capacity),
    quantity: new Float64Array(capacity),
    need: new Int32Array(capacity),
    due: new Int32Array(capacity),
    release: new Int32Array(capacity),
  };
}

/** An empty draft for the network. */
export function openDraft(network: Network, moves: Moves = NO_MOVES): Draft {
  const perNode = (): Int32Array => new Int32Array(network.nodes.count);
  return {
    ...openColumns(Math.max(1024, network.nodes.count * ORDERS_A_NODE)),
    start: perNode(),
    end: perNode(),
    firstRelease: perNode(),
    lastRelease: perNode(),
    moves,
  };
}

/** Room to begin with; columns grow from there. */
const ORDERS_A_NODE = 32;

/** Marks where a node's orders begin. */
export function beginNode(draft: Draft, node: number): void {
  draft.start[node] = draft.count;
  draft.end[node] = draft.count;
}

/** Marks where a node's orders end, and what days they are released on. */
export function endNode(draft: Draft, node: number): void {
  const { release, count } = draft;
  let first = Number.MAX_SAFE_INTEGER;
  let last = Number.MIN_SAFE_INTEGER;
  for (let order = draft.start[node]!; order < count; order++) {
    const day = release[order]!;
    if (day < first) first = day;
    if (day > last) last = day;
  }
  draft.firstRelease[node] = first;
  draft.lastRelease[node] = last;
  draft.end[node] = count;
}

/**
 * Writes one planned order.
 *
 * @throws MrpError MRP_TOO_MANY_ORDERS — the plan passes MAX_ORDERS
 */
export function placeOrder(
  orders: OrderColumns,
  node: number,
  source: number,
  quantity: number,
  need: number,
  due: number,
  release: number,
): void {
  const order = orders.count++;
  if (order === orders.node.length) grow(orders);
  orders.node[order] = node;
  orders.source[order] = source;
  orders.quantity[order] = quantity;
  orders.need[order] = need;
  orders.due[order] = due;
  orders.release[order] = release;
}

/** Puts orders from `start` on in the order of their needs; those of one day stay as they are. */
export function sortByNeed(orders: OrderColumns, start: number): void {
  const { need, count } = orders;
  const ranked = Array.from({ length: count - start }, (_, at) => start + at);
  ranked.sort((a, b) => need[a]! - need[b]! || a - b);
  for (const column of columnsOf(orders)) {
    const sorted = ranked.map((order) => column[order]!);
    column.set(sorted, start);
  }
}

const columnsOf = (orders: OrderColumns): (Int32Array | Float64Array)[] => [
  orders.node,
  orders.source,
  orders.quantity,
  orders.need,
  orders.due,
  orders.release,
];

/**
 * Makes room for so many more orders.
 *
 * @throws MrpError MRP_TOO_MANY_ORDERS — the plan passes MAX_ORDERS
 */
export function reserveOrders(orders: OrderColumns, more: number): void {
  while (orders.count + more > orders.node.length) grow(orders);
}

function grow(orders: OrderColumns): void {
  if (orders.count > MAX_ORDERS) throw new MrpError('MRP_TOO_MANY_ORDERS', { limit: MAX_ORDERS });
  const capacity = orders.node.length * 2;
  const wider = (column: Int32Array): Int32Array => {
    const copy = new Int32Array(capacity);
    copy.set(column);
    return copy;
  };
  orders.node = wider(orders.node);
  orders.source = wider(orders.source);
  orders.need = wider(orders.need);
  orders.due = wider(orders.due);
  orders.release = wider(orders.release);
  const quantity = new Float64Array(capacity);
  quantity.set(orders.quantity);
  orders.quantity = quantity;
}
