/**
 * The window of a period of supply, on the days of a node: one lot for the needs of so many days.
 *
 * The window opens on the first short day, not by the calendar. The lot is the largest shortfall at
 * the end of any of its days, so that receipts inside the window count; the next window opens on
 * the next day that is still short.
 *
 * @source APICS Dictionary, "period order quantity", "days supply"
 */
import type { NettingRow } from './net.ts';

/**
 * The quantity of a lot that opens on `cell`.
 *
 * @param net - what is short on that day; the least that the lot may be
 * @param balance - the balance of that day before the lot
 * @param days - calendar days of the window, this one included; 0 or 1 = this day only
 */
export function windowNeed(
  row: NettingRow,
  cell: number,
  net: number,
  balance: number,
  days: number,
): number {
  if (row.isLarge === true) return largeWindowNeed(row, cell, net, balance, days);
  const { gross, receipts, required, marked } = row;
  const end = Math.min(row.last + 1, cell + days);
  let projected = balance;
  let largest = net;
  for (let next = Math.max(cell + 1, row.first); next < end; next++) {
    const [inflow, outflow] = [receipts[next]!, gross[next]!];
    if (inflow === 0 && outflow === 0 && marked[next] === 0) continue;
    projected += inflow - outflow;
    largest = Math.max(largest, required[next]! - projected);
  }
  return largest;
}

/** The same over bigint balances, for a row whose amounts add up to 2^53 or more. */
function largeWindowNeed(
  { gross, receipts, required, marked, first, last }: NettingRow,
  cell: number,
  net: number,
  balance: number,
  days: number,
): number {
  const end = Math.min(last + 1, cell + days);
  let projected = BigInt(balance);
  let largest = BigInt(net);
  for (let next = Math.max(cell + 1, first); next < end; next++) {
    const [inflow, outflow] = [receipts[next]!, gross[next]!];
    if (inflow === 0 && outflow === 0 && marked[next] === 0) continue;
    projected += BigInt(inflow) - BigInt(outflow);
    const short = BigInt(required[next]!) - projected;
    if (short > largest) largest = short;
  }
  return Number(largest);
}
