/**
 * Figures as they are handed to the calculators beside the books: text in, exact values out, and a
 * refusal that names the field.
 */
import {
  currency,
  type Currency,
  type DecimalInput,
  defineCurrency,
  type Ratio,
  type RatioInput,
  ratio,
  toText,
} from '@kontor/kernel';
import { LedgerError } from './errors.ts';
import { readMinor } from './minor.ts';

/**
 * The currency of a code of ISO 4217 or of `own`, or the definition given instead of one.
 *
 * @throws LedgerError LEDGER_CURRENCY_NOT_FOUND — no such code, one without a minor unit, or no
 *   definition of a currency
 */
export function givenCurrency(code: string | Currency, own: readonly Currency[] = []): Currency {
  try {
    return typeof code === 'string' ? currency(code, own) : defineCurrency(code);
  } catch {
    throw new LedgerError('LEDGER_CURRENCY_NOT_FOUND', { currency: shownValue(code) });
  }
}

/**
 * An amount in minor units of its currency.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no decimal
 * @throws LedgerError LEDGER_AMOUNT_PRECISION — finer than the currency
 * @throws LedgerError LEDGER_AMOUNT_OVERFLOW — more than 38 digits
 */
export function givenAmount(
  value: DecimalInput,
  { code, exponent }: Currency,
  path: string,
): bigint {
  const minor = readMinor(value, exponent);
  if (typeof minor !== 'string') return BigInt(minor);
  if (minor === 'tooLarge') throw new LedgerError('LEDGER_AMOUNT_OVERFLOW', { path });
  if (minor === 'tooFine') {
    const amount = toText(value);
    throw new LedgerError('LEDGER_AMOUNT_PRECISION', { amount, currency: code, path });
  }
  throw badArgument(path, shownValue(value), `an amount in ${code} as a decimal`);
}

/**
 * Weights that a total is shared out by, in the order of their names.
 *
 * @param weights by the path of each
 * @throws LedgerError LEDGER_BAD_ARGUMENT — one is no number or below 0, or none is above 0
 */
export function givenWeights(
  weights: readonly (readonly [path: string, weight: RatioInput])[],
  path: string,
): Ratio[] {
  const read = weights.map(([at, weight]) => givenWeight(weight, at));
  if (read.some(({ numerator }) => numerator > 0n)) return read;
  throw badArgument(path, read.length === 0 ? 'empty' : '0 in all', 'at least one weight above 0');
}

/** What an argument that makes no sense is refused with. */
export function badArgument(
  path: string,
  value: string,
  expected: string,
): LedgerError<'LEDGER_BAD_ARGUMENT'> {
  return new LedgerError('LEDGER_BAD_ARGUMENT', { path, value, expected });
}

/** A value as a message shows it. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return value.length <= 60 ? value : `${value.slice(0, 57)}…`;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return value === undefined ? 'missing' : 'no text or number';
}

function givenWeight(weight: RatioInput, path: string): Ratio {
  let read: Ratio | undefined;
  try {
    read = ratio(weight);
  } catch {
    // Refused below, by its place.
  }
  if (read === undefined || read.numerator < 0n) {
    throw badArgument(path, shownValue(weight), "a weight of 0 or more, such as '2.5' or '1/3'");
  }
  return read;
}
