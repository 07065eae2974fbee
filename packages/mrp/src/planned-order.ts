/**
 * Planned orders as their reader sees them.
 *
 * The id is derived from item, site, due day and rank on that day, so that two runs on one input
 * give the same ids.
 */
import { type OrderKind, startedQuantity } from './compiled-source.ts';
import type { Draft } from './draft.ts';
import type { Network } from './network.ts';

/** An order proposed by the run. */
export interface PlannedOrder {
  readonly id: string;
  readonly kind: OrderKind;
  readonly item: string;
  /** Where the quantity will be. */
  readonly location: string;
  /** The project, batch or customer it is kept apart for. */
  readonly segment?: string;
  /** In the item's stocking unit. */
  readonly quantity: string;
  /** What must be started so that `quantity` is good; only where the yield is not one. */
  readonly started?: string;
  /** The day of the need it answers. */
  readonly need: string;
  /** The day the quantity is there. */
  readonly due: string;
  /** The day the lead time starts; for a transfer the day it leaves its origin. */
  readonly release: string;
  /** What names its source: the row's id, or `make`, `buy:rim`, `transfer:plant`. */
  readonly source: string;
  readonly supplier?: string;
  readonly origin?: string;
  /** The item whose spare stock takes the place of this one. */
  readonly substitute?: string;
}

/** Which orders; what is left out does not matter. */
export interface OrderFilter {
  readonly item?: string | undefined;
  readonly location?: string | undefined;
  readonly kind?: OrderKind | undefined;
  /** '' = those of no segment. */
  readonly segment?: string | undefined;
}

/** The orders that the filter lets through, by level, item, site and need day. */
export function plannedOrders(
  network: Network,
  draft: Draft,
  filter: OrderFilter = {},
): PlannedOrder[] {
  const orders: PlannedOrder[] = [];
  for (const node of network.order.sequence) {
    const { item, location, segment = '' } = network.nodes.at(node);
    if (filter.item !== undefined && filter.item !== item) continue;
    if (filter.location !== undefined && filter.location !== location) continue;
    if (filter.segment !== undefined && filter.segment !== segment) continue;
    for (const order of ordersOfNode(network, draft, node)) {
      if (filter.kind === undefined || filter.kind === order.kind) orders.push(order);
    }
  }
  return orders;
}

/** All orders of one node, by need day. */
export function ordersOfNode(network: Network, draft: Draft, node: number): PlannedOrder[] {
  const orders: PlannedOrder[] = [];
  eachRanked(draft, node, (order, rank) => orders.push(orderAt(network, draft, order, rank)));
  return orders;
}

/** Visits the orders of a node, each with its rank among those of its due day, from 1. */
export function eachRanked(
  { start, end, due }: Draft,
  node: number,
  visit: (order: number, rank: number) => void,
): void {
  const ranks = new Map<number, number>();
  for (let order = start[node]!; order < end[node]!; order++) {
    const rank = (ranks.get(due[order]!) ?? 0) + 1;
    ranks.set(due[order]!, rank);
    visit(order, rank);
  }
}

/** The rank of each order of a node among those of its due day, by place at the node. */
export function ranksOf(draft: Draft, node: number): Int32Array {
  const ranks = new Int32Array(draft.end[node]! - draft.start[node]!);
  eachRanked(draft, node, (order, rank) => {
    ranks[order - draft.start[node]!] = rank;
  });
  return ranks;
}

/** The id of an order; `rank` is its place among the node's orders of its due day, from 1. */
export function orderId(network: Network, draft: Draft, order: number, rank: number): string {
  const { item, location, segment } = network.nodes.at(draft.node[order]!);
  const place = segment === undefined ? location : `${location}#${segment}`;
  return `${item}@${place}/${network.index.dayText(draft.due[order]!)}/${rank}`;
}

/** One order; `rank` is its place among the node's orders of its due day, from 1. */
export function orderAt(network: Network, draft: Draft, order: number, rank: number): PlannedOrder {
  const { item, location, segment } = network.nodes.at(draft.node[order]!);
  const { dayText, units } = network.index;
  const source = network.sources[draft.source[order]!]!;
  const due = draft.due[order]!;
  return {
    id: orderId(network, draft, order, rank),
    kind: source.kind,
    item,
    location,
    ...(segment !== undefined && { segment }),
    quantity: units.format(item, draft.quantity[order]!),
    ...(source.yields.length > 0 && {
      started: units.format(item, startedQuantity(source.yields, draft.quantity[order]!, due)),
    }),
    need: dayText(draft.need[order]!),
    due: dayText(due),
    release: dayText(draft.release[order]!),
    source: source.id,
    ...(source.supplier !== undefined && { supplier: source.supplier }),
    ...(source.origin !== undefined && { origin: source.origin }),
    ...(source.substitute !== undefined && { substitute: source.substitute }),
  };
}
