/**
 * Calibration: whether deals said to be 70 % likely are won seven times in ten.
 *
 * @source G. W. Brier, "Verification of forecasts expressed in terms of probability" (1950)
 */
import { sumFloats } from '@kontor/kernel';

/** A probability that was given, and what became of the deal. */
export interface ProbabilityOutcome {
  /** In percent. */
  readonly probability: number;
  readonly isWon: boolean;
}

/** Deals of one decile of probability. */
export interface CalibrationDecile {
  /** In percent: `from` is included, `to` is not, but 100 is in the last one. */
  readonly from: number;
  readonly to: number;
  readonly deals: number;
  /** Mean probability given, in percent; undefined without deals. */
  readonly predicted: number | undefined;
  /** Won deals, in percent; undefined without deals. */
  readonly observed: number | undefined;
}

/** How well probabilities were chosen. */
export interface Calibration {
  readonly deals: number;
  /** Mean (p − y)²; 0 is best, 0.25 what always saying 50 % gets. Undefined without deals. */
  readonly brier: number | undefined;
  /**
   * Mean −ln of the probability given to what happened. Undefined without deals, or when something
   * happened that was said to be impossible.
   */
  readonly logLoss: number | undefined;
  /** Deals won at 0 %, or lost at 100 %. */
  readonly impossible: number;
  /** All ten. */
  readonly deciles: readonly CalibrationDecile[];
}

/**
 * The calibration of probabilities.
 *
 * @example
 * calibrationOf([
 *   { probability: 90, isWon: true },
 *   { probability: 50, isWon: false },
 * ]).brier // => 0.13
 */
export function calibrationOf(outcomes: Iterable<ProbabilityOutcome>): Calibration {
  const rows = Array.from(outcomes, ({ probability, isWon }) => ({
    percent: probability,
    p: probability / 100,
    y: isWon ? 1 : 0,
  }));
  const given = rows.map(({ p, y }) => (y === 1 ? p : 1 - p));
  const impossible = given.filter((p) => p === 0).length;
  return {
    deals: rows.length,
    brier: mean(rows.map(({ p, y }) => (p - y) ** 2)),
    logLoss: impossible > 0 ? undefined : mean(given.map((p) => -Math.log(p))),
    impossible,
    deciles: Array.from({ length: 10 }, (_, decile) => decileOf(rows, decile * 10)),
  };
}

function decileOf(
  rows: readonly { percent: number; y: number }[],
  from: number,
): CalibrationDecile {
  const to = from + 10;
  const mine = rows.filter(({ percent: p }) => p >= from && (p < to || (to === 100 && p === 100)));
  const observed = mean(mine.map(({ y }) => y * 100));
  return {
    from,
    to,
    deals: mine.length,
    predicted: mean(mine.map((row) => row.percent)),
    observed,
  };
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : sumFloats(values) / values.length;
}
