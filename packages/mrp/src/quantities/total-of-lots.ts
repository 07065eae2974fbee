/**
 * What the lots for a net requirement come to, without going through them one by one.
 *
 * The same lots as `nextLot` gives: full ones of the largest size, then a last one that obeys
 * minimum and multiple too. A bucket keeps their sum only, so a maximum far below the need costs
 * nothing.
 */

/** The lot rules of a node, in whole steps; 0 = no such rule. */
export interface LotTerms {
  readonly min: number;
  readonly multiple: number;
  /** The largest lot that is a whole multiple. */
  readonly full: number;
}

/** Lot rules as a network gives them: the largest lot is brought down to a multiple. */
export const lotTerms = (min: number, multiple: number, max: number): LotTerms => ({
  min,
  multiple,
  full: multiple > 1 ? max - (max % multiple) : max,
});

/** Whether lots always come to the least whole multiple of what is needed. */
export const isWholeMultiple = ({ min, multiple }: LotTerms): boolean =>
  min <= Math.max(multiple, 1);

/** Whether lots always come to what is needed. */
export const isLotForLot = ({ min, multiple }: LotTerms): boolean => min <= 1 && multiple <= 1;

/**
 * The sum of the lots for `net` (> 0).
 *
 * Exact while it is below 2^53. Quotients may be rounded, yet `⌈a / b⌉` is right: for a = k·b ± 1
 * the quotient lies 1/b from k, more than half of what doubles near k lie apart when a < 2^53.
 *
 * @example
 * totalOfLots(230, { min: 60, multiple: 20, full: 100 }) // => 260
 */
export function totalOfLots(net: number, { min, multiple, full }: LotTerms): number {
  let open = net;
  if (full > 0 && net > full) open -= (Math.ceil(net / full) - 1) * full;
  let last = open < min ? min : open;
  if (multiple > 1) last = Math.ceil(last / multiple) * multiple;
  if (full > 0 && last > full) last = full;
  return net - open + last;
}

/** The same in bigint. */
export function totalOfLotsExactly(net: bigint, terms: LotTerms): bigint {
  const [min, multiple, full] = [BigInt(terms.min), BigInt(terms.multiple), BigInt(terms.full)];
  let open = net;
  if (full > 0n && net > full) open -= ((net + full - 1n) / full - 1n) * full;
  let last = open < min ? min : open;
  if (multiple > 1n) last = ((last + multiple - 1n) / multiple) * multiple;
  if (full > 0n && last > full) last = full;
  return net - open + last;
}
