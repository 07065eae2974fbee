/**
 * Pegging, one level: which supply of a node serves which need.
 *
 * Needs by (day, priority, id), safety stock not among them, take supplies by day: stock first,
 * then receipts and planned orders as they are due. Shares are exact: those of a need add up to the
 * need, those of a supply to no more than the supply; the rest is stock.
 *
 * @source APICS Dictionary, "pegging"
 */
import { formatDay } from '@kontor/kernel';
import type { Flows } from './flows.ts';
import type { Draft } from './draft.ts';
import { consumptionDay, orderNeed } from './explode.ts';
import type { Network } from './network.ts';
import { byText } from './node-table.ts';
import { ordersOfNode } from './planned-order.ts';

/** A quantity that a node must deliver. Quantities in steps, days as day numbers. */
export interface Need {
  readonly kind: 'demand' | 'debt' | 'firmIssue' | 'order';
  /** The row of the demand or receipt, or the number of the planned order that needs it. */
  readonly ref: number;
  readonly day: number;
  readonly quantity: number;
  readonly priority: number;
  readonly id: string;
}

/** A quantity that a node receives. */
export interface Supply {
  readonly kind: 'stock' | 'receipt' | 'order';
  readonly ref: number;
  readonly day: number;
  readonly quantity: number;
}

/** So much of that supply serves that need; both by their place in the lists. */
export interface Share {
  readonly need: number;
  readonly supply: number;
  readonly quantity: number;
}

/** The matching of a node. */
export interface NodePegging {
  readonly needs: readonly Need[];
  readonly supplies: readonly Supply[];
  readonly shares: readonly Share[];
}

/** Matches the needs of a node with its supplies. */
export function pegNode(network: Network, draft: Draft, node: number): NodePegging {
  const needs = needsOf(network, draft, node);
  const supplies = suppliesOf(network, draft, node);
  const shares: Share[] = [];
  let supply = 0;
  let left = supplies[0]?.quantity ?? 0;
  needs.forEach((need, index) => {
    let open = need.quantity;
    while (open > 0 && supply < supplies.length) {
      const quantity = Math.min(open, left);
      if (quantity > 0) shares.push({ need: index, supply, quantity });
      open -= quantity;
      left -= quantity;
      if (left === 0) left = supplies[++supply]?.quantity ?? 0;
    }
  });
  return { needs, supplies, shares };
}

function needsOf(network: Network, draft: Draft, node: number): Need[] {
  const { model } = network;
  const needs: Need[] = [];
  for (const flow of flowsOf(network.demands, node)) {
    const row = model.demands[flow.ref];
    const priority = row?.priority ?? Number.MIN_SAFE_INTEGER;
    const id = row === undefined ? '' : demandName(network, flow.ref);
    needs.push({ kind: row === undefined ? 'debt' : 'demand', ...flow, priority, id });
  }
  for (const flow of flowsOf(network.firmIssues, node)) {
    needs.push({ kind: 'firmIssue', ...flow, priority: 1, id: '' });
  }
  for (let at = network.uses.start[node]!; at < network.uses.start[node + 1]!; at++) {
    const use = network.uses.list[at]!;
    for (let order = draft.start[use.parent]!; order < draft.end[use.parent]!; order++) {
      if (draft.source[order] !== use.source) continue;
      const quantity = orderNeed(network, draft, use, order);
      if (quantity === 0) continue;
      const day = consumptionDay(network, use, draft.release[order]!);
      needs.push({ kind: 'order', ref: order, day, quantity, priority: 1, id: '' });
    }
  }
  return needs.sort(
    (a, b) => a.day - b.day || a.priority - b.priority || byText(a.id, b.id) || a.ref - b.ref,
  );
}

function suppliesOf(network: Network, draft: Draft, node: number): Supply[] {
  const dated: Supply[] = [];
  for (const flow of flowsOf(network.receipts, node)) dated.push({ kind: 'receipt', ...flow });
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    const day = draft.need[order]!;
    dated.push({ kind: 'order', ref: order, day, quantity: draft.quantity[order]! });
  }
  dated.sort((a, b) => a.day - b.day);
  const onHand = network.onHand[node]!;
  if (onHand === 0) return dated;
  return [{ kind: 'stock', ref: -1, day: network.terms.today, quantity: onHand }, ...dated];
}

function* flowsOf(
  flows: Flows,
  node: number,
): Generator<{ ref: number; day: number; quantity: number }> {
  for (let at = flows.start[node]!; at < flows.start[node + 1]!; at++) {
    yield { ref: flows.row[at]!, day: flows.day[at]!, quantity: flows.quantity[at]! };
  }
}

/** A demand's id, or its place in the list of those that have none. */
export function demandName({ model }: Network, row: number): string {
  return model.demands[row]!.id ?? `demand ${row + 1}`;
}

/** A receipt's id, or its place in the list. */
export function receiptName({ model }: Network, row: number): string {
  return model.receipts[row]!.id ?? `receipt ${row + 1}`;
}

/** One share of a demand, in the item's stocking unit. */
export interface DemandShare {
  readonly kind: 'stock' | 'receipt' | 'order';
  /** The receipt's or planned order's id; `stock` for stock on hand. */
  readonly id: string;
  /** The day from which it is there. */
  readonly day: string;
  readonly quantity: string;
}

/** A demand with what serves it. */
export interface DemandShares {
  readonly demand: string;
  readonly item: string;
  readonly location: string;
  readonly due: string;
  readonly quantity: string;
  readonly shares: readonly DemandShare[];
  /** What no supply serves; '0' in every plan without a fault of ours. */
  readonly short: string;
}

/** Each demand of the model with its shares, by node and day. */
export function demandShares(network: Network, draft: Draft): DemandShares[] {
  const { demands, nodes } = network;
  const result: DemandShares[] = [];
  for (let node = 0; node < nodes.count; node++) {
    if (demands.start[node] !== demands.start[node + 1]) {
      result.push(...demandSharesOfNode(network, draft, node));
    }
  }
  return result;
}

function demandSharesOfNode(network: Network, draft: Draft, node: number): DemandShares[] {
  const { item, location } = network.nodes.at(node);
  const text = (steps: number): string => network.index.units.format(item, steps);
  const { needs, supplies, shares } = pegNode(network, draft, node);
  const orders = ordersOfNode(network, draft, node);
  const nameOf = ({ kind, ref }: Supply): string =>
    kind === 'order'
      ? orders[ref - draft.start[node]!]!.id
      : kind === 'receipt'
        ? receiptName(network, ref)
        : 'stock';
  const served = needs.map((): DemandShare[] => []);
  const open = needs.map((need) => need.quantity);
  for (const share of shares) {
    const supply = supplies[share.supply]!;
    const quantity = text(share.quantity);
    const day = formatDay(supply.kind === 'order' ? draft.due[supply.ref]! : supply.day);
    served[share.need]!.push({ kind: supply.kind, id: nameOf(supply), day, quantity });
    open[share.need]! -= share.quantity;
  }
  return needs.flatMap((need, index) =>
    need.kind !== 'demand'
      ? []
      : {
          demand: need.id,
          item,
          location,
          due: formatDay(need.day),
          quantity: text(need.quantity),
          shares: served[index]!,
          short: text(open[index]!),
        },
  );
}
