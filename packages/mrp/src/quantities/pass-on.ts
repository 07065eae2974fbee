/**
 * Netting where it is no more than passing on: lot for lot, nothing coming in.
 *
 * Once the stock is used up, such a node orders exactly what each bucket needs. So its needs are
 * added up in its release row at once, shifted by the lead time, and only the buckets until the
 * stock is gone are looked at. Same as filling a row and netting it, at half the cost.
 */
import type { TargetRow } from './add-releases.ts';
import { addGross } from './bucket-row.ts';
import type { NettingTerms, QuantityRun } from './quantity-run.ts';

/**
 * Nets a node without receipts whose lots are what is needed. Writes the lots received to the cells
 * of `target`, which are 0.
 *
 * @returns the balance after the last bucket
 */
export function passOn(
  run: QuantityRun,
  node: number,
  { onHand, safetyStock, today }: NettingTerms,
  target: TargetRow,
): number {
  addGross(run, node, target);
  const { cells, at, first, last } = target;
  let balance = onHand;
  for (let bucket = first; bucket <= last; bucket++) {
    const cell = at - first + bucket;
    const gross = cells[cell]!;
    if (gross === 0) continue;
    const required = bucket < today ? 0 : safetyStock;
    balance -= gross;
    cells[cell] = Math.max(required - balance, 0);
    if (balance >= required) continue;
    balance = required;
    // From here on every bucket needs what it receives.
    if (required === safetyStock) break;
  }
  return balance;
}
