/**
 * The record of an item at a site on a day: which orders it has and why, or why it has none.
 */
import { day } from '@kontor/kernel';
import type { Draft } from '../draft.ts';
import { nodeOf } from '../enquiry/node-of.ts';
import type { Network } from '../network.ts';
import { bucketStart } from '../plan-terms.ts';
import { dayFigures } from './day-figures.ts';
import { explainAt } from './explain-order.ts';
import type { DayExplanation, DayReason, OrderExplanation } from './explanation.ts';
import type { OpenPlace } from './open-place.ts';
import type { BalanceTrace } from './balance-trace.ts';
import type { DayTrace } from './trace-day.ts';

/** Which of the nodes of an item at a site. */
export interface ExplainOptions {
  /** A segment, where the site plans segments apart; else what is planned in common. */
  readonly segment?: string | undefined;
}

/**
 * Explains a day of a place.
 *
 * @param on - `YYYY-MM-DD`; the day of the need, not that of the delivery
 * @throws MrpError MRP_UNKNOWN_NODE — the item is not planned there, or not in that segment
 * @throws KernelError KERNEL_BAD_DAY — no day
 */
export function explainNeed(
  network: Network,
  draft: Draft,
  placeOf: (node: number) => OpenPlace,
  at: { readonly item: string; readonly location: string } & ExplainOptions,
  on: string,
): DayExplanation {
  const node = nodeOf(network, at.item, at.location, at.segment);
  const place = placeOf(node);
  const asked = bucketStart(network.terms, day(on));
  const trace = place.trace(asked);
  const orders = ordersOn(place, asked, trace);
  const balance = trace.nets[0]?.balance ?? trace.closing;
  return {
    ...dayFigures(place, asked, trace, balance),
    reasons: reasonsFor(place, asked, trace, balance, orders),
    orders,
  };
}

function ordersOn(place: OpenPlace, on: number, trace: DayTrace): OrderExplanation[] {
  const { draft, node } = place;
  const found: OrderExplanation[] = [];
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    if (draft.need[order] === on) found.push(explainAt(place, order, trace));
  }
  return found;
}

function reasonsFor(
  { network, node }: OpenPlace,
  on: number,
  { row, nets, assumed }: DayTrace,
  balance: BalanceTrace,
  orders: readonly OrderExplanation[],
): DayReason[] {
  const { planning } = network.policies[node]!;
  const reasons: DayReason[] = [];
  if (orders.length > 0) reasons.push('ordered');
  if (planning === 'manual' && nets.length > 0) reasons.push('manual');
  if (reasons.length > 0) return reasons;
  const cell = on - row.origin;
  const isInRow = cell >= row.first && cell <= row.last;
  const hasEvent =
    isInRow && (row.gross[cell] !== 0 || row.receipts[cell] !== 0 || row.marked[cell] === 1);
  if (!hasEvent) return ['noEvent'];
  if (on < network.terms.today && balance.required === 0n) reasons.push('beforeToday');
  const { before, receipts, gross, required } = balance;
  const withoutSupply = before.onHand - before.gross - gross - required;
  if (withoutSupply >= 0n) return [...reasons, 'stockCovers'];
  if (withoutSupply + before.receipts + receipts >= 0n) reasons.push('receiptsCover');
  else reasons.push('ordersCover');
  if (assumed.moved.some(({ to }) => to <= cell)) reasons.push('receiptMovedIn');
  return reasons;
}
