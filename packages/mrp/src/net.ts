/**
 * Netting: what must come in, and when, so that the balance never falls below what is required.
 *
 * One sweep over the days of an item at a site. Receipts of a day count before its requirements; on
 * a day with an event whose balance would end below the required one, the shortfall is a net
 * requirement. What is ordered for it is the lot rule's business: `cover` answers with the quantity
 * that will arrive, and a surplus carries over.
 *
 * All quantities are whole steps of the item's unit in Float64, exact below 2^53. Where the amounts
 * of a row add up to more, `isLarge` says so, and the same sweep runs over bigint balances: only a
 * single requirement or order that passes 2^53 is refused.
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
  /**
   * What the balance must not fall below on the day: the safety stock in force, or a reorder level.
   */
  required: Float64Array;
  /** 1 where the day is an event without a need or receipt: a new step of the safety stock. */
  marked: Uint8Array;
  first: number;
  last: number;
  /**
   * The cell of today when the stock missing before the first break is ordered for today; -1 when
   * it is ordered with the break.
   */
  rebuild: number;
  /** Whether the amounts of the row add up to 2^53 or more. */
  isLarge?: boolean;
}

/**
 * Answers a net requirement: how much will arrive that day for it. Must be at least `net`.
 *
 * @param balance - the balance of the day before anything is ordered
 */
export type Cover = (cell: number, net: number, balance: number) => number;

/**
 * Sweeps a row and asks `cover` for every net requirement, in order of days.
 *
 * @returns the balance after the last day
 */
export function netRequirements(row: NettingRow, onHand: number, cover: Cover): number {
  if (row.isLarge === true) return Number(netLargeRow(row, BigInt(onHand), cover));
  const { gross, receipts, required, marked, last } = row;
  let { rebuild } = row;
  let balance = onHand;
  for (let cell = row.first; cell <= last; cell++) {
    const inflow = receipts[cell]!;
    const outflow = gross[cell]!;
    if (inflow === 0 && outflow === 0 && marked[cell] === 0) continue;
    const before = balance;
    balance += inflow - outflow;
    if (balance >= required[cell]!) continue;
    if (rebuild >= 0 && cell > rebuild) balance += rebuildFirst(row, cell, before, balance, cover);
    if (cell >= rebuild) rebuild = -1;
    const net = required[cell]! - balance;
    if (net > 0) balance += cover(cell, net, balance);
  }
  return balance;
}

/**
 * The sweep of a large row: the same over bigint balances.
 *
 * A net requirement beyond 2^53 is handed on as it is; the orders that cover it are refused.
 *
 * @returns the balance after the last day
 */
export function netLargeRow(row: NettingRow, onHand: bigint, cover: Cover): bigint {
  const { gross, receipts, required, marked, last } = row;
  let { rebuild } = row;
  let balance = onHand;
  // A balance that is short is exact: it lies a net requirement below what is required.
  const covered = (at: number, net: number, short: number): bigint => BigInt(cover(at, net, short));
  for (let cell = row.first; cell <= last; cell++) {
    const inflow = receipts[cell]!;
    const outflow = gross[cell]!;
    if (inflow === 0 && outflow === 0 && marked[cell] === 0) continue;
    const before = balance;
    balance += BigInt(inflow) - BigInt(outflow);
    if (balance >= BigInt(required[cell]!)) continue;
    if (rebuild >= 0 && cell > rebuild) {
      const missing = Number(BigInt(required[cell - 1]!) - before);
      const part = Math.min(missing, Number(BigInt(required[cell]!) - balance));
      if (part > 0) balance += covered(rebuild, part, Number(before));
    }
    if (cell >= rebuild) rebuild = -1;
    const net = Number(BigInt(required[cell]!) - balance);
    if (net > 0) balance += covered(cell, net, Number(balance));
  }
  return balance;
}

/** Sweeps a row, large or not; exact. */
export function netRow(row: NettingRow, onHand: number, cover: Cover): number | bigint {
  if (row.isLarge === true) return netLargeRow(row, BigInt(onHand), cover);
  return netRequirements(row, onHand, cover);
}

/**
 * Sweeps a row twice: for its needs alone; then, with what `cover` answered as receipts, for the
 * stock that is required, which `second` answers. The row is left as it was.
 *
 * @returns the balance after the last day
 */
export function netTwice(
  row: NettingRow,
  onHand: number,
  cover: Cover,
  second: Cover,
): number | bigint {
  const { required, marked, receipts, last } = row;
  const answered = new Float64Array(last + 1);
  row.required = new Float64Array(last + 1);
  row.marked = new Uint8Array(last + 1);
  netRow(row, onHand, (cell, net, balance) => {
    const quantity = cover(cell, net, balance);
    answered[cell]! += quantity;
    return quantity;
  });
  row.required = required;
  row.marked = marked;
  for (let cell = 0; cell <= last; cell++) receipts[cell]! += answered[cell]!;
  const closing = netRow(row, onHand, second);
  for (let cell = 0; cell <= last; cell++) receipts[cell]! -= answered[cell]!;
  return closing;
}

/** Orders for today the part of a break that was there before the day's events. */
function rebuildFirst(
  row: NettingRow,
  cell: number,
  before: number,
  balance: number,
  cover: Cover,
): number {
  // A step that begins on the day of the break was not missing before it.
  const missing = row.required[cell - 1]! - before;
  const part = Math.min(missing, row.required[cell]! - balance);
  return part > 0 ? cover(row.rebuild, part, before) : 0;
}
