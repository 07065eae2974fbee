/**
 * What changed between two instants: the waterfall from one figure of a forecast to the other.
 *
 * Every deal's change is given to its causes in one fixed order, each step from where the one
 * before left off: it came or went, was lost or reassigned, its date moved it, its amount, and last
 * what it counts as. So the parts sum to the difference exactly.
 */
import { CHANGE_CAUSES, type ChangeCause, changeSteps } from './change-steps.ts';
import type { ForecastDeal } from './deal.ts';
import { type FigureChoice, figureReader } from './figure-of-deal.ts';
import { figureText } from './figures.ts';
import { amountReader, type ReportingOptions } from './reporting-currency.ts';

/** A part of a waterfall: one deal's change for one cause. */
export interface ForecastChange {
  readonly deal: string;
  readonly cause: ChangeCause;
  /** Signed decimal text. */
  readonly amount: string;
}

/** A bar of a waterfall. */
export interface ChangeSum {
  readonly cause: ChangeCause;
  readonly deals: number;
  /** Signed decimal text. */
  readonly amount: string;
}

/** The way from one figure to another. */
export interface ForecastComparison {
  /** The code. */
  readonly currency: string;
  readonly before: string;
  readonly after: string;
  /** after − before, and the sum of `causes`. */
  readonly difference: string;
  /** Causes that there were, in the order of a waterfall. */
  readonly causes: readonly ChangeSum[];
  readonly changes: readonly ForecastChange[];
}

/** Which figure, in which currency. One set of rates values both instants. */
export type ComparisonOptions = FigureChoice & ReportingOptions;

/**
 * Compares a figure of two sets of deals, such as `dealsAt` of two instants.
 *
 * @throws CrmError CRM_INVALID_INPUT, CRM_UNKNOWN_RATE — as of `rollUpForecast`
 * @example
 * const { causes } = compareForecasts(dealsAt(log, { asOf: april }), dealsAt(log, { asOf: may }), {
 *   method: 'cumulative', figure: 'commit', within: { quarter: '2026-Q2' } });
 */
export function compareForecasts(
  before: readonly ForecastDeal[],
  after: readonly ForecastDeal[],
  options: ComparisonOptions,
): ForecastComparison {
  const amounts = amountReader([...before, ...after], options);
  const reader = figureReader(amounts, options);
  const { code, exponent } = amounts.currency;
  const text = (value: bigint): string => figureText(options.figure, value, exponent);
  const now = new Map(after.map((deal) => [deal.id, deal]));
  const then = new Map(before.map((deal) => [deal.id, deal]));
  const steps = [...new Set([...then.keys(), ...now.keys()])].flatMap((deal) =>
    changeSteps(reader, then.get(deal), now.get(deal))
      .filter(([, amount]) => amount !== 0n)
      .map(([cause, amount]) => ({ deal, cause, amount })),
  );
  const total = (deals: readonly ForecastDeal[]): bigint =>
    deals
      .filter((deal) => reader.periodSide(deal) === 0 && reader.hasFields(deal))
      .reduce((sum, deal) => sum + reader.figureOf(deal), 0n);
  const [from, to] = [total(before), total(after)];
  return {
    currency: code,
    before: text(from),
    after: text(to),
    difference: text(to - from),
    causes: CHANGE_CAUSES.flatMap((cause) => {
      const mine = steps.filter((step) => step.cause === cause);
      const amount = text(mine.reduce((sum, step) => sum + step.amount, 0n));
      return mine.length === 0 ? [] : [{ cause, deals: mine.length, amount }];
    }),
    changes: steps.map((step) => ({ ...step, amount: text(step.amount) })),
  };
}
