/**
 * The supplies of a node, in the order in which they are taken: stock, then by day, what is open or
 * held before what is planned.
 *
 * An open order that the run took to be moved in stands on the day it was moved to, so it serves
 * the need it was moved for and comes before the orders planned after it. Where something expires,
 * the lots of stock stand apart, the first to expire in front. Every kind of supply is one entry of
 * a list here.
 */
import { orderOutput } from '../explode.ts';
import type { Flows } from '../flows.ts';
import { byText } from '../node-table.ts';
import { bucketStart } from '../plan-terms.ts';
import type { Assumptions } from '../prepare-row.ts';
import { addRow, type DatedColumns, reserveRows, sortByDay } from './dated-columns.ts';
import { lotsOnHand } from './lots.ts';
import type { PegScope, SupplyKind } from './scope.ts';

/** A kind of supply that the run found there: all but stock and planned orders. */
interface FirmKind {
  readonly kind: SupplyKind;
  /** Adds the supplies of a node in any order of days. Writes `into`. */
  gather(scope: PegScope, node: number, into: DatedColumns, assumed: Assumptions): void;
}

/** By which of them is taken first of one day. */
const FIRM: readonly FirmKind[] = [
  {
    kind: 'heldStock',
    gather: (scope, node, into) => addFlows(scope, 'heldStock', scope.network.held, node, into),
  },
  { kind: 'receipt', gather: addReceipts },
  {
    kind: 'firmCoProduct',
    gather: (scope, node, into) =>
      addFlows(scope, 'firmCoProduct', scope.network.firmOutputs, node, into),
  },
  { kind: 'coProduct', gather: addCoProducts },
];

/**
 * Fills `into` with the supplies of a node, sorted; stock that is reserved is part of them.
 *
 * @param reserved - so much of the stock is reserved for the node's demands
 * @returns how many of them are there from the start: all free stock
 */
export function suppliesOf(
  scope: PegScope,
  node: number,
  assumed: Assumptions,
  reserved: number,
  into: DatedColumns,
): number {
  const { unsorted, firm } = scope;
  unsorted.count = 0;
  for (const { gather } of FIRM) gather(scope, node, unsorted, assumed);
  sortByDay(unsorted, firm, scope.days);
  into.count = 0;
  addStock(scope, node, reserved, into);
  const onHand = into.count;
  addDated(scope, node, firm, into);
  return onHand;
}

function addStock(scope: PegScope, node: number, reserved: number, into: DatedColumns): void {
  const { network, supplies } = scope;
  const base = supplies.baseOf('stock');
  const quantity = network.onHand[node]! + reserved;
  const { today } = network.terms;
  const lots = network.lots.get(node);
  if (lots === undefined) {
    if (quantity > 0) addRow(into, base - 1, today, quantity);
    return;
  }
  for (const { lot, left } of lotsOnHand(lots, quantity)) addRow(into, base + lot.row, today, left);
}

/** Planned orders by need day, and firm supplies, before those of their day. */
function addDated(
  { draft, supplies }: PegScope,
  node: number,
  firm: DatedColumns,
  into: DatedColumns,
): void {
  const { need, quantity } = draft;
  const end = draft.end[node]!;
  const base = supplies.baseOf('order');
  reserveRows(into, firm.count + end - draft.start[node]!);
  const { number: toNumber, day: toDay, quantity: toQuantity } = into;
  let next = 0;
  for (let order = draft.start[node]!; order < end; order++) {
    const day = need[order]!;
    for (; next < firm.count && firm.day[next]! <= day; next++) copyRow(firm, next, into);
    const row = into.count++;
    toNumber[row] = base + order;
    toDay[row] = day;
    toQuantity[row] = quantity[order]!;
  }
  for (; next < firm.count; next++) copyRow(firm, next, into);
}

const copyRow = ({ number, day, quantity }: DatedColumns, row: number, into: DatedColumns): void =>
  addRow(into, number[row]!, day[row]!, quantity[row]!);

function addFlows(
  { supplies }: PegScope,
  kind: SupplyKind,
  { start, row, day, quantity }: Flows,
  node: number,
  into: DatedColumns,
): void {
  const base = supplies.baseOf(kind);
  for (let at = start[node]!; at < start[node + 1]!; at++) {
    addRow(into, base + row[at]!, day[at]!, quantity[at]!);
  }
}

/**
 * Open orders on their days, or on those that they were moved to. Of one day they stand as the run
 * moves them: by name, then size, so that the order of the model's rows changes nothing.
 */
function addReceipts(
  { network, supplies, row: cells }: PegScope,
  node: number,
  into: DatedColumns,
  { moved }: Assumptions,
): void {
  const { start, row, day, quantity } = network.receipts;
  const [first, end] = [start[node]!, start[node + 1]!];
  if (first === end) return;
  const nameOf = (at: number): string => network.model.receipts[row[at]!]!.id ?? '';
  const flows = Array.from({ length: end - first }, (_, at) => first + at).sort(
    (a, b) => day[a]! - day[b]! || byText(nameOf(a), nameOf(b)) || quantity[b]! - quantity[a]!,
  );
  const movedTo = new Map(moved.map((receipt) => [receipt.row, cells.origin + receipt.to]));
  const base = supplies.baseOf('receipt');
  for (const at of flows) {
    addRow(into, base + row[at]!, movedTo.get(row[at]!) ?? day[at]!, quantity[at]!);
  }
}

function addCoProducts(
  { network, draft, supplies }: PegScope,
  node: number,
  into: DatedColumns,
): void {
  const { start, list } = network.outputs;
  const base = supplies.baseOf('coProduct');
  for (let at = start[node]!; at < start[node + 1]!; at++) {
    const use = list[at]!;
    for (let order = draft.start[use.parent]!; order < draft.end[use.parent]!; order++) {
      const quantity = orderOutput(network, draft, use, order);
      if (quantity === 0) continue;
      addRow(into, base + order, bucketStart(network.terms, draft.due[order]!), quantity);
    }
  }
}
