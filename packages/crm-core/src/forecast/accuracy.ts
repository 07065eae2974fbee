/**
 * Accuracy: how far forecasts were from what came.
 *
 * The mean of percentages (MAPE) has no meaning where an actual is zero, and says so; the weighted
 * one (WAPE) is there instead. Bias keeps the sign: above zero, more was forecast than came.
 *
 * @source R. J. Hyndman, A. B. Koehler, "Another look at measures of forecast accuracy" (2006)
 */
import { type DecimalInput, decimal, type Decimal } from '@kontor/kernel';

/** A period's forecast and what came, of one unit. */
export interface ForecastOutcome {
  readonly forecast: DecimalInput;
  readonly actual: DecimalInput;
}

/** Measures over periods; undefined where there is nothing to divide by. */
export interface Accuracy {
  readonly periods: number;
  /** Mean of │f − a│ ÷ │a│; undefined when an actual is zero. */
  readonly mape: number | undefined;
  /** Actuals of zero, for which the MAPE is not defined. */
  readonly zeroActuals: number;
  /** Σ│f − a│ ÷ Σ│a│. */
  readonly wape: number | undefined;
  /** Σ(f − a) ÷ Σ│a│. */
  readonly bias: number | undefined;
  /** Mean of 2│f − a│ ÷ (│a│ + │f│); a period where both are zero was forecast exactly. */
  readonly smape: number | undefined;
}

/**
 * The accuracy of forecasts.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL
 * @example
 * forecastAccuracy([{ forecast: '110', actual: '100' }]).mape // => 0.1
 */
export function forecastAccuracy(outcomes: Iterable<ForecastOutcome>): Accuracy {
  const rows = Array.from(outcomes, ({ forecast, actual }) => {
    const [f, a] = [decimal(forecast), decimal(actual)];
    return { error: f.minus(a), size: a.abs(), both: a.abs().plus(f.abs()) };
  });
  const zeroActuals = rows.filter(({ size }) => size.isZero()).length;
  const total = sum(rows.map(({ size }) => size));
  return {
    periods: rows.length,
    mape: zeroActuals > 0 ? undefined : mean(rows.map(({ error, size }) => error.abs().div(size))),
    zeroActuals,
    wape: quotient(sum(rows.map(({ error }) => error.abs())), total),
    bias: quotient(sum(rows.map(({ error }) => error)), total),
    smape: mean(
      rows.map(({ error, both }) => (both.isZero() ? both : error.abs().times(2).div(both))),
    ),
  };
}

function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), decimal(0));
}

function mean(values: readonly Decimal[]): number | undefined {
  return quotient(sum(values), decimal(values.length));
}

function quotient(above: Decimal, below: Decimal): number | undefined {
  return below.isZero() ? undefined : above.div(below).toNumber();
}
