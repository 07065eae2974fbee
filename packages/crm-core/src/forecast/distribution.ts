/**
 * Forecast as a distribution: not one figure, but how likely each is.
 *
 * Deals are independent: each brings its whole amount with its probability, or nothing. The
 * distribution is exact in minor units up to a number of states, and beyond it lies on a grid,
 * whose width the result names. Mean and deviation are exact in both cases: they need no
 * convolution.
 */
import { fixedText, money } from '@kontor/kernel';
import {
  convolveBinned,
  convolveExactly,
  type Outcome,
  type SumDistribution,
} from './convolution.ts';
import { type ForecastDeal, placeOf, WHOLE, weightOf } from './deal.ts';
import { figureText } from './figures.ts';
import { type AmountReader, amountReader, type ReportingOptions } from './reporting-currency.ts';

/** How the distribution is made. */
export interface DistributionOptions extends ReportingOptions {
  /** Whether closed deals, which are certain, are added; only open ones are when left out. */
  readonly withClosed?: boolean | undefined;
  /** Exact up to so many different sums; 65,536 when left out. */
  readonly statesMax?: number | undefined;
  /** Steps of the grid beyond that over what is likely, at most; 16,384 when left out. */
  readonly binsMax?: number | undefined;
}

/** A sum that may come about. */
export interface DistributionPoint {
  /** Decimal text. */
  readonly amount: string;
  /** 0 … 1. */
  readonly probability: number;
}

/** How likely each sum of deals is. */
export interface ForecastDistribution {
  /** The code. */
  readonly currency: string;
  /** Deals that it is made of. */
  readonly deals: number;
  /** Whether every sum is there to the minor unit. */
  readonly isExact: boolean;
  /**
   * Of the grid, decimal text; null when it is exact. The mean on the grid is the true one, the
   * deviation is wider by at most ½ width × √Σp.
   */
  readonly binWidth: string | null;
  /** Exact, decimal text: the weighted forecast of these deals. */
  readonly mean: string;
  /** In units of the currency. */
  readonly standardDeviation: number;
  /** Sums, ascending; those that cannot come about are left out. */
  readonly points: readonly DistributionPoint[];
  /** The least sum that is not passed with probability `level`, 0 … 1. */
  quantile(level: number): string;
  /** The probability of at least so much. */
  probabilityAtLeast(amount: string): number;
}

const [STATES_MAX, BINS_MAX] = [2 ** 16, 2 ** 14];

/**
 * The distribution of the sum of deals; omitted ones are not in it.
 *
 * @throws CrmError CRM_INVALID_INPUT, CRM_UNKNOWN_RATE — as of `rollUpForecast`
 * @example
 * const distribution = forecastDistribution(deals, { currency: 'EUR' });
 * distribution.probabilityAtLeast('170000') // => 0.555
 */
export function forecastDistribution(
  deals: readonly ForecastDeal[],
  options: DistributionOptions,
): ForecastDistribution {
  const reader = amountReader(deals, options);
  const { code, exponent } = reader.currency;
  const counted = deals.filter((deal) => counts(deal, options.withClosed === true));
  const outcomes = counted.map((deal) => outcomeOf(deal, reader));
  const deviation = deviationOf(counted, reader);
  const { statesMax = STATES_MAX, binsMax = BINS_MAX } = options;
  const exact = isWithinDoubles(outcomes) ? convolveExactly(outcomes, statesMax) : undefined;
  const width =
    exact === undefined ? binWidthOf(outcomes, deviation * 10 ** exponent, binsMax) : null;
  const sums = exact ?? convolveBinned(outcomes, width!);
  const atMost = cumulated(sums);
  const text = (minor: number): string => fixedText(BigInt(minor), exponent);
  return {
    currency: code,
    deals: counted.length,
    isExact: exact !== undefined,
    binWidth: width === null ? null : text(width),
    mean: meanOf(counted, reader),
    standardDeviation: deviation,
    get points() {
      return [...sums.values]
        .map((value, at) => ({ amount: text(value), probability: sums.probabilities[at]! }))
        .filter(({ probability }) => probability > 0);
    },
    quantile: (level) => text(sums.values[placeOfLevel(atMost, level)]!),
    probabilityAtLeast(amount) {
      const least = Number(money(amount, reader.currency, { rounding: 'ceiling' }).minor);
      const below = sums.values.findIndex((value) => value >= least);
      return below < 0 ? 0 : 1 - (below === 0 ? 0 : atMost[below - 1]!);
    },
  };
}

/**
 * A distribution for each value of a field: by owner, team, category.
 *
 * @returns by value, in order; deals without one are under ''
 */
export function forecastDistributions(
  deals: readonly ForecastDeal[],
  { by, ...options }: DistributionOptions & { readonly by: string },
): Map<string, ForecastDistribution> {
  const valueOf = (deal: ForecastDeal): string => {
    const value = (deal as unknown as Readonly<Record<string, unknown>>)[by];
    return typeof value === 'string' ? value : '';
  };
  const groups = new Map<string, ForecastDeal[]>();
  for (const deal of deals) {
    const group = groups.get(valueOf(deal));
    if (group === undefined) groups.set(valueOf(deal), [deal]);
    else group.push(deal);
  }
  const currency = amountReader(deals, options).currency.code;
  return new Map(
    [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([value, group]) => [value, forecastDistribution(group, { ...options, currency })]),
  );
}

function counts(deal: ForecastDeal, withClosed: boolean): boolean {
  placeOf(deal);
  return deal.forecastCategory === 'closed' ? withClosed : deal.forecastCategory !== 'omitted';
}

function outcomeOf(deal: ForecastDeal, { minorOf }: AmountReader): Outcome {
  return { minor: Number(minorOf(deal)), probability: weightOf(deal) / WHOLE };
}

const isWithinDoubles = (outcomes: readonly Outcome[]): boolean =>
  outcomes.reduce((sum, { minor }) => sum + Math.abs(minor), 0) < 2 ** 53;

/**
 * A round width, 1, 2 or 5 times a power of ten, that keeps what is likely within the bins: twenty
 * deviations, or the whole range where that is less.
 */
function binWidthOf(outcomes: readonly Outcome[], deviationMinor: number, binsMax: number): number {
  const range = outcomes.reduce((sum, { minor }) => sum + Math.abs(minor), 0);
  const least = Math.min(range, 20 * deviationMinor) / binsMax;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const round = [1, 2, 5, 10].map((step) => step * power);
  return round.find((width) => width >= least) ?? 10 * power;
}

/** P(sum ≤ value) at each place; the last is 1. */
function cumulated({ probabilities }: SumDistribution): Float64Array {
  let sum = 0;
  const atMost = probabilities.map((probability) => (sum += probability));
  return atMost.map((value) => Math.min(1, value / sum));
}

/** The first place that reaches the level; sums of doubles may fall short of it by their error. */
function placeOfLevel(atMost: Float64Array, level: number): number {
  const place = atMost.findIndex((value) => value >= level - LEVEL_ERROR);
  return place < 0 ? atMost.length - 1 : place;
}

const LEVEL_ERROR = 1e-12;

function meanOf(deals: readonly ForecastDeal[], { minorOf, currency }: AmountReader): string {
  const weighted = deals.reduce(
    (sum, deal) => sum + BigInt(minorOf(deal)) * BigInt(weightOf(deal)),
    0n,
  );
  return figureText('weighted', weighted, currency.exponent);
}

/** √Σ a² p (1 − p), the sum exact. */
function deviationOf(deals: readonly ForecastDeal[], { minorOf, currency }: AmountReader): number {
  const variance = deals.reduce((sum, deal) => {
    const [minor, weight] = [BigInt(minorOf(deal)), BigInt(weightOf(deal))];
    return sum + minor * minor * weight * (BigInt(WHOLE) - weight);
  }, 0n);
  return Math.sqrt(Number(variance)) / WHOLE / 10 ** currency.exponent;
}
