/**
 * Shortages: demands that the plan cannot serve on their day, how late they are, and the root
 * cause.
 *
 * The plan is unconstrained: it always finds a quantity, if need be by an order that should have
 * been released before today. Lateness is carried up from there, suppliers before the supplied: an
 * order is as late as its own release is past due or as its latest component, a need as late as the
 * latest supply pegged to it is after its day. Under `keep` all dates are true and the largest
 * delay counts; under `clamp` delays add up along the way.
 */
import { type Day, formatDay } from '@kontor/kernel';
import type { Draft } from './draft.ts';
import type { Network } from './network.ts';
import { byText } from './node-table.ts';
import { demandName, receiptName } from './pegging/names.ts';
import { type NodePegging, pegNode, type Supply } from './pegging/peg-node.ts';

/** Why a demand is late: the supply at the bottom of the chain. */
export interface ShortageCause {
  readonly kind: 'releasePastDue' | 'noSource' | 'overdue' | 'lateReceipt';
  readonly item: string;
  readonly location: string;
  /** One sentence for a planner. */
  readonly text: string;
}

/** A demand that is not served on its day. */
export interface Shortage {
  readonly demand: string;
  readonly item: string;
  readonly location: string;
  readonly due: string;
  /** The part of the demand that is late, in the item's stocking unit. */
  readonly quantity: string;
  /** Calendar days after the due day; null where nobody can supply it. */
  readonly lateDays: number | null;
  /** The first day all of it can be there; null where nobody can supply it. */
  readonly available: string | null;
  readonly cause: ShortageCause;
}

/** No source: later than every day that is. */
const NEVER = 0x3fff_ffff;
/** A cause that is no planned order: the demand's own day, or a receipt `LATE_RECEIPT - row`. */
const OVERDUE = -1;
const LATE_RECEIPT = -2;

/** Lateness of planned orders, in days, and the order at the root of it. */
interface Lateness {
  readonly days: Int32Array;
  readonly cause: Int32Array;
}

/** Every late demand, latest first, then by day and name. */
export function shortages(network: Network, draft: Draft): Shortage[] {
  const late: Lateness = {
    days: new Int32Array(draft.count),
    cause: new Int32Array(draft.count).fill(OVERDUE),
  };
  const found: Shortage[] = [];
  const { sequence } = network.order;
  for (let at = sequence.length - 1; at >= 0; at--) {
    const node = sequence[at]!;
    for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
      addOwnLateness(network, draft, order, late);
    }
    carryUp(network, draft, node, late, found);
  }
  return found.sort(
    (a, b) =>
      (b.lateDays ?? NEVER) - (a.lateDays ?? NEVER) ||
      byText(a.due, b.due) ||
      byText(a.demand, b.demand),
  );
}

/** Adds to what its components made of an order the delay of its own. */
function addOwnLateness(network: Network, draft: Draft, order: number, late: Lateness): void {
  const { today, pastDueRelease } = network.terms;
  const fromComponents = late.days[order]!;
  const isUnsourced = network.sources[draft.source[order]!]!.missing === 'source';
  const own = isUnsourced
    ? NEVER
    : pastDueRelease === 'keep'
      ? Math.max(0, today - draft.release[order]!)
      : Math.max(0, draft.due[order]! - draft.need[order]!);
  const total = pastDueRelease === 'keep' ? Math.max(own, fromComponents) : own + fromComponents;
  late.days[order] = Math.min(total, NEVER);
  if (own > 0 && own >= fromComponents) late.cause[order] = order;
}

/** Hands the lateness of a node's supplies to the orders and demands that they serve. */
function carryUp(
  network: Network,
  draft: Draft,
  node: number,
  late: Lateness,
  found: Shortage[],
): void {
  const pegging = pegNode(network, draft, node);
  const lateness = needLateness(network, draft, pegging, late);
  pegging.needs.forEach((need, index) => {
    const { days, cause, quantity } = lateness[index]!;
    if (days <= 0) return;
    if (need.kind === 'order' && days > late.days[need.ref]!) {
      late.days[need.ref] = days;
      late.cause[need.ref] = cause;
    }
    if (need.kind !== 'demand') return;
    const { item, location } = network.nodes.at(node);
    found.push({
      demand: demandName(network, need.ref),
      item,
      location,
      due: formatDay(need.day),
      quantity: network.index.units.format(item, quantity),
      lateDays: days >= NEVER ? null : days,
      available: days >= NEVER ? null : formatDay(need.day + days),
      cause: causeOf(network, draft, cause, node, need.day),
    });
  });
}

/** Per need, the lateness of its latest supply and how much of it is late. */
function needLateness(
  network: Network,
  draft: Draft,
  { needs, supplies, shares }: NodePegging,
  late: Lateness,
): { days: number; cause: number; quantity: number }[] {
  const result = needs.map(() => ({ days: 0, cause: OVERDUE, quantity: 0 }));
  for (const share of shares) {
    const need = result[share.need]!;
    const supply = supplies[share.supply]!;
    const { day } = needs[share.need]!;
    const { days, cause } = supplyLateness(network, draft, supply, day, late);
    if (days <= 0) continue;
    need.quantity += share.quantity;
    if (days > need.days) Object.assign(need, { days, cause });
  }
  return result;
}

/**
 * How many days after a need its supply is there. An order that was planned early for an earlier
 * need, or due on the working day before, has that much room before its delay hurts.
 */
function supplyLateness(
  network: Network,
  draft: Draft,
  supply: Supply,
  needDay: Day,
  late: Lateness,
): { days: number; cause: number } {
  if (supply.kind !== 'order') {
    const days = supply.day - needDay;
    return { days, cause: supply.kind === 'stock' ? OVERDUE : LATE_RECEIPT - supply.ref };
  }
  const delay = late.days[supply.ref]!;
  // Under `clamp` the due day moved already, and its delay counts from the need.
  const { need, due } = draft;
  const planned = network.terms.pastDueRelease === 'keep' ? due : need;
  const days = delay >= NEVER ? NEVER : delay === 0 ? 0 : planned[supply.ref]! + delay - needDay;
  return { days, cause: late.cause[supply.ref]! };
}

function causeOf(
  network: Network,
  draft: Draft,
  cause: number,
  node: number,
  due: Day,
): ShortageCause {
  const place = network.nodes.at(cause >= 0 ? draft.node[cause]! : node);
  const today = formatDay(network.terms.today);
  const of = `'${place.item}' at '${place.location}'`;
  if (cause === OVERDUE) {
    const text = `it was due on ${formatDay(due)}, before today (${today})`;
    return { kind: 'overdue', ...place, text };
  }
  if (cause <= LATE_RECEIPT) {
    const text = `${receiptName(network, LATE_RECEIPT - cause)} of ${of} comes later`;
    return { kind: 'lateReceipt', ...place, text };
  }
  const source = network.sources[draft.source[cause]!]!;
  if (source.missing === 'source') {
    return { kind: 'noSource', ...place, text: `nothing supplies ${of}: add a source` };
  }
  const quantity = network.index.units.format(place.item, draft.quantity[cause]!);
  const [need, ready, release] = [draft.need[cause]!, draft.due[cause]!, draft.release[cause]!].map(
    network.index.dayText,
  );
  const fault =
    network.terms.pastDueRelease === 'keep'
      ? `should have been released on ${release}`
      : `released today is due on ${ready}, needed ${need}`;
  const text = `${source.kind} ${quantity} ${of}: ${fault}`;
  return { kind: 'releasePastDue', ...place, text };
}
