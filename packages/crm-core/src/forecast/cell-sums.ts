/**
 * Exact sums of cells: amounts by category in minor units, and weighted in ten-thousandths of them.
 *
 * They are summed as doubles, and each cell's bound is checked: while ten thousand times its sum of
 * magnitudes stays below 2^53, every partial sum is a whole number that a double holds. A cell that
 * passes the bound is summed again in bigint.
 */
import type { AmountReader } from './reporting-currency.ts';
import { CATEGORIES, type ForecastDeal, placeOf, WHOLE, weightOf } from './deal.ts';

/** Sums of one cell, exact. */
export interface ExactSums {
  readonly deals: number;
  /** By place of the category, in minor units. */
  readonly amounts: readonly bigint[];
  /** In ten-thousandths of minor units. */
  readonly weighted: bigint;
}

/** Sums of a cell, within 2^53. */
export interface SmallSums {
  /** By place of the category, from `start` on, in minor units. */
  readonly amounts: Float64Array;
  readonly start: number;
  /** In ten-thousandths of minor units. */
  readonly weighted: number;
}

/** Sums of all cells. */
export interface CellSums {
  readonly deals: Int32Array;
  /** `CATEGORIES.length` for each cell; exact where `large` has none. */
  readonly amounts: Float64Array;
  readonly weighted: Float64Array;
  /** Cells beyond the bound. */
  readonly large: ReadonlyMap<number, ExactSums>;
}

const WIDTH = CATEGORIES.length;
const EXACT_BELOW = 2 ** 53;

/** Sums deals into their cells. */
export function sumCells(
  deals: readonly ForecastDeal[],
  { minorOf }: AmountReader,
  { cellOf, count }: { readonly cellOf: Int32Array; readonly count: number },
): CellSums {
  const sums = {
    deals: new Int32Array(count),
    amounts: new Float64Array(count * WIDTH),
    weighted: new Float64Array(count),
  };
  const magnitudes = new Float64Array(count);
  for (let index = 0; index < deals.length; index++) {
    const deal = deals[index]!;
    const cell = cellOf[index]!;
    // A bigint is beyond the bound, and so is the double next to it.
    const minor = Number(minorOf(deal));
    sums.deals[cell]!++;
    sums.amounts[cell * WIDTH + placeOf(deal)]! += minor;
    sums.weighted[cell]! += minor * weightOf(deal);
    magnitudes[cell]! += Math.abs(minor) * WHOLE;
  }
  return { ...sums, large: largeSums(deals, minorOf, cellOf, magnitudes) };
}

/** The sums of a cell. */
export function sumsOf({ deals, amounts, weighted, large }: CellSums, cell: number): ExactSums {
  const known = large.get(cell);
  if (known !== undefined) return known;
  const start = cell * WIDTH;
  return {
    deals: deals[cell]!,
    amounts: Array.from(amounts.subarray(start, start + WIDTH), BigInt),
    weighted: BigInt(weighted[cell]!),
  };
}

/** The same as doubles; undefined for a cell beyond the bound. */
export function smallSumsOf(sums: CellSums, cell: number): SmallSums | undefined {
  if (sums.large.has(cell)) return undefined;
  return { amounts: sums.amounts, start: cell * WIDTH, weighted: sums.weighted[cell]! };
}

/** Sums of nothing. */
export const NO_SUMS: ExactSums = {
  deals: 0,
  amounts: Array.from({ length: WIDTH }, () => 0n),
  weighted: 0n,
};

/** a + b. */
export function addSums(a: ExactSums, b: ExactSums): ExactSums {
  return {
    deals: a.deals + b.deals,
    amounts: a.amounts.map((amount, place) => amount + b.amounts[place]!),
    weighted: a.weighted + b.weighted,
  };
}

function largeSums(
  deals: readonly ForecastDeal[],
  minorOf: AmountReader['minorOf'],
  cellOf: Int32Array,
  magnitudes: Float64Array,
): Map<number, ExactSums> {
  const large = new Map<number, ExactSums>();
  for (const [cell, magnitude] of magnitudes.entries()) {
    // A sum of magnitudes that passed 2^53 never rounds back below it.
    if (magnitude >= EXACT_BELOW) large.set(cell, NO_SUMS);
  }
  if (large.size === 0) return large;
  for (const [index, deal] of deals.entries()) {
    const before = large.get(cellOf[index]!);
    if (before !== undefined) {
      large.set(cellOf[index]!, addSums(before, dealSums(deal, BigInt(minorOf(deal)))));
    }
  }
  return large;
}

/** The sums of one deal. */
export function dealSums(deal: ForecastDeal, minor: bigint): ExactSums {
  const place = placeOf(deal);
  return {
    deals: 1,
    amounts: NO_SUMS.amounts.map((none, at) => (at === place ? minor : none)),
    weighted: minor * BigInt(weightOf(deal)),
  };
}
