/**
 * Cash discount: what a customer may keep for paying early is part net, part tax, at the rates of
 * the invoice.
 *
 * The discount is an amount that includes tax, so its net is rounded and its tax is the rest. Where
 * an invoice has several rates, each first takes its part of the discount, by what it has of the
 * invoice's gross.
 */
import {
  addRatios,
  allocateSigned,
  type Currency,
  type DecimalInput,
  divideRatios,
  fixedText,
  multiplyRatios,
  type Ratio,
  ratio,
  type RoundingMode,
} from '@kontor/kernel';
import { taxesInGross } from '@kontor/kernel/tax';
import { badArgument, givenAmount, givenCurrency } from '../given-figures.ts';
import * as z from 'zod';
import { checkGiven, objectShape, roundingShape } from '../given-shape.ts';
import { givenRate } from './percent.ts';

/** A rate of the invoice. */
export interface DiscountedRate {
  /** In percent: what all taxes of the line add to its net. */
  readonly rate: DecimalInput;
  /** What the invoice has at this rate, tax included; may be left out where there is one rate. */
  readonly gross?: DecimalInput | undefined;
}

/** A discount and the invoice it is taken from. */
export interface CashDiscount {
  readonly currency: string | Currency;
  /** What the customer keeps, tax included. */
  readonly amount: DecimalInput;
  readonly rates: readonly DiscountedRate[];
  /** Of the net; `halfUp` when left out. */
  readonly mode?: RoundingMode | undefined;
}

const cashDiscount = objectShape({
  rates: z.array(objectShape({}), 'a list of rates'),
  mode: roundingShape.optional(),
});

/** The discount in its parts, with all decimals of the currency; net + tax = amount. */
export interface SplitDiscount {
  readonly amount: string;
  readonly net: string;
  readonly tax: string;
  /** In the order of the rates given; they sum to the discount. */
  readonly byRate: readonly {
    readonly rate: string;
    readonly amount: string;
    readonly net: string;
    readonly tax: string;
  }[];
}

/**
 * Splits a cash discount into net and tax.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no rate, one of −100 or less, several without their
 *   gross, or a gross that sums to zero
 * @throws LedgerError LEDGER_AMOUNT_PRECISION, LEDGER_CURRENCY_NOT_FOUND
 * @example
 * const { net, tax } = splitCashDiscount({
 *   currency: 'EUR', amount: '2.38', rates: [{ rate: '19' }] });
 * [net, tax] // => ['2.00', '0.38']
 */
export function splitCashDiscount(discount: CashDiscount): SplitDiscount {
  checkGiven(discount, cashDiscount, 'discount');
  const { rates, mode = 'halfUp' } = discount;
  const currency = givenCurrency(discount.currency);
  const amount = givenAmount(discount.amount, currency, 'amount');
  const percents = rates.map(({ rate }, index) => givenRate(rate, `rates.${index}.rate`));
  const parts = allocateSigned(amount, exactParts(amount, grossOf(rates, currency)));
  const byRate = percents.map((rate, index) => {
    const [tax] = taxesInGross(parts[index]!, [{ rate, compound: false }], mode);
    return { rate: rate.text, amount: parts[index]!, net: parts[index]! - tax!, tax: tax! };
  });
  const text = (minor: bigint): string => fixedText(minor, currency.exponent);
  const tax = byRate.reduce((sum, part) => sum + part.tax, 0n);
  return {
    amount: text(amount),
    net: text(amount - tax),
    tax: text(tax),
    byRate: byRate.map((part) => ({
      rate: part.rate,
      amount: text(part.amount),
      net: text(part.net),
      tax: text(part.tax),
    })),
  };
}

/** What the invoice has at each rate; one rate has all of it. */
function grossOf(rates: readonly DiscountedRate[], currency: Currency): bigint[] {
  if (rates.length === 1) return [1n];
  return rates.map(({ gross }, index) => {
    const path = `rates.${index}.gross`;
    if (gross === undefined) throw badArgument(path, 'missing', 'what is invoiced at this rate');
    return givenAmount(gross, currency, path);
  });
}

function exactParts(amount: bigint, gross: readonly bigint[]): Ratio[] {
  const total = gross.map((part) => ratio(part)).reduce(addRatios, ratio(0n));
  if (total.numerator === 0n) {
    throw badArgument('rates', gross.length === 0 ? 'empty' : 'of 0 in all', 'what is invoiced');
  }
  return gross.map((part) => multiplyRatios(ratio(amount), divideRatios(ratio(part), total)));
}
