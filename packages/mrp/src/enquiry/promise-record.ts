/**
 * Available-to-promise of an item at a site, over a plan: what a seller may still promise.
 *
 * Supply is what stock and open orders bring and, unless asked otherwise, what planned orders that
 * can still be released in time bring. Of it customers have their orders, and open and planned
 * orders elsewhere take their components and shipments. Forecast claims nothing: it is what a
 * promise is made out of. Safety stock is stock: it is there for what was not foreseen. So that
 * one side never counts without the other, what planned orders take is left out where what they
 * bring is.
 *
 * Stock that would expire before a customer takes it is no longer there to be promised: it counts
 * as taken on its day. Open orders stand on the day they are confirmed for, also where the run took
 * them to be moved in.
 *
 * @source APICS Dictionary, "available-to-promise": "the uncommitted portion of a company's
 * inventory and planned production as maintained in the master schedule"
 */
import { type Day, formatDay } from '@kontor/kernel';
import { availableToPromise } from '../available-to-promise.ts';
import type { Draft } from '../draft.ts';
import { expiringLots } from '../expiry.ts';
import type { Flows } from '../flows.ts';
import type { Network } from '../network.ts';
import { type NodeRow, openCells, openRow } from '../node-row.ts';
import { FOREVER } from '../site-calendar.ts';
import { type BucketOf, dayGrid } from './day-grid.ts';
import { eachTaking, eachYielding } from './order-flows.ts';

/** What to count and how to cut time. */
export interface PromiseOptions {
  readonly segment?: string | undefined;
  /** `day` (default) or ISO weeks from Monday. */
  readonly bucket?: BucketOf | undefined;
  /**
   * Whether planned orders count, with what they bring and what they take; true when left out.
   * Without them the promise rests on stock and open orders alone.
   */
  readonly plannedOrders?: boolean | undefined;
}

/** One cell per bucket in every row, as decimal text in the item's stocking unit. */
export interface PromiseRecord {
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  /** Free on hand: what is reserved or owed is not. */
  readonly onHand: string;
  /** The first day of each bucket, from today's on; what is overdue counts in the first. */
  readonly buckets: readonly string[];
  readonly supply: readonly string[];
  /** Customers' orders. */
  readonly orders: readonly string[];
  /** All else that is spoken for: components, shipments, stock that is owed or expires. */
  readonly taken: readonly string[];
  /**
   * What each supply can still be promised from, at the first bucket and those with a supply;
   * below 0 where more is promised than there will be.
   */
  readonly discrete: readonly string[];
  /** All that can be promised up to and with the bucket. */
  readonly cumulative: readonly string[];
}

/** A dated quantity, in steps. */
interface Entry {
  readonly day: Day;
  readonly quantity: number;
}

/** What counts, before it is cut into buckets. */
interface Claims {
  readonly firm: Entry[];
  readonly planned: Entry[];
  readonly orders: Entry[];
  readonly taken: Entry[];
}

/**
 * What can be promised of a node.
 *
 * @throws MrpError MRP_BAD_FIGURE — supply or claims add up to 2^53 steps or more
 */
export function promiseRecord(
  network: Network,
  draft: Draft,
  node: number,
  { bucket = 'day', plannedOrders = true }: PromiseOptions = {},
): PromiseRecord {
  const claims = firmClaims(network, node);
  if (plannedOrders) addPlanned(network, draft, node, claims);
  claims.taken.push(...expiring(network, node, claims));
  const { firm, planned, orders, taken } = claims;
  const supply = [...firm, ...planned];
  const { today } = network.terms;
  const last = Math.max(today, ...[...supply, ...orders, ...taken].map(({ day }) => day));
  const grid = dayGrid(today, last, bucket);
  const cells = (entries: readonly Entry[]): number[] => {
    const row = grid.buckets.map(() => 0);
    for (const { day, quantity } of entries) row[grid.at(day)]! += quantity;
    return row;
  };
  const [schedule, ordered, claimed] = [cells(supply), cells(orders), cells(taken)];
  const onHand = network.onHand[node]!;
  const promise = availableToPromise({
    onHand,
    schedule,
    orders: ordered.map((quantity, at) => quantity + claimed[at]!),
  });
  const place = network.nodes.at(node);
  const text = (steps: number): string => network.index.units.format(place.item, steps);
  return {
    ...place,
    onHand: text(onHand),
    buckets: grid.buckets.map(formatDay),
    supply: schedule.map(text),
    orders: ordered.map(text),
    taken: claimed.map(text),
    discrete: promise.discrete.map(text),
    cumulative: promise.cumulative.map(text),
  };
}

/** Open orders, customers' orders, and what open orders take. */
function firmClaims(network: Network, node: number): Claims {
  const { receipts, held, firmOutputs, demands, firmIssues } = network;
  const isOwed = ({ row }: Flows, at: number): boolean => row[at] === -1;
  return {
    firm: [receipts, held, firmOutputs].flatMap((flows) => entries(flows, node)),
    planned: [],
    orders: entries(demands, node, (flows, at) => !isOwed(flows, at)),
    taken: [...entries(demands, node, isOwed), ...entries(firmIssues, node)],
  };
}

function entries(
  flows: Flows,
  node: number,
  isCounted: (flows: Flows, at: number) => boolean = () => true,
): Entry[] {
  const found: Entry[] = [];
  for (let at = flows.start[node]!; at < flows.start[node + 1]!; at++) {
    if (!isCounted(flows, at)) continue;
    found.push({ day: flows.day[at]!, quantity: flows.quantity[at]! });
  }
  return found;
}

/** Adds what planned orders bring, if they can be released in time, and what they take. */
function addPlanned(network: Network, draft: Draft, node: number, claims: Claims): void {
  const { today } = network.terms;
  const isInTime = (order: number): boolean => draft.release[order]! >= today;
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    if (!isInTime(order)) continue;
    claims.planned.push({ day: draft.due[order]!, quantity: draft.quantity[order]! });
  }
  eachYielding(network, draft, node, (order, day, quantity) => {
    if (isInTime(order)) claims.planned.push({ day, quantity });
  });
  eachTaking(network, draft, node, (_, day, quantity) => claims.taken.push({ day, quantity }));
  for (const { takenOn, taken } of draft.moves.outOf.get(node) ?? []) {
    claims.taken.push({ day: takenOn, quantity: taken });
  }
}

/** What of the lots expires if nobody takes more than what is claimed. */
function expiring(network: Network, node: number, { firm, orders, taken }: Claims): Entry[] {
  const lots = network.lots.get(node);
  if (lots === undefined) return [];
  const { today } = network.terms;
  const claimed = [...orders, ...taken];
  const ends = lots.map(({ expires }) => expires).filter((day) => day < FOREVER);
  const last = Math.max(today, ...ends, ...[...firm, ...claimed].map(({ day }) => day));
  const row: NodeRow = openRow();
  openCells(row, { first: today, last });
  for (const { day, quantity } of claimed) row.gross[Math.max(day, today) - today]! += quantity;
  for (const { day, quantity } of firm) row.receipts[Math.max(day, today) - today]! += quantity;
  return expiringLots(lots, network.onHand[node]!, row).map(({ lot, quantity }) => ({
    day: lot.expires,
    quantity,
  }));
}
