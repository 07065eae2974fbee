/**
 * The rule of matching: needs in their order take supplies in theirs.
 *
 * Needs stand by day, priority and id; supplies by day with stock in front, open orders before
 * planned ones of the day. So each need takes what is there first, and no supply serves a later
 * need while an earlier one is open. That is how netting counts, so every share of a plan lies on
 * or before its need's day, as far as the plan keeps its days at all.
 *
 * @source APICS Dictionary, "pegging"; FIFO, first in first out
 */
import type { DatedColumns } from './dated-columns.ts';

/** So much of a supply serves a need; columns that grow. */
export interface ShareColumns {
  count: number;
  need: Int32Array;
  supply: Int32Array;
  quantity: Float64Array;
}

/** Columns without a share. */
export function openShares(capacity = 256): ShareColumns {
  return {
    count: 0,
    need: new Int32Array(capacity),
    supply: new Int32Array(capacity),
    quantity: new Float64Array(capacity),
  };
}

/** Makes room for so many more shares. */
export function reserveShares(shares: ShareColumns, more: number): void {
  const least = shares.count + more;
  if (least <= shares.need.length) return;
  const wider = openShares(Math.max(least, shares.need.length * 2));
  wider.need.set(shares.need);
  wider.supply.set(shares.supply);
  wider.quantity.set(shares.quantity);
  shares.need = wider.need;
  shares.supply = wider.supply;
  shares.quantity = wider.quantity;
}

/** Writes one share. */
export function addShare(
  shares: ShareColumns,
  need: number,
  supply: number,
  quantity: number,
): void {
  reserveShares(shares, 1);
  const at = shares.count++;
  shares.need[at] = need;
  shares.supply[at] = supply;
  shares.quantity[at] = quantity;
}

/**
 * Matches needs with supplies, both by their row. Writes `shares`.
 *
 * @param needs - in the order in which they are served
 * @param supplies - in the order in which they are taken
 */
export function matchInOrder(
  needs: DatedColumns,
  supplies: DatedColumns,
  shares: ShareColumns,
): void {
  // Every share ends a need or a supply, so there are fewer shares than both together.
  reserveShares(shares, needs.count + supplies.count);
  const { need: needOf, supply: supplyOf, quantity } = shares;
  const { count: needCount, quantity: needed } = needs;
  const { count: supplyCount, quantity: supplied } = supplies;
  let { count } = shares;
  let supply = 0;
  let left = supplyCount === 0 ? 0 : supplied[0]!;
  for (let need = 0; need < needCount && supply < supplyCount; need++) {
    let open = needed[need]!;
    while (open > 0 && supply < supplyCount) {
      const taken = open < left ? open : left;
      if (taken > 0) {
        needOf[count] = need;
        supplyOf[count] = supply;
        quantity[count++] = taken;
      }
      open -= taken;
      left -= taken;
      if (left === 0 && ++supply < supplyCount) left = supplied[supply]!;
    }
  }
  shares.count = count;
}
