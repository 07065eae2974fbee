/**
 * Days of cover of an item at a site, over a plan: for how long each day's balance would last.
 *
 * The balance counts on every order, open or planned, up to the day that is asked about; what comes
 * later does not. The needs are all gross requirements of the plan, what expires among them.
 *
 * @source frePPLe, "period of cover"
 */
import { formatDay } from '@kontor/kernel';
import { type CoverPoint, DAYS_OF_COVER_MAX, daysOfCover } from '../days-of-cover.ts';
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { recordCells } from '../planning-record.ts';
import { type BucketOf, dayGrid } from './day-grid.ts';

/** Which segment, and how to cut time. */
export interface CoverOptions {
  readonly segment?: string | undefined;
  /** `day` (default) or ISO weeks from Monday. */
  readonly bucket?: BucketOf | undefined;
}

/** One cell per bucket in every row. */
export interface CoverRecord {
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  /**
   * For how many calendar days from today the stock on hand serves all needs by itself: 0 where it
   * does not serve today's; 999 where it outlasts all of them.
   */
  readonly onHandDays: number;
  /** The first day of each bucket, from today's on. */
  readonly buckets: readonly string[];
  /** Projected balance at the end of the bucket, in the item's stocking unit. */
  readonly balance: readonly string[];
  /** Calendar days from the bucket's last day to the first need that the balance does not serve. */
  readonly days: readonly number[];
}

/**
 * The cover of a node.
 *
 * @throws MrpError MRP_BAD_FIGURE — its needs add up to 2^53 steps or more
 */
export function coverRecord(
  network: Network,
  draft: Draft,
  node: number,
  { bucket = 'day' }: CoverOptions = {},
): CoverRecord {
  const cells = recordCells(network, draft, node, 'day');
  const { today } = network.terms;
  const first = cells.buckets[0]!;
  const last = cells.buckets.at(-1)!;
  const grid = dayGrid(today, last, bucket);
  const ends = grid.buckets.map((start) => Math.min(start + (bucket === 'week' ? 6 : 0), last));
  const balances = ends.map((day) => cells.balance[day - first]!);
  // Stock on hand still has what is overdue to serve, as if it were due today.
  const demands = Array.from(cells.gross, (quantity, at) => ({
    day: Math.max(first + at, today),
    quantity,
  }));
  const points: CoverPoint[] = [
    { day: today - 1, onHand: network.onHand[node]! },
    ...ends.map((day, at) => ({ day, onHand: balances[at]! })),
  ];
  const [ofStock, ...days] = daysOfCover({ demands: demands.filter(isNeed), points });
  const place = network.nodes.at(node);
  return {
    ...place,
    // Counted from the end of yesterday, so that a need of today is 1 day away.
    onHandDays: ofStock === DAYS_OF_COVER_MAX ? ofStock : Math.max(0, ofStock! - 1),
    buckets: grid.buckets.map(formatDay),
    balance: balances.map((steps) => network.index.units.format(place.item, steps)),
    days,
  };
}

const isNeed = ({ quantity }: { readonly quantity: number }): boolean => quantity > 0;
