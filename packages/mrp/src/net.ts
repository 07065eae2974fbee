/**
 * Netting: what must come in, and when, so that the balance never falls below what is required.
 *
 * One sweep over the days of an item at a site. Receipts of a day count before its requirements; on
 * a day with an event whose balance would end below the required one, the shortfall is a net
 * requirement. What is ordered for it is the lot rule's business: `cover` answers with the quantity
 * that will arrive, and a surplus carries over.
 *
 * All quantities are whole steps of the item's unit in Float64. The caller has checked that the sum
 * of their amounts stays below 2^53 (row.total), so every intermediate is exact.
 *
 * @source APICS Dictionary, "net requirements", "projected available balance"
 */

/**
 * The days of one item at a site, as the sweep reads them: cell i is day `origin + i`.
 * Only cells `first … last` are in use; the arrays are scratch and longer than that.
 */
export interface NettingRow {
  gross: Float64Array;
  receipts: Float64Array;
  first: number;
  last: number;
}

/** Answers a net requirement: how much will arrive that day for it. Must be at least `net`. */
export type Cover = (cell: number, net: number) => number;

/**
 * Sweeps a row and asks `cover` for every net requirement, in order of days.
 *
 * @param firstRequiredCell - safety stock is not required before this cell (today)
 * @returns the balance after the last day
 */
export function netRequirements(
  row: NettingRow,
  onHand: number,
  safetyStock: number,
  firstRequiredCell: number,
  cover: Cover,
): number {
  const { gross, receipts, last } = row;
  let balance = onHand;
  for (let cell = row.first; cell <= last; cell++) {
    const inflow = receipts[cell]!;
    const outflow = gross[cell]!;
    if (inflow === 0 && outflow === 0) continue;
    balance += inflow - outflow;
    const required = cell < firstRequiredCell ? 0 : safetyStock;
    if (balance < required) balance += cover(cell, required - balance);
  }
  return balance;
}
