/**
 * An order while it is priced: lines with exact unit prices, from which one discount after the
 * other is taken.
 *
 * Unit prices stay exact until a line is worth an amount; that is rounded to minor units, and
 * discounts of the whole order are shared out over those amounts, so every part sums to its whole.
 */
import {
  addRatios,
  divideRatios,
  fixedText,
  multiplyRatios,
  type Ratio,
  ratio,
  type RoundingMode,
} from '@kontor/kernel';
import { roundAmount, taxFactor, type TaxRow } from '@kontor/kernel/tax';
import { type Exact, minus, plus, rounded, times } from './exact.ts';
import { prorate } from './prorate.ts';

/** What was taken off, and by whom. */
export interface Discount {
  /** `line` and `document` are those that the quote itself gives; else the promotion. */
  readonly source: string;
  /** Minor units, in the prices' tax mode; never below 0 of what is sold. */
  readonly minor: bigint;
}

/** What conditions may ask of a line. */
export interface LineView {
  readonly id: string;
  readonly product: string;
  readonly family: string | undefined;
  readonly tags: readonly string[] | undefined;
  readonly quantity: string;
}

/** A line while it is priced; prices in minor units, exact. */
export interface RunningLine {
  readonly kind: 'item' | 'shipping';
  readonly view: LineView;
  readonly taxes: readonly TaxRow[];
  /** Bought units: those that were asked for. */
  readonly bought: Exact;
  /** Units that are delivered without being paid. */
  free: Exact;
  /** Units that are paid: bought, less those that are free among them. */
  charged: Exact;
  /** Of one unit, before any discount. */
  readonly listPrice: Exact;
  /** What it is worth at that price: minor units, rounded once. */
  readonly list: bigint;
  /** After the discount of the line itself, before any promotion. */
  startPrice: Exact;
  /** After discounts of the unit. */
  unitPrice: Exact;
  /** What it is worth by its unit price: minor units, rounded once. */
  amount: bigint;
  /** What is left of that, less the shares. */
  left: bigint;
  /** Off the unit price, free units included. */
  readonly discounts: Discount[];
  /** Its shares of discounts of the order. */
  readonly shares: Discount[];
}

/** An order while it is priced. */
export interface RunningOrder {
  readonly prices: 'net' | 'gross';
  readonly mode: RoundingMode;
  /** Decimals of the currency. */
  readonly exponent: number;
  /** Minor units of one unit of the currency. */
  readonly unit: bigint;
  /** −1 of a credit, which is priced as the sale that it takes back. */
  readonly sign: 1n | -1n;
  readonly lines: RunningLine[];
}

/** The same order, to try something on. */
export const copyOrder = (order: RunningOrder): RunningOrder => ({
  ...order,
  lines: order.lines.map((line) => ({
    ...line,
    discounts: [...line.discounts],
    shares: [...line.shares],
  })),
});

/** An amount as it is told: of a credit with the other sign. */
export const shownAmount = ({ exponent, sign }: RunningOrder, minor: bigint): string =>
  fixedText(sign === 1n ? minor : -minor, exponent);

/** What the units of lines that are paid cost before any promotion. */
export const startAmount = ({ mode }: RunningOrder, lines: readonly RunningLine[]): bigint =>
  lines.reduce(
    (sum, { startPrice, charged }) => sum + rounded(times(startPrice, charged), mode),
    0n,
  );

/** What is left of lines. */
export const leftOf = (lines: readonly RunningLine[]): bigint =>
  lines.reduce((sum, { left }) => sum + left, 0n);

/** What lines are worth, in a tax mode, exact but for the rounding of their amounts. */
export function worthOf(
  { prices }: RunningOrder,
  lines: readonly RunningLine[],
  taxMode: 'net' | 'gross',
): Ratio {
  if (prices === taxMode) return ratio(leftOf(lines));
  // By the taxes that they have: a fraction for each kind of line, not for each line.
  const byTaxes = new Map<string, { readonly taxes: readonly TaxRow[]; left: bigint }>();
  for (const { taxes, left } of lines) {
    const key = taxes.map(({ rank }) => rank).join();
    const sum = byTaxes.get(key);
    if (sum === undefined) byTaxes.set(key, { taxes, left });
    else sum.left += left;
  }
  return [...byTaxes.values()]
    .map(({ taxes, left }) => {
      const factor = taxFactor(taxes);
      return taxMode === 'net'
        ? divideRatios(ratio(left), factor)
        : multiplyRatios(ratio(left), factor);
    })
    .reduce(addRatios, ratio(0));
}

/**
 * Takes something off the unit price of `line`, and notes what that is worth.
 *
 * @param unitPrice the new one, exact
 */
export function reprice(
  line: RunningLine,
  unitPrice: Exact,
  source: string,
  mode: RoundingMode,
): bigint {
  line.unitPrice = unitPrice;
  return noteAmount(line, source, mode);
}

/**
 * Makes units of `line` free, and notes what that is worth.
 *
 * @param among how many of the bought ones; the others come on top
 */
export function giveFree(
  line: RunningLine,
  free: Exact,
  among: Exact,
  source: string,
  mode: RoundingMode,
): bigint {
  line.free = plus(line.free, free);
  line.charged = minus(line.charged, among);
  return noteAmount(line, source, mode);
}

function noteAmount(line: RunningLine, source: string, mode: RoundingMode): bigint {
  const amount = rounded(times(line.unitPrice, line.charged), mode);
  const minor = line.amount - amount;
  if (minor === 0n) return 0n;
  line.discounts.push({ source, minor });
  // What was taken off the whole before is gone with what is free now: it is given back.
  const back = line.left === line.amount ? 0n : minor - freed(line, amount, mode);
  if (back !== 0n) line.shares.push({ source, minor: -back });
  line.amount = amount;
  line.left -= minor - back;
  return minor - back;
}

/** Of what is left of a line, the part that goes when it is worth only `amount`. */
function freed({ left, amount: before }: RunningLine, amount: bigint, mode: RoundingMode): bigint {
  if (before === 0n) return 0n;
  const exactly = { numerator: left * amount, denominator: before };
  return left - roundAmount(ratio(exactly), mode);
}

const magnitude = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

/**
 * Shares a discount of the order out over lines, by what they are worth, and notes the shares. No
 * more is taken off than there is, and what would put something on is no discount.
 */
export function takeOffOrder(lines: readonly RunningLine[], minor: bigint, source: string): bigint {
  const whole = leftOf(lines);
  if (minor === 0n || whole === 0n || minor > 0n !== whole > 0n) return 0n;
  const taken = magnitude(minor) < magnitude(whole) ? minor : whole;
  const weights = lines.map(({ left }) => left);
  prorate(taken, weights).forEach((share, at) => {
    if (share === 0n) return;
    const line = lines[at]!;
    line.left -= share;
    line.shares.push({ source, minor: share });
  });
  return taken;
}
