/**
 * The row of a node, ready to be netted: exploded, without what expires, with receipts moved in.
 */
import type { Draft } from './draft.ts';
import { MrpError } from './errors.ts';
import { explode } from './explode.ts';
import { type ExpiredLot, expiringLots } from './expiry.ts';
import type { Network } from './network.ts';
import type { NodeRow } from './node-row.ts';
import { byText } from './node-table.ts';
import { type MovedReceipt, moveReceiptsIn } from './reschedule.ts';

/** What was assumed on the way. */
export interface Assumptions {
  readonly expired: readonly ExpiredLot[];
  /** Receipts that are assumed to come earlier; cells of the row. */
  readonly moved: readonly MovedReceipt[];
}

const NOTHING: Assumptions = { expired: [], moved: [] };

/**
 * Fills the row with all that a node must deliver and all that comes in. Writes `row`.
 *
 * @throws MrpError MRP_QUANTITY_TOO_LARGE — the amounts of a day add up to 2^53 or more, or
 * those of all days where stock expires or receipts are moved in
 */
export function prepareRow(
  network: Network,
  draft: Draft,
  node: number,
  row: NodeRow,
): Assumptions {
  explode(network, draft, node, row);
  const lots = network.lots.get(node);
  const { rescheduleWithinDays } = network.policies[node]!;
  if (row.last < row.first || (lots === undefined && rescheduleWithinDays === 0)) return NOTHING;
  if (row.isLarge) throw new MrpError('MRP_QUANTITY_TOO_LARGE', network.nodes.at(node));
  const onHand = network.onHand[node]!;
  const expired = lots === undefined ? [] : expiringLots(lots, onHand, row);
  for (const { lot, quantity } of expired) row.gross[lot.expires - row.origin]! += quantity;
  const movable = movableReceipts(network, node, row.origin);
  return { expired, moved: moveReceiptsIn(needing(network, node, row), onHand, movable) };
}

/** The row without its required stock where that is asked for after all demand. */
function needing({ policies }: Network, node: number, row: NodeRow): NodeRow {
  if (policies[node]!.safetyStockPolicy !== 'afterDemand') return row;
  return {
    ...row,
    required: new Float64Array(row.required.length),
    marked: new Uint8Array(row.marked.length),
  };
}

/** Open orders within the node's horizon; those that expire stay where they are. */
function movableReceipts(
  { receipts, policies, terms, model }: Network,
  node: number,
  origin: number,
): { cell: number; quantity: number; row: number }[] {
  const { rescheduleWithinDays } = policies[node]!;
  if (rescheduleWithinDays === 0) return [];
  const horizon = terms.today + rescheduleWithinDays;
  const movable: { cell: number; quantity: number; row: number }[] = [];
  for (let at = receipts.start[node]!; at < receipts.start[node + 1]!; at++) {
    const [day, row] = [receipts.day[at]!, receipts.row[at]!];
    if (day > horizon || model.receipts[row]!.expires !== undefined) continue;
    movable.push({ cell: day - origin, quantity: receipts.quantity[at]!, row });
  }
  // Orders of one day by their names, so that the order of the model's rows changes nothing.
  const nameOf = (row: number): string => model.receipts[row]!.id ?? '';
  return movable.sort(
    (a, b) => a.cell - b.cell || byText(nameOf(a.row), nameOf(b.row)) || b.quantity - a.quantity,
  );
}
