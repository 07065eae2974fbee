/**
 * Links of pegging: what one order, open or planned, gives to others, and what it takes of them.
 *
 * Upward, an order's quantity goes to the needs of its node; what no need takes stays in stock.
 * Downward, what an order needs of its components comes from the supplies there; what nothing
 * brings is short. What an order yields beside its own item costs nothing: all that it takes is
 * pegged to its own item, so that shares are counted once.
 */
import type { Network } from '../network.ts';
import type { SharesByNode } from './node-shares.ts';
import type { NeedKind, SupplyKind } from './scope.ts';

/** What a link leads to. */
export type LinkKind = Exclude<NeedKind, 'move' | 'firmIssue'> | SupplyKind | 'short';

/** So much goes to, or comes from, something else. */
export interface Link {
  readonly kind: LinkKind;
  /** The order's number, or the row of the model's list; -1 where there is none. */
  readonly ref: number;
  /** The node of what it leads to. */
  readonly node: number;
  readonly day: number;
  /** In steps of the item of the node where it is given. */
  readonly quantity: number;
}

/** A planned or open order. */
export interface OrderRef {
  readonly kind: 'order' | 'receipt';
  /** The planned order's number, or the row of `receipts`. */
  readonly ref: number;
}

/** Links of one plan, both ways. */
export interface Links {
  /** What the order serves; adds up to its quantity. */
  up(order: OrderRef): readonly Link[];
  /** What serves the order. */
  down(order: OrderRef): readonly Link[];
  /** What serves a demand; adds up to the demand. */
  ofDemand(row: number, node: number): readonly Link[];
  /** What the order yields of other items, by the node that receives it. */
  beside(order: OrderRef): readonly { readonly node: number; readonly links: readonly Link[] }[];
  nodeOf(order: OrderRef): number;
  quantityOf(order: OrderRef): number;
}

/** The links of a plan. */
export function openLinks(shares: SharesByNode): Links {
  const { scope } = shares;
  const { network, draft, needs, supplies } = scope;
  const places = placesOf(network);
  const nodeOf = ({ kind, ref }: OrderRef): number =>
    kind === 'order' ? draft.node[ref]! : receiptNode(network, ref);
  return {
    nodeOf,
    quantityOf: (order) =>
      order.kind === 'order'
        ? draft.quantity[order.ref]!
        : shares.at(nodeOf(order)).supply(supplies.baseOf('receipt') + order.ref).quantity,
    up: (order) => givenBy(shares, nodeOf(order), supplies.baseOf(order.kind) + order.ref),
    down: (order) => {
      const { kind, ref } = order;
      if (kind === 'receipt') {
        const number = needs.baseOf('firmIssue') + ref;
        return (places.issues.get(ref) ?? []).flatMap((node) => takenBy(shares, node, number));
      }
      const { index, spare } = network.sources[draft.source[ref]!]!;
      if (spare !== undefined) return takenBy(shares, spare.child, needs.baseOf('move') + ref);
      const nodes = places.uses.get(index) ?? [];
      return nodes.flatMap((node) => takenBy(shares, node, needs.baseOf('order') + ref));
    },
    ofDemand: (row, node) => takenBy(shares, node, needs.baseOf('demand') + row),
    beside: ({ kind, ref }) => {
      const isPlanned = kind === 'order';
      const base = supplies.baseOf(isPlanned ? 'coProduct' : 'firmCoProduct');
      const nodes = isPlanned
        ? places.outputs.get(draft.source[ref]!)
        : places.firmOutputs.get(ref);
      const found = (nodes ?? []).map((node) => ({
        node,
        links: givenBy(shares, node, base + ref),
      }));
      return found.filter(({ links }) => links.length > 0);
    },
  };
}

/** What a supply of a node serves, and what stays in stock. */
function givenBy({ scope, at }: SharesByNode, node: number, number: number): Link[] {
  const { network, draft, needs } = scope;
  const match = at(node);
  const { day: there, quantity: given } = match.supply(number);
  let left = given;
  const links = match.ofSupply(number).map((share): Link => {
    const row = match.shares.need[share]!;
    const quantity = match.shares.quantity[share]!;
    const kind = needs.kindOf(match.needs.number[row]!);
    const ref = needs.rowOf(match.needs.number[row]!);
    const day = match.needs.day[row]!;
    left -= quantity;
    switch (kind) {
      case 'order':
      case 'move':
        return { kind: 'order', ref, node: draft.node[ref]!, day, quantity };
      case 'firmIssue':
        return { kind: 'receipt', ref, node: receiptNode(network, ref), day, quantity };
      default:
        return { kind, ref, node, day, quantity };
    }
  });
  if (left === 0) return links;
  return [...links, { kind: 'stock', ref: -1, node, day: there, quantity: left }];
}

/** What serves a need at a node, and what is short. */
function takenBy({ scope, at }: SharesByNode, node: number, number: number): Link[] {
  const { draft, supplies } = scope;
  const match = at(node);
  const { day: needed, quantity: asked } = match.need(number);
  let open = asked;
  const links = match.ofNeed(number).map((share): Link => {
    const row = match.shares.supply[share]!;
    const quantity = match.shares.quantity[share]!;
    const kind = supplies.kindOf(match.supplies.number[row]!);
    const ref = supplies.rowOf(match.supplies.number[row]!);
    const day = kind === 'order' ? draft.due[ref]! : match.supplies.day[row]!;
    open -= quantity;
    return { kind, ref, node, day, quantity };
  });
  if (open === 0) return links;
  return [...links, { kind: 'short', ref: -1, node, day: needed, quantity: open }];
}

/** The node where an open order comes in. */
export function receiptNode({ index, nodes, model }: Network, row: number): number {
  const { item, location, segment } = model.receipts[row]!;
  return nodes.find(item, location, index.segmentAt(item, location, segment));
}

/** Which nodes a source's orders, or an open order, take from and yield at. */
interface Places {
  readonly uses: ReadonlyMap<number, readonly number[]>;
  readonly outputs: ReadonlyMap<number, readonly number[]>;
  readonly issues: ReadonlyMap<number, readonly number[]>;
  readonly firmOutputs: ReadonlyMap<number, readonly number[]>;
}

function placesOf({ nodes, uses, outputs, firmIssues, firmOutputs }: Network): Places {
  const bySource = (list: typeof uses.list): Map<number, number[]> =>
    grouped(list.map(({ source, child }) => [source, child] as const));
  const byRow = ({ start, row }: typeof firmIssues): Map<number, number[]> => {
    const pairs: [number, number][] = [];
    for (let node = 0; node < nodes.count; node++) {
      for (let at = start[node]!; at < start[node + 1]!; at++) pairs.push([row[at]!, node]);
    }
    return grouped(pairs);
  };
  return {
    uses: bySource(uses.list),
    outputs: bySource(outputs.list),
    issues: byRow(firmIssues),
    firmOutputs: byRow(firmOutputs),
  };
}

/** The nodes of each key, each of them once. */
function grouped(pairs: readonly (readonly [number, number])[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const [key, node] of pairs) {
    const nodes = found.get(key);
    if (nodes === undefined) found.set(key, [node]);
    else if (!nodes.includes(node)) nodes.push(node);
  }
  return found;
}
