/**
 * Order modifiers: how a net requirement becomes lots that can be ordered.
 *
 * In this order: at least the minimum, up to a whole multiple, and where that passes the maximum,
 * an order of the largest allowed multiple, with the remainder sent through all steps again, so
 * that the last lot obeys minimum and multiple too. Applied after the needs of a node are
 * consolidated and its stock is used, never per row.
 *
 * @source SAP, "lot-size calculation: minimum, rounding value, maximum"; the order of the three
 * steps is ours
 */

/** Lot rules of a source in whole steps of the item's unit; 0 = no such rule. */
export interface OrderModifiers {
  readonly min: number;
  readonly multiple: number;
  readonly max: number;
}

/**
 * The size of the next lot for `net` (> 0). A result below `net` means that another lot follows.
 *
 * @example
 * nextLot(230, { min: 60, multiple: 20, max: 100 }) // => 100
 * nextLot(30, { min: 60, multiple: 20, max: 100 }) // => 60
 */
export function nextLot(net: number, modifiers: OrderModifiers): number {
  const { min, multiple, max } = modifiers;
  const wanted = net < min ? min : net;
  const rounded = roundUpTo(wanted, multiple);
  if (max === 0 || rounded <= max) return rounded;
  return multiple === 0 ? max : max - (max % multiple);
}

/** The smallest whole multiple at or above `quantity`; exact, also where a quotient would round. */
export function roundUpTo(quantity: number, multiple: number): number {
  if (multiple === 0) return quantity;
  const over = quantity % multiple;
  return over === 0 ? quantity : quantity + (multiple - over);
}

/** All lots for a net requirement; their sum is at least `net`. */
export function lotsFor(net: number, modifiers: OrderModifiers): number[] {
  const lots: number[] = [];
  for (let open = net; open > 0; ) {
    const lot = nextLot(open, modifiers);
    lots.push(lot);
    open -= lot;
  }
  return lots;
}
