/**
 * Cost allocation: an overhead to those who use it, and one line to several members of a dimension.
 *
 * A key is a list of weights: fixed ones, square metres of a statistical account, or the balances
 * of other accounts. Whole minor units are shared out, so what the pool gives is what the receivers
 * get, and the lines balance by themselves. A run is repeated by reversing the one before.
 */
import {
  type AllocationPolicy,
  allocate,
  type Currency,
  type DecimalInput,
  fixedText,
  type RatioInput,
} from '@kontor/kernel';
import type { Dimensions } from './entry.ts';
import * as z from 'zod';
import { givenAmount, givenCurrency, givenWeights } from './given-figures.ts';
import {
  checkGiven,
  currenciesShape,
  dimsShape,
  objectShape,
  policyShape,
  textShape,
} from './given-shape.ts';

/** Who takes a part of the pool: another account, other dimensions of the same one, or both. */
export interface CostReceiver {
  /** The account of the pool when left out. */
  readonly account?: string | undefined;
  readonly dims?: Dimensions | undefined;
  /** A decimal or a fraction, zero or more; only the proportion counts. */
  readonly weight: RatioInput;
}

/** A pool and its key. */
export interface CostAllocation {
  readonly currency: string | Currency;
  readonly pool: {
    readonly account: string;
    /** What is given out, the whole balance as a rule; debit positive. */
    readonly amount: DecimalInput;
    readonly dims?: Dimensions | undefined;
  };
  readonly receivers: readonly CostReceiver[];
  /** Who gets the units that do not divide; `largestRemainder` when left out. */
  readonly policy?: AllocationPolicy | undefined;
}

const costAllocation = objectShape({
  pool: objectShape({ account: textShape, dims: dimsShape }),
  receivers: z.array(
    objectShape({ account: textShape.optional(), dims: dimsShape }),
    'a list of receivers',
  ),
  policy: policyShape,
});

/** A line of the entry, as `post` takes it. */
export interface CostLine {
  readonly account: string;
  readonly amount: string;
  readonly currency: string;
  readonly dims?: Dimensions | undefined;
}

/** What an allocation comes to. */
export interface AllocatedCosts {
  /** The pool credited, the receivers debited; lines of zero are left out. Their sum is zero. */
  readonly lines: readonly CostLine[];
  /** What each receiver gets, in the order given. */
  readonly parts: readonly string[];
}

/**
 * Gives out a pool of cost by a key.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a part of another type, a bad amount or weight, or no
 *   weight above 0
 * @throws LedgerError LEDGER_AMOUNT_PRECISION, LEDGER_AMOUNT_OVERFLOW, LEDGER_CURRENCY_NOT_FOUND
 * @example
 * const pool = { account: 'rent', amount: '1000.00' };
 * const receivers = [3, 5, 4].map((weight, at) => ({ dims: { costCentre: `c${at}` }, weight }));
 * allocateCosts({ currency: 'EUR', pool, receivers }).parts // => ['250.00', '416.67', '333.33']
 */
export function allocateCosts(allocation: CostAllocation): AllocatedCosts {
  checkGiven(allocation, costAllocation, 'allocation');
  const { pool, receivers, policy } = allocation;
  const currency = givenCurrency(allocation.currency);
  const amount = givenAmount(pool.amount, currency, 'pool.amount');
  const weights = givenWeights(
    receivers.map(({ weight }, index) => [`receivers.${index}.weight`, weight]),
    'receivers',
  );
  const parts = allocate(amount, weights, policy);
  const lines = [
    { ...pool, amount: -amount },
    ...receivers.map(({ account = pool.account, dims }, index) => ({
      account,
      dims,
      amount: parts[index]!,
    })),
  ];
  return {
    lines: lines.filter((line) => line.amount !== 0n).map((line) => costLine(line, currency)),
    parts: parts.map((part) => fixedText(part, currency.exponent)),
  };
}

function costLine(
  { account, amount, dims }: { account: string; amount: bigint; dims?: Dimensions | undefined },
  { code, exponent }: Currency,
): CostLine {
  const line = { account, amount: fixedText(amount, exponent), currency: code };
  return dims === undefined ? line : { ...line, dims };
}

/** The fields of a line that a split looks at; the others go along as they are. */
export interface SplittableLine {
  readonly amount: DecimalInput;
  readonly currency?: string | undefined;
  readonly base?: DecimalInput | undefined;
  readonly dims?: Dimensions | undefined;
}

/** How a line is split. */
export interface LineSplit {
  /** The dimension that the parts differ in. */
  readonly dimension: string;
  /** By member, in the order in which units that do not divide are given out. */
  readonly weights: Readonly<Record<string, RatioInput>>;
  /** The functional one: of the base, and of the amount where the line names no other. */
  readonly currency: string | Currency;
  /** The book's own currencies. */
  readonly commodities?: readonly Currency[] | undefined;
  /** `largestRemainder` when left out. */
  readonly policy?: AllocationPolicy | undefined;
}

const splitting = objectShape({
  line: objectShape({ currency: textShape.optional(), dims: dimsShape }),
  split: objectShape({
    dimension: textShape,
    weights: z.record(z.string(), z.unknown(), 'weights by member'),
    commodities: currenciesShape,
    policy: policyShape,
  }),
});

/** A part of a line. */
export type SplitLine<Line> = Omit<Line, 'amount' | 'base' | 'dims'> & {
  readonly amount: string;
  readonly base?: string;
  readonly dims: Dimensions;
};

/**
 * Splits a line over the members of a dimension; the parts sum to it in both columns.
 *
 * Amount and base are shared out each by itself. Parts that are zero in both are left out.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a bad amount or weight, or no weight above 0
 * @throws LedgerError LEDGER_AMOUNT_PRECISION, LEDGER_AMOUNT_OVERFLOW, LEDGER_CURRENCY_NOT_FOUND
 * @example
 * const split = { dimension: 'costCentre', weights: { sales: 1, it: 1, hr: 1 }, currency: 'EUR' };
 * splitLine({ account: 'travel', amount: '100.00' }, split).map(({ amount }) => amount)
 * // => ['33.34', '33.33', '33.33']
 */
export function splitLine<Line extends SplittableLine>(
  line: Line,
  split: LineSplit,
): SplitLine<Line>[] {
  checkGiven({ line, split }, splitting, 'split');
  const { dimension, commodities, policy } = split;
  const members = Object.entries(split.weights);
  const weights = givenWeights(
    members.map(([member, weight]) => [`weights.${member}`, weight]),
    'weights',
  );
  const functional = givenCurrency(split.currency, commodities);
  const own = line.currency === undefined ? functional : givenCurrency(line.currency, commodities);
  const { amount, base, dims, ...kept } = line;
  const share = (value: DecimalInput, unit: Currency, path: string): bigint[] =>
    allocate(givenAmount(value, unit, path), weights, policy);
  const amounts = share(amount, own, 'amount');
  const bases = base === undefined ? undefined : share(base, functional, 'base');
  const parts = members.map(([member], index) => ({
    ...kept,
    amount: fixedText(amounts[index]!, own.exponent),
    ...(bases && { base: fixedText(bases[index]!, functional.exponent) }),
    dims: { ...dims, [dimension]: member },
  }));
  return parts.filter((_, index) => amounts[index] !== 0n || (bases?.[index] ?? 0n) !== 0n);
}
