/**
 * Exchange rates: which rate holds between two currencies on a day, and what an amount is at it.
 *
 * The store is a plain value that only grows: `add` gives a new one and leaves the old. It is
 * bitemporal: a row has the day it is for and the instant it was recorded, and a question may say
 * what was known when. A posting asks once per foreign line, so answers are kept per pair and day.
 *
 * Inverse and cross rates are exact fractions; nothing is rounded before the one rounding of
 * `convert`.
 */
import {
  type Day,
  day,
  divideRounded,
  formatDay,
  type Instant,
  multiplyRatios,
  type Ratio,
  type RoundingMode,
} from '@kontor/kernel';
import * as z from 'zod';
import { LedgerError, type RefusalDetails } from './errors.ts';
import { badArgument, shownValue } from './given-figures.ts';
import {
  checkGiven,
  exponentShape,
  minorShape,
  objectShape,
  roundingShape,
  textShape,
} from './given-shape.ts';
import {
  type ExchangeRate,
  type ExchangeRateInput,
  type RateKind,
  rateKinds,
  type ReadRate,
  readRates,
} from './rate-row.ts';
import {
  emptyRateTable,
  type RateLeg,
  rateRoute,
  type RateTable,
  withRates,
} from './rate-table.ts';

/** A question for a rate. */
export interface RateQuery {
  readonly from: string;
  readonly to: string;
  /** `YYYY-MM-DD`, or the day's number. */
  readonly date: string | Day;
  /** `spot` when left out. Kinds do not stand in for each other. */
  readonly kind?: RateKind | undefined;
  /** A way with a row older than this many days is refused as stale; any age when left out. */
  readonly maxAgeDays?: number | undefined;
  /** Only rows recorded by this instant are seen: ISO 8601 in UTC, or milliseconds. */
  readonly knownAt?: string | Instant | undefined;
}

/** A rate, and how it came about. */
export interface FoundRate {
  /** Exact: units of `to` for one unit of `from`. */
  readonly rate: Ratio;
  /** The day of the oldest row on the way; the day asked for between a currency and itself. */
  readonly rateDate: string;
  /** The rows, in order; none between a currency and itself. */
  readonly path: readonly RateLeg[];
}

/** Why there is no rate. */
export type RateRefusal = {
  readonly [Code in 'LEDGER_RATE_NOT_FOUND' | 'LEDGER_RATE_STALE']: {
    readonly code: Code;
    readonly details: RefusalDetails[Code];
  };
}['LEDGER_RATE_NOT_FOUND' | 'LEDGER_RATE_STALE'];

/** A store of rates, never changed. */
export interface Rates {
  /** What crosses go through. */
  readonly baseCurrency: string;
  /** Every row, in the order given; `openRates` of them is this store again. */
  readonly rows: readonly ExchangeRate[];
  /**
   * The store with further rows, under the rules of `openRates`.
   *
   * @throws LedgerError LEDGER_INVALID_SETUP — rows with faults; paths count from the first added
   */
  add(rows: ExchangeRateInput | readonly ExchangeRateInput[]): Rates;
  /**
   * The rate on a day: the last row on or before it; else the inverse of one; else a cross through
   * the base currency; else the shortest chain, ties by the names of its currencies. Of rows for
   * one day the one recorded last holds.
   *
   * The first way that exists is the answer: it is not left for a younger one if it is stale.
   *
   * @returns a refusal LEDGER_RATE_NOT_FOUND or LEDGER_RATE_STALE as a value
   * @throws LedgerError LEDGER_BAD_ARGUMENT — the date, kind, age or instant is none
   */
  find(query: RateQuery): FoundRate | RateRefusal;
}

/**
 * Opens a store of rates.
 *
 * Rows may be for any day and in any order. A row without `recordedAt` was known from the start;
 * one recorded goes before it for the same day. Of rows that are alike in both the later one in the
 * list holds.
 *
 * @throws LedgerError LEDGER_INVALID_SETUP — details.issues lists the faults of all rows
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no base currency
 * @example
 * const rates = openRates(
 *   [{ date: '2026-01-09', from: 'USD', to: 'EUR', rate: '0.91' }],
 *   { baseCurrency: 'EUR' },
 * );
 * rates.find({ from: 'EUR', to: 'USD', date: '2026-01-10' })
 * // => { rate: { numerator: 100n, denominator: 91n }, rateDate: '2026-01-09', path: [ … ] }
 */
export function openRates(
  rows: readonly unknown[],
  options: { readonly baseCurrency: string },
): Rates {
  checkGiven(options, objectShape({ baseCurrency: textShape }), 'options');
  const { baseCurrency } = options;
  const none = Object.fromEntries(rateKinds.map((kind) => [kind, emptyRateTable]));
  return grow({ baseCurrency, log: [], tables: none as Tables }, rows);
}

type Tables = Readonly<Record<RateKind, RateTable>>;

interface RateState {
  readonly baseCurrency: string;
  readonly log: readonly ExchangeRate[];
  readonly tables: Tables;
}

function grow({ baseCurrency, log, tables }: RateState, rows: readonly unknown[]): Rates {
  const { rates, issues } = readRates(rows);
  if (issues.length > 0) throw new LedgerError('LEDGER_INVALID_SETUP', { issues });
  const grown: Record<RateKind, RateTable> = { ...tables };
  for (const kind of rateKinds) {
    const added = rates.filter((read: ReadRate) => read.row.kind === kind);
    if (added.length > 0) grown[kind] = withRates(grown[kind], added);
  }
  const state = { baseCurrency, log: [...log, ...rates.map(({ row }) => row)], tables: grown };
  return {
    baseCurrency,
    rows: state.log,
    add: (more) => grow(state, Array.isArray(more) ? more : [more]),
    find: keepingAnswers(state),
  };
}

type Answer = FoundRate | RateRefusal;

/** Answers to questions for one pair on the same terms, by day. */
interface KeptAnswers extends Pick<RateQuery, 'kind' | 'maxAgeDays' | 'knownAt'> {
  readonly byDate: Map<string | Day, Answer>;
}

/** By `from`, then `to`: questions change their terms seldom, their day often. */
type Kept = Map<string, Map<string, KeptAnswers>>;

/** Days that are kept per pair. */
const ANSWERS_MAX = 2000;

/** The search, with its answers kept: a batch asks for few pairs and few days, many times. */
function keepingAnswers(state: RateState): Rates['find'] {
  const kept: Kept = new Map();
  return (query) => {
    if (typeof query !== 'object' || query === null) {
      throw badArgument('query', shownValue(query), 'a pair of currencies and a day');
    }
    const answers = answersOn(kept, query);
    const known = answers.get(query.date);
    if (known !== undefined) return known;
    const answer = search(state, query);
    answers.set(query.date, answer);
    return answer;
  };
}

function answersOn(kept: Kept, query: RateQuery): Map<string | Day, Answer> {
  const { from, to, kind, maxAgeDays, knownAt } = query;
  const byTo = kept.get(from) ?? new Map<string, KeptAnswers>();
  if (byTo.size === 0) kept.set(from, byTo);
  const last = byTo.get(to);
  const isSame =
    last !== undefined &&
    last.kind === kind &&
    last.maxAgeDays === maxAgeDays &&
    last.knownAt === knownAt &&
    last.byDate.size < ANSWERS_MAX;
  if (isSame) return last.byDate;
  const byDate = new Map<string | Day, Answer>();
  byTo.set(to, { kind, maxAgeDays, knownAt, byDate });
  return byDate;
}

function search({ baseCurrency, tables }: RateState, query: RateQuery): Answer {
  const { from, to, kind = 'spot', maxAgeDays = Infinity } = query;
  const moment = { day: dayOf(query.date), knownAt: instantOf(query.knownAt) };
  if (!rateKinds.includes(kind))
    throw badArgument('kind', shownValue(kind), `one of ${rateKinds.join(', ')}`);
  if (!(typeof maxAgeDays === 'number' && maxAgeDays >= 0))
    throw badArgument('maxAgeDays', shownValue(maxAgeDays), 'a number of days, 0 or more');
  const date = formatDay(moment.day);
  if (from === to) return { rate: ONE, rateDate: date, path: [] };
  const path = rateRoute(tables[kind], from, to, baseCurrency, moment);
  if (path === undefined) return { code: 'LEDGER_RATE_NOT_FOUND', details: { from, to, date } };
  const rateDate = path.reduce(
    (oldest, leg) => (leg.rateDate < oldest ? leg.rateDate : oldest),
    date,
  );
  if (moment.day - day(rateDate) > maxAgeDays) {
    return { code: 'LEDGER_RATE_STALE', details: { from, to, date, rateDate } };
  }
  return { rate: path.map((leg) => leg.rate).reduce(multiplyRatios), rateDate, path };
}

const ONE: Ratio = { numerator: 1n, denominator: 1n };

function dayOf(date: string | Day): Day {
  if (typeof date === 'number' && Number.isSafeInteger(date)) return date;
  try {
    return day(date as string);
  } catch {
    throw badArgument('date', shownValue(date), 'a day as YYYY-MM-DD, or its number');
  }
}

function instantOf(knownAt: string | Instant | undefined): Instant {
  if (knownAt === undefined) return Infinity;
  // Text without a zone would mean that of the process.
  const isZoned = typeof knownAt !== 'string' || /T.*(?:Z|[+-]\d{2}:\d{2})$/.test(knownAt);
  const instant = typeof knownAt === 'number' ? knownAt : Date.parse(knownAt);
  if (isZoned && !Number.isNaN(instant)) return instant;
  throw badArgument('knownAt', shownValue(knownAt), 'an instant as 2026-03-02T08:00:00Z');
}

const conversion = objectShape({
  minor: minorShape,
  fromExponent: exponentShape,
  toExponent: exponentShape,
  rate: objectShape({
    numerator: z.bigint('a bigint'),
    denominator: z.bigint('a bigint above zero').positive('a bigint above zero'),
  }),
  mode: roundingShape,
});

/**
 * An amount in minor units of another currency: one rounding, by the mode.
 *
 * @param fromExponent decimals of the currency of `minor`
 * @param rate units of the other currency for one unit (not minor unit) of the first
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a figure that is no bigint, decimals that no currency
 *   has, no such mode
 * @example
 * convert(7500n, 2, 2, ratio('0.91337'), 'ceiling') // => 6851n
 */
export function convert(
  minor: bigint,
  fromExponent: number,
  toExponent: number,
  rate: Ratio,
  mode: RoundingMode,
): bigint {
  checkGiven({ minor, fromExponent, toExponent, rate, mode }, conversion, 'minor');
  return converted(minor, fromExponent, toExponent, rate, mode);
}

/** An amount converted: `convert` of what was checked already. */
export function converted(
  minor: bigint,
  fromExponent: number,
  toExponent: number,
  { numerator, denominator }: Ratio,
  mode: RoundingMode,
): bigint {
  const scale = toExponent - fromExponent;
  const up = scale > 0 ? 10n ** BigInt(scale) : 1n;
  const down = scale < 0 ? 10n ** BigInt(-scale) : 1n;
  return divideRounded(minor * numerator * up, denominator * down, mode);
}
