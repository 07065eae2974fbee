/**
 * Sales velocity: what a pipeline earns a day.
 *
 * Open deals × win rate × mean won value ÷ mean won cycle in days. The cycle runs from the day a
 * deal was opened to the day it was won.
 */
import { multiplyRatios, type Ratio, ratio, ratioToDecimal } from '@kontor/kernel';
import { type ClosedDeal, closedWithin, type ClosedWithin, sumOf } from './win-rate.ts';

const DAY_MS = 86_400_000;

/** The four factors. */
export interface VelocityFactors {
  readonly openDeals: number;
  /** 0 … 1, by count. */
  readonly winRate: number;
  /** Decimal text. */
  readonly meanWonValue: string;
  /** Days of 24 hours. */
  readonly meanWonCycleDays: number;
}

/** A velocity and what it is made of. */
export interface Velocity extends VelocityFactors {
  /** A day, in the deals' currency; decimal text of up to 40 digits. */
  readonly perDay: string;
}

/**
 * The velocity of four factors; undefined for a cycle of no length.
 *
 * @example
 * velocity({ openDeals: 40, winRate: 0.25, meanWonValue: '12000', meanWonCycleDays: 60 })
 * // => '2000'
 */
export function velocity(factors: VelocityFactors): string | undefined {
  const { openDeals, winRate, meanWonValue, meanWonCycleDays } = factors;
  if (meanWonCycleDays === 0) return undefined;
  const perDay = [ratio(winRate), ratio(meanWonValue), invertDays(meanWonCycleDays)].reduce(
    multiplyRatios,
    ratio(openDeals),
  );
  return ratioToDecimal(perDay).toFixed();
}

/**
 * The velocity of deals of one pipeline and currency: those open, and those closed in that time.
 *
 * @param deals as they were at an instant
 * @returns undefined when none was won, or all were won the instant they were opened
 */
export function velocityOf(
  deals: readonly ClosedDeal[],
  within: ClosedWithin,
): Velocity | undefined {
  const { won, lost } = closedWithin(deals, within);
  if (won.length === 0) return undefined;
  const cycleMs = won.reduce(
    (sum, { createdAt, closedAt }) => sum + Date.parse(closedAt!) - Date.parse(createdAt),
    0,
  );
  const mean = multiplyRatios(
    sumOf(won),
    ratio({ numerator: 1n, denominator: BigInt(won.length) }),
  );
  const factors = {
    openDeals: deals.filter(({ closedAt }) => closedAt === undefined).length,
    winRate: won.length / (won.length + lost.length),
    meanWonValue: ratioToDecimal(mean).toFixed(),
    meanWonCycleDays: cycleMs / won.length / DAY_MS,
  };
  const perDay = velocity(factors);
  return perDay === undefined ? undefined : { ...factors, perDay };
}

function invertDays(days: number): Ratio {
  const { numerator, denominator } = ratio(days);
  return ratio({ numerator: denominator, denominator: numerator });
}
