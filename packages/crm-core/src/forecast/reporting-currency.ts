/**
 * Amounts of deals in the forecast's currency: whole minor units, exact.
 *
 * An amount is converted by its exact rate and rounded once, half-even, to the minor unit; all that
 * comes after are sums of whole numbers. They are doubles below 2^53 and bigints from there on.
 */
import {
  type Currency,
  currency as currencyOf,
  divideRounded,
  ratio,
  type RatioInput,
  scaledDecimal,
} from '@kontor/kernel';
import { CrmError } from '../errors.ts';
import type { ForecastDeal } from './deal.ts';

/** Units of the forecast's currency for one unit of each other, by code; exact. */
export type ForecastRates = Readonly<Record<string, RatioInput>>;

/** What amounts are given in. */
export interface ReportingOptions {
  /** The code; the deals' own when left out, if they have one only. */
  readonly currency?: string | undefined;
  readonly rates?: ForecastRates | undefined;
}

/** Reads amounts of deals in one currency. */
export interface AmountReader {
  readonly currency: Currency;
  /** In minor units. */
  minorOf(deal: Pick<ForecastDeal, 'amount' | 'currency'>): number | bigint;
}

/**
 * The reader of a forecast.
 *
 * @throws CrmError CRM_INVALID_INPUT — deals of several currencies and none named
 * @throws KernelError KERNEL_UNKNOWN_CURRENCY
 */
export function amountReader(
  deals: Iterable<Pick<ForecastDeal, 'currency'>>,
  { currency: named, rates = {} }: ReportingOptions,
): AmountReader {
  const currency = currencyOf(named ?? onlyCurrency(deals));
  const factors = new Map<string, Factor>([[currency.code, factorOf(currency, 1)]]);
  const factor = (code: string): Factor => {
    const known = factors.get(code);
    if (known !== undefined) return known;
    const rate = rates[code];
    if (rate === undefined) {
      throw new CrmError('CRM_UNKNOWN_RATE', { currency: code, into: currency.code });
    }
    const made = factorOf(currency, rate);
    factors.set(code, made);
    return made;
  };
  const own = factor(currency.code);
  return {
    currency,
    minorOf({ amount, currency: code }) {
      if (amount === undefined) return 0;
      const isOwn = code === undefined || code === currency.code;
      const short = isOwn ? shortMinor(amount, currency.exponent) : undefined;
      return short ?? converted(amount, isOwn ? own : factor(code));
    },
  };
}

/** Minor units of the forecast for one unit of an amount: numerator ÷ denominator. */
interface Factor {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function factorOf(into: Currency, rate: RatioInput): Factor {
  const { numerator, denominator } = ratio(rate);
  return { numerator: numerator * 10n ** BigInt(into.exponent), denominator };
}

function converted(amount: string, { numerator, denominator }: Factor): number | bigint {
  const { coefficient, decimals } = scaledDecimal(amount, 'amount');
  const below = denominator * 10n ** BigInt(decimals);
  const minor = divideRounded(coefficient * numerator, below, 'halfEven');
  const value = Number(minor);
  return Number.isSafeInteger(value) ? value : minor;
}

const [ZERO, NINE, POINT, MINUS] = [48, 57, 46, 45];

/**
 * The minor units of plain text of at most 15 digits and no more decimals than the currency;
 * undefined for any other text. Same as `converted` with a rate of 1, without a bigint: most
 * amounts are such, and reading them is half the work of a forecast.
 */
function shortMinor(text: string, exponent: number): number | undefined {
  const isNegative = text.charCodeAt(0) === MINUS;
  const start = isNegative ? 1 : 0;
  if (text.length - start > 16 || text.length === start) return undefined;
  let minor = 0;
  let decimals = -1;
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= ZERO && code <= NINE) {
      minor = minor * 10 + code - ZERO;
      if (decimals >= 0) decimals++;
    } else if (code === POINT && decimals < 0 && index > start) decimals = 0;
    else return undefined;
  }
  if (decimals === 0 || decimals > exponent) return undefined;
  for (let place = Math.max(0, decimals); place < exponent; place++) minor *= 10;
  if (minor > Number.MAX_SAFE_INTEGER) return undefined;
  return isNegative ? 0 - minor : minor;
}

function onlyCurrency(deals: Iterable<Pick<ForecastDeal, 'currency'>>): string {
  const codes = new Set<string>();
  let last: string | undefined;
  for (const { currency } of deals) {
    if (currency === last || currency === undefined) continue;
    codes.add(currency);
    last = currency;
  }
  const [only] = codes;
  if (only !== undefined && codes.size === 1) return only;
  const found = codes.size === 0 ? 'no deal names one' : `deals are in ${[...codes].join(', ')}`;
  const issues = [{ path: 'currency', message: `is missing, and ${found}: name it` }];
  throw new CrmError('CRM_INVALID_INPUT', { what: 'The forecast', issues });
}
