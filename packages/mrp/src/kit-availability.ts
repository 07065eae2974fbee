/**
 * Kit availability: how many kits the stock of their components can make today.
 *
 * A bill says what one batch takes, and a batch may yield several units. So batches are the least
 * of stock ÷ quantity per batch over the components, rounded down once at the end, and units are
 * batches × the quantity a batch yields: both are told, as they are easily mistaken.
 *
 * Quantities are decimals or fractions in each component's stocking unit and stay exact: an item
 * stocked by the dozen that the kit takes by the piece has 1/12 for its quantity.
 *
 * @source APICS Dictionary, "kitting"
 */
import {
  addRatios,
  compareRatios,
  type DecimalInput,
  divideRatios,
  fixedText,
  formatRatio,
  type Ratio,
  type RatioInput,
  ratio,
  roundRatio,
  scaledDecimal,
  toText,
} from '@kontor/kernel';
import { refuseFigure } from './given-figures.ts';

/** A kit's bill and the stock at hand. */
export interface KitInput {
  /** Units that one batch yields, above 0; else 1. */
  readonly outputQuantity?: DecimalInput | undefined;
  /** What a batch takes, at least one line; several lines of one component add up. */
  readonly lines: readonly { readonly component: string; readonly quantityPer: RatioInput }[];
  /** Stock by item; several rows of one item add up, an item without a row has none. */
  readonly stock: readonly { readonly item: string; readonly quantity: RatioInput }[];
}

/** What the stock can make, as decimal text. */
export interface KitAvailability {
  readonly batches: string;
  /** Batches × the quantity that a batch yields. */
  readonly units: string;
  /** The components that allow no further batch, in the order of the bill. */
  readonly limitedBy: readonly string[];
}

/**
 * How many kits the stock can make.
 *
 * @throws MrpError MRP_BAD_FIGURE — no lines, or a quantity of the bill that is not above 0
 * @throws KernelError KERNEL_BAD_DECIMAL, KERNEL_DIVISION_BY_ZERO — a quantity cannot be read
 * @example
 * kitAvailability({
 *   outputQuantity: 4,
 *   lines: [{ component: 'A', quantityPer: 2 }, { component: 'B', quantityPer: 2 }],
 *   stock: [{ item: 'A', quantity: 4 }, { item: 'B', quantity: 8 }],
 * }) // => { batches: '2', units: '8', limitedBy: ['A'] }
 */
export function kitAvailability({ outputQuantity = 1, lines, stock }: KitInput): KitAvailability {
  const { coefficient, decimals } = scaledDecimal(outputQuantity, 'outputQuantity');
  if (coefficient <= 0n) {
    refuseFigure('outputQuantity', toText(outputQuantity), 'more than 0 units a batch');
  }
  const needs = needsOf(lines);
  const stocked = stockOf(stock);
  const possible = [...needs].map(([component, need]) => {
    const quantity = stocked.get(component) ?? NONE;
    const batches = roundRatio(divideRatios(quantity, need), 'floor');
    return { component, batches: batches < 0n ? 0n : batches };
  });
  const batches = possible.reduce(
    (least, line) => (line.batches < least ? line.batches : least),
    possible[0]!.batches,
  );
  return {
    batches: String(batches),
    units: toText(fixedText(coefficient * batches, decimals)),
    limitedBy: possible.filter((line) => line.batches === batches).map((line) => line.component),
  };
}

const NONE: Ratio = ratio(0);

/** What a batch takes of each component, in the order of the bill. */
function needsOf(lines: KitInput['lines']): Map<string, Ratio> {
  if (lines.length === 0) refuseFigure('lines', 'empty', 'at least one component');
  const needs = new Map<string, Ratio>();
  lines.forEach(({ component, quantityPer }, index) => {
    const path = `lines.${index}.quantityPer`;
    const need = ratio(quantityPer, path);
    if (compareRatios(need, NONE) <= 0) {
      refuseFigure(path, formatRatio(need), `more than 0 of '${component}'`);
    }
    needs.set(component, addRatios(needs.get(component) ?? NONE, need));
  });
  return needs;
}

function stockOf(rows: KitInput['stock']): Map<string, Ratio> {
  const stocked = new Map<string, Ratio>();
  rows.forEach(({ item, quantity }, index) => {
    const added = ratio(quantity, `stock.${index}.quantity`);
    stocked.set(item, addRatios(stocked.get(item) ?? NONE, added));
  });
  return stocked;
}
