/**
 * Whose need an open order serves, and which demands stand at the top of the chain.
 *
 * Read from pegging, level by level upward: an order serves the needs of its node, of which those
 * of planned orders, open orders and moves lead on to the node where these come in.
 */
import { formatDay } from '@kontor/kernel';
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { demandName, forecastName, orderNames, receiptName } from '../pegging/names.ts';
import { type SharesByNode, sharesByNode } from '../pegging/node-shares.ts';
import type { NeedKind } from '../pegging/scope.ts';
import type { MessageNeed } from './action-message.ts';

/** A supply by what it is. */
export interface ServingOrder {
  readonly kind: 'order' | 'receipt';
  /** The planned order's number, or the row of the receipt. */
  readonly ref: number;
  /** The node where it comes in. */
  readonly node: number;
}

/** A need that a supply serves. */
export interface ServedNeed {
  readonly kind: NeedKind;
  readonly ref: number;
  readonly day: number;
  readonly quantity: number;
}

/** Questions about what supplies are for. */
export interface NeedsBehind {
  /** The needs it serves, by the order in which they are served. */
  needsOf(supply: ServingOrder): ServedNeed[];
  /** The need as a message names it; undefined for stock that expires. */
  named(need: ServedNeed): MessageNeed | undefined;
  /** Some of the demands at the top, by day, then name. */
  demandsOf(supply: ServingOrder): string[];
}

/** A message names so many demands, and so many orders are walked for them. */
const DEMANDS_NAMED = 10;
const ORDERS_WALKED = 500;

/** Reads a plan's pegging as it is asked for; a node is matched once. */
export function needsBehind(network: Network, draft: Draft): NeedsBehind {
  const shares = sharesByNode(network, draft);
  const needsOf = (supply: ServingOrder): ServedNeed[] => servedBy(shares, supply);
  const orderName = orderNames(network, draft);
  return {
    needsOf,
    named: (need) => namedNeed(network, orderName, need),
    demandsOf: (supply) => endDemands(network, draft, needsOf, supply),
  };
}

function servedBy(plan: SharesByNode, { kind, ref, node }: ServingOrder): ServedNeed[] {
  const { needs: numbers, supplies } = plan.scope;
  const { needs, shares, ofSupply } = plan.at(node);
  return ofSupply(supplies.baseOf(kind) + ref).map((at) => {
    const row = shares.need[at]!;
    const number = needs.number[row]!;
    const [day, quantity] = [needs.day[row]!, shares.quantity[at]!];
    return { kind: numbers.kindOf(number), ref: numbers.rowOf(number), day, quantity };
  });
}

function namedNeed(
  network: Network,
  orderName: (order: number) => string,
  { kind, ref, day: on }: ServedNeed,
): MessageNeed | undefined {
  const day = formatDay(on);
  switch (kind) {
    case 'demand':
      return { kind, id: demandName(network, ref), day };
    case 'forecast':
      return { kind, id: forecastName(network, ref), day };
    case 'firmIssue':
      return { kind: 'openOrder', id: receiptName(network, ref), day };
    case 'order':
    case 'move':
      return { kind: 'order', id: orderName(ref), day };
    case 'debt':
      return { kind, day };
    case 'expired':
      return undefined;
  }
}

/** Walks upward, breadth first, so that the demands nearest to the order are found first. */
function endDemands(
  network: Network,
  draft: Draft,
  needsOf: (supply: ServingOrder) => ServedNeed[],
  from: ServingOrder,
): string[] {
  const found = new Map<string, number>();
  const seen = new Set<string>();
  const open = [from];
  for (let at = 0; at < open.length && at < ORDERS_WALKED; at++) {
    for (const { kind, ref, day } of needsOf(open[at]!)) {
      if (kind === 'demand') {
        const name = demandName(network, ref);
        found.set(name, Math.min(day, found.get(name) ?? day));
      }
      const next = supplyAbove(network, draft, kind, ref);
      if (next === undefined || seen.has(`${next.kind} ${ref}`)) continue;
      seen.add(`${next.kind} ${ref}`);
      open.push(next);
    }
    if (found.size >= DEMANDS_NAMED) break;
  }
  return [...found]
    .toSorted(([a, on], [b, other]) => on - other || (a < b ? -1 : 1))
    .slice(0, DEMANDS_NAMED)
    .map(([name]) => name);
}

/** The order that has a need, as a supply of its own node. */
export function supplyAbove(
  { index, nodes }: Network,
  draft: Draft,
  kind: NeedKind,
  ref: number,
): ServingOrder | undefined {
  if (kind === 'order' || kind === 'move') return { kind: 'order', ref, node: draft.node[ref]! };
  if (kind !== 'firmIssue') return undefined;
  const { item, location, segment } = index.model.receipts[ref]!;
  const node = nodes.find(item, location, index.segmentAt(item, location, segment));
  return { kind: 'receipt', ref, node };
}
