/**
 * Checks of what bills yield beside their item: co-products and by-products.
 *
 * An order of the bill's item is planned before what it yields is netted. An output that is the
 * item itself would have to come after itself, so it is refused; circles over more than one item
 * are found with the structure as a whole (cycles.ts).
 */
import { decimal } from '@kontor/kernel';
import type { ItemUnits } from '../item-units.ts';
import type { Bom } from '../model.ts';
import { checkRatio, checkShare, type Report } from './cells.ts';

/** Faults of the outputs of one bill, whose item and output quantity are sound. */
export function checkOutputs(
  bill: Bom,
  at: readonly (string | number)[],
  units: ItemUnits,
  report: Report,
): void {
  bill.outputs.forEach((output, number) => {
    const path = [...at, 'outputs', number];
    if (output.item === bill.item) {
      const message = `it is the bill's own item; count it in outputQuantity instead`;
      report('INVALID_VALUE', [...path, 'item'], message);
    } else if (units.knows(output.item)) {
      const per = () => units.outputPerStep(bill, output);
      checkRatio(per, output.quantityPer, [...path, 'quantityPer'], report);
    }
  });
  checkCostShares(bill, at, report);
}

/** Each output carries a part of the bill's cost; what they leave is the item's. */
function checkCostShares(bill: Bom, at: readonly (string | number)[], report: Report): void {
  let sum = decimal(0);
  bill.outputs.forEach(({ costShare }, number) => {
    const path = [...at, 'outputs', number, 'costShare'];
    const share = checkShare(costShare, path, report);
    if (share === undefined) return;
    sum = sum.plus(share);
    if (share.greaterThan(1)) {
      report('BAD_QUANTITY', path, `it is ${costShare}; give a part of the cost, from 0 to 1`);
    } else if (sum.greaterThan(1)) {
      const message = `the outputs of this bill carry ${sum.toFixed()} of its cost; give at most 1`;
      report('BAD_QUANTITY', path, message);
    }
  });
}
