/**
 * Forecast periods: what is expected to be sold between two days, before any order is known.
 *
 * A period is half-open, `[from, until)`, so that months and weeks meet without a gap. Days are day
 * numbers, quantities whole steps of the item's unit.
 */
import type { Calendar, Day } from '@kontor/kernel';
import { checkSigned, refuseFigure, totalSteps } from '../given-figures.ts';

/** One period of a forecast. */
export interface ForecastPeriod {
  readonly from: Day;
  /** The first day after the period. */
  readonly until: Day;
  /** Gross forecast of the whole period, in whole steps. */
  readonly quantity: number;
}

/** The days that count, as windows and spreading ask for them. */
export type ForecastDays = Pick<Calendar, 'addDays' | 'daysBetween' | 'nextWorkingDay'>;

/** Every day counts. */
export const everyDay: ForecastDays = {
  addDays: (value, count) => value + count,
  daysBetween: (from, to) => to - from,
  nextWorkingDay: (value) => value,
};

/**
 * Checks the periods of a forecast, each by itself.
 *
 * @throws MrpError MRP_BAD_FIGURE — days or quantities that are not whole, or a period without a
 * day
 */
export function checkPeriods(periods: readonly ForecastPeriod[]): void {
  periods.forEach(({ from, until }, index) => {
    checkSigned(from, `periods.${index}.from`);
    checkSigned(until, `periods.${index}.until`);
    if (until <= from) {
      refuseFigure(`periods.${index}.until`, until, `a day after the period's first, ${from}`);
    }
  });
  const quantities = periods.map(({ quantity }) => quantity);
  totalSteps(quantities, (index) => `periods.${index}.quantity`);
}

/**
 * The rows of the periods by their first day.
 *
 * @throws MrpError MRP_BAD_FIGURE — two periods share a day
 */
export function periodsByDay(periods: readonly ForecastPeriod[]): number[] {
  const rows = periods.map((_, index) => index);
  rows.sort((one, other) => periods[one]!.from - periods[other]!.from);
  rows.forEach((row, place) => {
    const before = periods[rows[place - 1] ?? -1];
    const { from } = periods[row]!;
    if (before === undefined || before.until <= from) return;
    refuseFigure(`periods.${row}.from`, from, `a day from ${before.until}, where another ends`);
  });
  return rows;
}
