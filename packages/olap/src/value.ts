/**
 * What a cell shows: an exact decimal, a count, a text (a class), or nothing.
 *
 * Nothing (`null`, "empty") is a value of its own and never 0: empty stays empty through products
 * and quotients and is passed over by sums.
 */
import {
  type Decimal,
  decimal,
  divideRounded,
  fixedText,
  type RoundingMode,
  scaledDecimal,
} from '@kontor/kernel';

/** The value of a cell. */
export type Value = Decimal | number | string | null;

/** Why a cell is empty, where it is for a reason. */
export type Flag = 'divideByZero' | 'noPartner' | 'missingRate' | 'noBase';

/** Whole units of 10^-scale as a decimal. */
export function scaledValue(units: number | bigint, scale: number): Decimal {
  if (scale === 0) return decimal(units);
  return typeof units === 'number'
    ? decimal(`${units}e-${scale}`)
    : decimal(fixedText(units, scale));
}

/** How a quotient is shown. */
export interface Shown {
  readonly decimals?: number | undefined;
  readonly rounding?: RoundingMode | undefined;
}

/** The exact quotient: 40 digits, or rounded once to the decimals asked for. */
export function quotient(numerator: Decimal, denominator: Decimal, shown: Shown = {}): Decimal {
  const { decimals, rounding = 'halfEven' } = shown;
  if (decimals === undefined) return numerator.div(denominator);
  const above = scaledDecimal(numerator);
  const below = scaledDecimal(denominator);
  const units = divideRounded(
    above.coefficient * 10n ** BigInt(below.decimals + decimals),
    below.coefficient * 10n ** BigInt(above.decimals),
    rounding,
  );
  return scaledValue(units, decimals);
}

/** The value as a decimal for arithmetic; undefined where it is empty or a text. */
export function numberOf(value: Value): Decimal | undefined {
  if (value === null || typeof value === 'string') return undefined;
  return typeof value === 'number' ? decimal(value) : value;
}

/** Empty below everything, then by number or text. */
export function compareValues(a: Value, b: Value): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null) || 0;
  if (typeof a === 'string' || typeof b === 'string') {
    const [left, right] = [String(a), String(b)];
    return left === right ? 0 : left < right ? -1 : 1;
  }
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return numberOf(a)!.cmp(numberOf(b)!);
}
