/**
 * An order while it is priced: lines with exact unit prices, from which one discount after the other
 * is taken.
 *
 * Unit prices stay exact until a line is worth an amount; that is rounded to minor units, and
 * discounts of the whole order are shared out over those amounts, so every part sums to its whole.
 */
import {
  addRatios,
  allocateSigned,
  divideRatios,
  multiplyRatios,
  type Ratio,
  ratio,
  type RoundingMode,
} from '@kontor/kernel';
import { roundAmount, taxFactor, type TaxRow } from '@kontor/kernel/tax';

/** What was taken off, and by whom. */
export interface Discount {
  /** `line` and `document` are those that the quote itself gives; else the promotion. */
  readonly source: string;
  /** Minor units, in the prices' tax mode; never below 0 of what is sold. */
  readonly minor: bigint;
}

/** A line while it is priced. */
export interface RunningLine {
  readonly id: string;
  readonly kind: 'item' | 'shipping';
  readonly product: string;
  readonly family?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly taxes: readonly TaxRow[];
  /** Bought units: those that were asked for. */
  readonly bought: Ratio;
  /** Units that are delivered without being paid. */
  free: Ratio;
  /** Units that are paid: bought, less those that are free among them. */
  charged: Ratio;
  /** Of one unit in minor units, exact, before any discount. */
  readonly listPrice: Ratio;
  /** After the discount of the line itself, before any promotion. */
  readonly startPrice: Ratio;
  /** After discounts of the unit. */
  unitPrice: Ratio;
  /** Off the unit price, free units included. */
  readonly discounts: Discount[];
  /** Its shares of discounts of the order. */
  readonly shares: Discount[];
}

/** An order while it is priced. */
export interface RunningOrder {
  readonly prices: 'net' | 'gross';
  readonly mode: RoundingMode;
  /** Minor units of one unit of the currency. */
  readonly unit: bigint;
  readonly lines: RunningLine[];
}

/** What lines are worth before any promotion. */
export const startAmount = ({ mode }: RunningOrder, lines: readonly RunningLine[]): bigint =>
  lines.reduce(
    (sum, { startPrice, bought }) => sum + roundAmount(multiplyRatios(startPrice, bought), mode),
    0n,
  );

/** What the line is worth by its unit price: minor units, rounded once. */
export const unitAmount = (line: RunningLine, mode: RoundingMode): bigint =>
  roundAmount(multiplyRatios(line.unitPrice, line.charged), mode);

/** What the line is worth with all that was taken off so far. */
export const lineAmount = (line: RunningLine, mode: RoundingMode): bigint =>
  line.shares.reduce((amount, { minor }) => amount - minor, unitAmount(line, mode));

/** What lines are worth, in a tax mode, exact but for the rounding of their amounts. */
export function worthOf(
  { prices, mode }: RunningOrder,
  lines: readonly RunningLine[],
  taxMode: 'net' | 'gross',
): Ratio {
  return lines.reduce((sum, line) => {
    const amount = ratio(lineAmount(line, mode));
    if (prices === taxMode) return addRatios(sum, amount);
    const factor = taxFactor(line.taxes);
    const worth = taxMode === 'net' ? divideRatios(amount, factor) : multiplyRatios(amount, factor);
    return addRatios(sum, worth);
  }, ZERO);
}

const ZERO = ratio(0);

const magnitude = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

/**
 * Takes something off the unit price of `line`, and notes what that is worth.
 *
 * @param unitPrice the new one, exact
 */
export function reprice(
  line: RunningLine,
  unitPrice: Ratio,
  source: string,
  mode: RoundingMode,
): bigint {
  const before = unitAmount(line, mode);
  line.unitPrice = unitPrice;
  const minor = before - unitAmount(line, mode);
  if (minor !== 0n) line.discounts.push({ source, minor });
  return minor;
}

/**
 * Makes units of `line` free, and notes what that is worth.
 *
 * @param among how many of the bought ones; the others come on top
 */
export function giveFree(
  line: RunningLine,
  free: Ratio,
  among: Ratio,
  source: string,
  mode: RoundingMode,
): bigint {
  const before = unitAmount(line, mode);
  line.free = addRatios(line.free, free);
  line.charged = addRatios(line.charged, { ...among, numerator: -among.numerator });
  const minor = before - unitAmount(line, mode);
  if (minor !== 0n) line.discounts.push({ source, minor });
  return minor;
}

/** Shares a discount of the order out over lines, by what they are worth, and notes the shares. */
export function takeOffOrder(
  { mode }: RunningOrder,
  lines: readonly RunningLine[],
  minor: bigint,
  source: string,
): bigint {
  const amounts = lines.map((line) => lineAmount(line, mode));
  const whole = amounts.reduce((sum, amount) => sum + amount, 0n);
  // No more is taken off than there is; of a credit, what was taken off is given back.
  const taken = magnitude(minor) < magnitude(whole) ? minor : whole;
  if (taken === 0n || taken > 0n !== whole > 0n) return 0n;
  const exact = amounts.map((amount) => ratio({ numerator: taken * amount, denominator: whole }));
  allocateSigned(taken, exact).forEach((share, at) => {
    if (share !== 0n) lines[at]!.shares.push({ source, minor: share });
  });
  return taken;
}
