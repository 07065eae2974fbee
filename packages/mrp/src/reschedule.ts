/**
 * Rescheduling: an open order that is due soon is taken to be moved in to an earlier need before
 * anything new is planned.
 *
 * Whole orders are moved, the earliest first, as long as the balance of a day stays short. What
 * stays short after that is left to planning. A message tells the planner what was assumed.
 *
 * @source SAP, "rescheduling check", "rescheduling horizon"
 */
import type { NettingRow } from './net.ts';

/** An open order that may be moved. */
export interface MovableReceipt {
  /** The cell of its day in the row. */
  readonly cell: number;
  readonly quantity: number;
  /** The row of the model's receipts. */
  readonly row: number;
}

/** An order that is assumed to come earlier. */
export interface MovedReceipt extends MovableReceipt {
  readonly to: number;
}

/**
 * Moves receipts in to the days that are short without them. Writes `row.receipts`.
 *
 * @param movable - by cell, then name, then size, the largest first
 */
export function moveReceiptsIn(
  row: NettingRow,
  onHand: number,
  movable: readonly MovableReceipt[],
): MovedReceipt[] {
  const { gross, receipts, required, marked, last } = row;
  const moved: MovedReceipt[] = [];
  const open = [...movable];
  let balance = onHand;
  for (let cell = row.first; cell <= last && open.length > 0; cell++) {
    const [inflow, outflow] = [receipts[cell]!, gross[cell]!];
    if (inflow === 0 && outflow === 0 && marked[cell] === 0) continue;
    balance += inflow - outflow;
    while (open.length > 0 && open[0]!.cell <= cell) open.shift();
    while (balance < required[cell]! && open.length > 0) {
      const receipt = open.shift()!;
      receipts[receipt.cell]! -= receipt.quantity;
      receipts[cell]! += receipt.quantity;
      balance += receipt.quantity;
      moved.push({ ...receipt, to: cell });
    }
    balance = Math.max(balance, required[cell]!);
  }
  return moved;
}
