/**
 * Covering: the orders that answer the net requirements of a node, one requirement after the other.
 *
 * For each: the day it is due by, the source, how far its lot reaches, the lots themselves, and
 * their dates. Nothing here looks beyond the node.
 */
import type { CompiledSource } from './compiled-source.ts';
import { type OrderColumns, placeOrder } from './draft.ts';
import { MrpError } from './errors.ts';
import { dueDay, readyDay, releaseDay } from './lead-time.ts';
import { nextLot } from './lot-size/order-modifiers.ts';
import { netRequirements } from './net.ts';
import type { Network } from './network.ts';
import type { NodePolicy } from './node-policy.ts';
import type { NodeRow } from './node-row.ts';
import type { SiteCalendar } from './site-calendar.ts';
import { type Allocated, chooseByQuota, chooseSource, chooseTimelySource } from './sourcing.ts';
import { windowNeed } from './supply-window.ts';

/** The covering of one node: what it reads, and what it has ordered so far. */
export interface Covering {
  readonly network: Network;
  readonly node: number;
  readonly row: NodeRow;
  /** Written to. */
  readonly orders: OrderColumns;
  readonly policy: NodePolicy;
  readonly ranked: readonly CompiledSource[];
  readonly calendar: SiteCalendar;
  readonly allocated: Allocated;
  /** Of each planned rule's source, what should have been received up to each period, in steps. */
  readonly wanted: Map<number, Float64Array>;
  /** What lots of planned rules came to so far, in steps. */
  received: number;
}

/** Begins to cover the needs of a node. */
export function openCovering(
  network: Network,
  node: number,
  row: NodeRow,
  orders: OrderColumns,
): Covering {
  return {
    network,
    node,
    row,
    orders,
    policy: network.policies[node]!,
    ranked: network.sourcesOf[node]!,
    calendar: network.calendar[node]!,
    allocated: new Map(),
    wanted: new Map(),
    received: 0,
  };
}

/** The same node once more, for needs that are asked for when the others are covered. */
export function nextCovering(covering: Covering): Covering {
  const { network, node, row, orders, allocated } = covering;
  return { ...openCovering(network, node, row, orders), allocated };
}

/**
 * Orders for one net requirement; returns what the orders add up to, in steps, at least `net`.
 *
 * @param cell - the cell of the row on which it is needed
 * @param balance - the balance of that day before anything is ordered
 * @throws MrpError MRP_QUANTITY_TOO_LARGE — the orders add up to 2^53 or more
 */
export function coverNeed(covering: Covering, cell: number, net: number, balance: number): number {
  const { row, policy, calendar, network, node } = covering;
  const need = row.origin + cell;
  const due = Math.max(dueDay(calendar, need, policy.safetyTimeDays), policy.planningFence);
  const first = sourceFor(covering, due, net);
  const quantity = quantityFor(covering, first, cell, net, balance);
  let covered = 0;
  for (let source = first; covered < quantity; ) {
    const lot = nextLot(quantity - covered, source.modifiers);
    placeLot(covering, source, lot, need, due);
    covered += lot;
    if (source.quota.numerator === 0) continue;
    const before = covering.allocated.get(source.index) ?? source.quota.allocated;
    covering.allocated.set(source.index, before + lot);
    source = sourceFor(covering, due, net);
  }
  if (first.rule?.kind === 'planned') covering.received += covered;
  if (covered <= Number.MAX_SAFE_INTEGER) return covered;
  throw new MrpError('MRP_QUANTITY_TOO_LARGE', network.nodes.at(node));
}

/** The source of the next lot. */
export function sourceFor(covering: Covering, due: number, net: number): CompiledSource {
  const { ranked, policy, allocated, network } = covering;
  const first = ranked.length === 1 ? ranked[0]! : chooseSource(ranked, due);
  if (first.quota.numerator > 0) return chooseByQuota(ranked, first, due, allocated);
  if (!policy.avoidPastDue) return first;
  return chooseTimelySource(ranked, due, network.terms.today, (source) =>
    releaseDay(source, arrivalDay(covering, due), nextLot(net, source.modifiers), due),
  );
}

/** How much to order for a net requirement: by the source's rule, up to a level, within a cover. */
export function quantityFor(
  covering: Covering,
  source: CompiledSource,
  cell: number,
  net: number,
  balance: number,
): number {
  const { row, policy } = covering;
  let quantity = net;
  if (source.rule?.kind === 'window') {
    quantity = windowNeed(row, cell, net, balance, source.rule.days);
  } else if (source.rule?.kind === 'planned') {
    quantity = Math.max(net, plannedUntil(covering, source, cell) - covering.received);
  }
  if (policy.orderUpTo > row.required[cell]!) {
    quantity = Math.max(quantity, net + policy.orderUpTo - row.required[cell]!);
  }
  if (policy.maxCoverDays > 0 && quantity > net) {
    quantity = Math.min(quantity, windowNeed(row, cell, net, balance, policy.maxCoverDays));
  }
  return quantity;
}

/** What the source's rule wants to have received up to the period of a cell. */
export function plannedUntil(covering: Covering, source: CompiledSource, cell: number): number {
  const { rule } = source;
  if (rule?.kind !== 'planned') return 0;
  const { wanted } = covering;
  let received = wanted.get(source.index);
  if (received === undefined) {
    received = rule.size(netsByPeriod(covering, rule.periodDays));
    for (let period = 1; period < received.length; period++) {
      received[period]! += received[period - 1]!;
    }
    wanted.set(source.index, received);
  }
  return received[Math.min(periodOf(covering, rule.periodDays, cell), received.length - 1)] ?? 0;
}

/** The period of a cell, counted from today; what is past belongs to the first. */
export function periodOf({ row, network }: Covering, periodDays: number, cell: number): number {
  return Math.max(0, Math.floor((cell - (network.terms.today - row.origin)) / periodDays));
}

/** What is short in each period if each is covered by itself. */
export function netsByPeriod(covering: Covering, periodDays: number): Float64Array {
  const { row, network, node } = covering;
  const nets = new Float64Array(periodOf(covering, periodDays, row.last) + 1);
  let last = 0;
  netRequirements(row, network.onHand[node]!, (cell, net) => {
    const period = periodOf(covering, periodDays, cell);
    nets[period]! += net;
    last = Math.max(last, period);
    return net;
  });
  return nets.slice(0, last + 1);
}

/** The day a quantity must have arrived to be usable on its due day. */
export function arrivalDay({ policy, calendar }: Covering, due: number): number {
  return policy.receivingDays === 0 ? due : calendar.before(due, policy.receivingDays);
}

/** Dates one lot and places it. */
function placeLot(
  covering: Covering,
  source: CompiledSource,
  lot: number,
  need: number,
  due: number,
): void {
  const { orders, node, policy, calendar, network } = covering;
  const { today, pastDueRelease } = network.terms;
  const release = releaseDay(source, arrivalDay(covering, due), lot, due);
  const earliest =
    pastDueRelease === 'clamp' ? Math.max(today, policy.releaseFence) : policy.releaseFence;
  if (release >= earliest) {
    placeOrder(orders, node, source.index, lot, need, due, release);
    return;
  }
  const usable = calendar.after(readyDay(source, earliest, lot, due), policy.receivingDays);
  placeOrder(orders, node, source.index, lot, need, usable, earliest);
}
