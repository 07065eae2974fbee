/**
 * Money: whole minor units in bigint, with their currency. Plain data, never mutated.
 *
 * Sums are exact. Wherever a fraction of a minor unit can arise (a rate, a percentage) there is one
 * rounding step and its mode is an argument; rates stay exact fractions until then.
 */
import { type AllocationPolicy, allocate } from './allocation.ts';
import { type Currency, currency, sameCurrency } from './currency.ts';
import {
  type Decimal,
  type DecimalInput,
  decimal,
  fixedText,
  powerOfTen,
  scaledDecimal,
  toText,
} from './decimal.ts';
import { KernelError } from './errors.ts';
import { type RatioInput, ratio } from './ratio.ts';
import { divideRounded, type RoundingMode } from './rounding.ts';

/** An amount: `minor` units of `currency` (cents of EUR, fils of BHD). */
export interface Money {
  readonly currency: Currency;
  readonly minor: bigint;
}

/** Money in JSON; the amount is decimal text with all decimals of its currency. */
export interface MoneyJson {
  readonly amount: string;
  readonly currency: string;
}

/** How `money` reads: without `rounding` an amount finer than the minor unit is refused. */
export interface MoneyOptions {
  readonly rounding?: RoundingMode | undefined;
  /** Where the value stands, for messages. */
  readonly path?: string | undefined;
}

/**
 * The amount in a currency: an ISO code, or a definition of one's own.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — no finite decimal
 * @throws KernelError KERNEL_MONEY_TOO_PRECISE — more decimals than the currency, and no `rounding`
 * @throws KernelError KERNEL_UNKNOWN_CURRENCY, KERNEL_NO_MINOR_UNIT — no such currency
 * @example
 * money('12.34', 'EUR').minor // => 1234n
 */
export function money(
  value: DecimalInput,
  code: string | Currency,
  { rounding, path }: MoneyOptions = {},
): Money {
  const unit = currency(code);
  const { coefficient, decimals } = scaledDecimal(value, path);
  const finer = decimals - unit.exponent;
  if (finer <= 0) return { currency: unit, minor: coefficient * powerOfTen(-finer) };
  if (rounding === undefined) {
    throw new KernelError('KERNEL_MONEY_TOO_PRECISE', {
      value: toText(value),
      currency: unit.code,
      exponent: unit.exponent,
      path,
    });
  }
  return { currency: unit, minor: divideRounded(coefficient, powerOfTen(finer), rounding) };
}

/** The amount of so many minor units. */
export function moneyOfMinor(minor: bigint, code: string | Currency): Money {
  return { currency: currency(code), minor };
}

/**
 * a + b.
 *
 * @throws KernelError KERNEL_CURRENCY_MISMATCH
 */
export function addMoney(a: Money, b: Money): Money {
  checkSame(a, b);
  return { currency: a.currency, minor: a.minor + b.minor };
}

/**
 * a − b.
 *
 * @throws KernelError KERNEL_CURRENCY_MISMATCH
 */
export function subtractMoney(a: Money, b: Money): Money {
  checkSame(a, b);
  return { currency: a.currency, minor: a.minor - b.minor };
}

/**
 * The sum of the amounts in that currency; zero of none.
 *
 * @throws KernelError KERNEL_CURRENCY_MISMATCH — an amount is of another currency
 */
export function sumMoney(amounts: Iterable<Money>, code: string | Currency): Money {
  const sum = { currency: currency(code), minor: 0n };
  for (const amount of amounts) {
    checkSame(sum, amount);
    sum.minor += amount.minor;
  }
  return sum;
}

/** The amount with the other sign. */
export function negateMoney(amount: Money): Money {
  return { currency: amount.currency, minor: -amount.minor };
}

/**
 * Negative when a < b, zero when equal, positive when a > b.
 *
 * @throws KernelError KERNEL_CURRENCY_MISMATCH
 */
export function compareMoney(a: Money, b: Money): number {
  checkSame(a, b);
  return a.minor < b.minor ? -1 : Number(a.minor > b.minor);
}

/**
 * amount × factor, rounded once to the minor unit. The factor is a decimal or a fraction.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL, KERNEL_DIVISION_BY_ZERO — a bad factor
 * @example
 * formatMoney(multiplyMoney(money('75.00', 'USD'), '0.91337', 'ceiling')) // => '68.51'
 */
export function multiplyMoney(amount: Money, factor: RatioInput, mode: RoundingMode): Money {
  return convertMoney(amount, amount.currency, factor, mode);
}

/**
 * The amount in another currency: units of it per unit of the amount's, one rounding at the end.
 *
 * @param rate exact: '1.0945', or a fraction such as '1/157.2' where the other way round is quoted
 * @throws KernelError KERNEL_BAD_DECIMAL, KERNEL_DIVISION_BY_ZERO — a bad rate
 * @throws KernelError KERNEL_UNKNOWN_CURRENCY, KERNEL_NO_MINOR_UNIT — no such currency
 * @example
 * convertMoney(money('100', 'EUR'), 'JPY', '157.204', 'halfEven').minor // => 15720n
 */
export function convertMoney(
  amount: Money,
  into: string | Currency,
  rate: RatioInput,
  mode: RoundingMode,
): Money {
  const unit = currency(into);
  const { numerator, denominator } = ratio(rate);
  const minor = divideRounded(
    amount.minor * numerator * powerOfTen(unit.exponent),
    denominator * powerOfTen(amount.currency.exponent),
    mode,
  );
  return { currency: unit, minor };
}

/**
 * Rounds to a multiple of so many minor units: 5 for cash in Swiss francs.
 *
 * @throws KernelError KERNEL_DIVISION_BY_ZERO — the step is zero
 * @example
 * formatMoney(roundMoney(money('7.48', 'CHF'), 5n, 'halfUp')) // => '7.50'
 */
export function roundMoney(amount: Money, stepMinor: bigint, mode: RoundingMode): Money {
  const steps = divideRounded(amount.minor, stepMinor, mode);
  return { currency: amount.currency, minor: steps * stepMinor };
}

/**
 * Shares out an amount by weights; the parts sum to it.
 *
 * @throws KernelError KERNEL_BAD_WEIGHTS — none, all zero, or one below zero
 * @example
 * allocateMoney(money('1.00', 'EUR'), [1, 1, 1]).map(formatMoney) // => ['0.34', '0.33', '0.33']
 */
export function allocateMoney(
  amount: Money,
  weights: readonly RatioInput[],
  policy?: AllocationPolicy,
): Money[] {
  return allocate(amount.minor, weights, policy).map((minor) => ({
    currency: amount.currency,
    minor,
  }));
}

/**
 * The amount as plain decimal text with all decimals of its currency.
 *
 * @example
 * formatMoney(money(-0.5, 'EUR')) // => '-0.50'
 */
export function formatMoney(amount: Money): string {
  return fixedText(amount.minor, amount.currency.exponent);
}

/** The amount as a decimal, for further work at the border. */
export function amountOf(amount: Money): Decimal {
  return decimal(formatMoney(amount));
}

/**
 * Money as JSON.
 *
 * @example
 * moneyToJson(money(12.3, 'EUR')) // => { amount: '12.30', currency: 'EUR' }
 */
export function moneyToJson(amount: Money): MoneyJson {
  return { amount: formatMoney(amount), currency: amount.currency.code };
}

/**
 * Money from JSON.
 *
 * @param own definitions of currencies that are not of ISO 4217
 * @throws KernelError KERNEL_BAD_MONEY — not an object of two texts
 * @throws KernelError KERNEL_BAD_DECIMAL, KERNEL_MONEY_TOO_PRECISE, KERNEL_UNKNOWN_CURRENCY
 */
export function moneyFromJson(json: unknown, own: readonly Currency[] = []): Money {
  if (typeof json !== 'object' || json === null) throw badMoney('it', 'is no object');
  const { amount, currency: code } = json as Record<string, unknown>;
  if (typeof amount !== 'string') throw badMoney('amount', 'is no text');
  if (typeof code !== 'string') throw badMoney('currency', 'is no text');
  return money(amount, currency(code, own), { path: 'amount' });
}

function badMoney(path: string, reason: string): KernelError {
  return new KernelError('KERNEL_BAD_MONEY', { path, reason });
}

function checkSame(a: Money, b: Money): void {
  if (sameCurrency(a.currency, b.currency)) return;
  const name = ({ currency: { code, exponent } }: Money): string =>
    a.currency.code === b.currency.code ? `${code} (exponent ${exponent})` : code;
  throw new KernelError('KERNEL_CURRENCY_MISMATCH', { left: name(a), right: name(b) });
}
