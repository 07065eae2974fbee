/**
 * What every lot-sizing rule is given, and what it answers.
 *
 * A rule is one pure function over plain arrays, so that a rule of your own stands beside ours:
 * the needs of a node by period in, the receipts by period out. It knows no calendar, no stock and
 * no order modifiers: stock and open receipts are deducted before, modifiers are applied after.
 *
 * Deducting receipts first loses nothing. Up to any period, net requirements add up to the largest
 * shortfall there would be without new orders; so the needs of a window are the largest shortfall
 * within it, receipts inside the window counted.
 */

/** The needs of one node, period by period, and what orders and stock cost. */
export interface LotSizingInput {
  /**
   * Net requirement of each period in whole steps of the item's unit, none below 0, their sum
   * below 2^53. Stock and receipts are deducted already.
   */
  readonly net: Float64Array;
  /** Money for one order: the same in every period, or one figure for each; none below 0. */
  readonly setupCost: number | Float64Array;
  /**
   * Money for one step in stock over the end of a period: the same for every period, or one figure
   * for each; none below 0.
   */
  readonly holdingCost: number | Float64Array;
}

/**
 * A lot-sizing rule: the quantity to receive at the start of each period, in whole steps.
 *
 * What was received by the end of a period is never less than what was needed by then. The input is
 * left as it was.
 */
export type LotSizingRule<Terms extends object = object> = (
  input: LotSizingInput & Terms,
) => Float64Array;
