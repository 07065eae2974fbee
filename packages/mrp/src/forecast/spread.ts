/**
 * Forecast spreading: a month's or a week's forecast becomes dated demand that netting can plan.
 *
 * A period's quantity is spread evenly over its working days. Days before today are dropped with
 * their part, never moved: what was not sold by now was not sold. The days left are taken in groups
 * of n working days from the first one left; a group never leaves its period.
 *
 * Rounding is the last step of each group and loses nothing. With W working days in the period and
 * `cumulative(w)` = quantity × w / W rounded to a whole step (halves up), the group of working days
 * a … b is `cumulative(b) − cumulative(a − 1)`. Each group is its exact share rounded down or up,
 * and all groups of a period, dropped ones included, add up to its quantity, however it is grouped.
 *
 * @source OCA/manufacture, `mrp_multi_level_estimate` (grouping, dropping, rounding last); the
 * rounding of running totals is ours
 */
import type { Calendar, Day } from '@kontor/kernel';
import { checkSigned, checkWhole } from '../given-figures.ts';
import { checkPeriods, everyDay, type ForecastDays, type ForecastPeriod } from './period.ts';

/** A forecast and how it becomes demand. */
export interface ForecastSpreadInput {
  /** Net forecast in whole steps. Periods may overlap: each is spread by itself. */
  readonly periods: readonly ForecastPeriod[];
  /** Nothing is dated before it; the day after a demand time fence, where forecast counts again. */
  readonly today: Day;
  /** Working days of a group; else 1, demand for each day. */
  readonly groupDays?: number | undefined;
  /** Days that can have demand; without it every day. A period that has none keeps all its days. */
  readonly calendar?: Calendar | undefined;
}

/** Dated demand out of a forecast. */
export interface ForecastDemand {
  /** The first working day of the group. */
  readonly day: Day;
  /** In whole steps, above 0. */
  readonly quantity: number;
  /** The row of `periods` it is from. */
  readonly period: number;
}

/**
 * Spreads a forecast over days or groups of days.
 *
 * @returns demand by period in the order given, then by day; groups that come to nothing are left
 * out
 * @throws MrpError MRP_BAD_FIGURE — days or quantities that are not whole, an empty period, groups
 * of less than a day
 * @throws KernelError KERNEL_CALENDAR_HORIZON — a period that the calendar does not cover
 * @example
 * spreadForecast({ periods: [{ from: -3, until: 4, quantity: 400 }], today: 0, groupDays: 7 })
 * // => [{ day: 0, quantity: 229, period: 0 }]
 */
export function spreadForecast(input: ForecastSpreadInput): ForecastDemand[] {
  const { periods, today, groupDays = 1, calendar } = input;
  checkPeriods(periods);
  checkSigned(today, 'today');
  checkWhole(groupDays, 'groupDays', 1);
  const demand: ForecastDemand[] = [];
  periods.forEach((row, period) => {
    spreadPeriod(row, today, groupDays, daysOf(row, calendar), (day, quantity) => {
      demand.push({ day, quantity, period });
    });
  });
  return demand;
}

function spreadPeriod(
  { from, until, quantity }: ForecastPeriod,
  today: Day,
  groupDays: number,
  days: ForecastDays,
  add: (day: Day, quantity: number) => void,
): void {
  const first = Math.max(from, today);
  if (first >= until) return;
  const total = days.daysBetween(from, until);
  let done = days.daysBetween(from, first);
  let given = cumulative(quantity, done, total);
  let start = first;
  while (done < total) {
    start = days.nextWorkingDay(start);
    const size = Math.min(groupDays, total - done);
    const part = cumulative(quantity, done + size, total) - given;
    if (part > 0) add(start, part);
    given += part;
    done += size;
    if (done < total) start = days.addDays(start, size);
  }
}

/** The working days of a calendar, or all days where a period has none of them. */
function daysOf({ from, until }: ForecastPeriod, calendar: Calendar | undefined): ForecastDays {
  if (calendar === undefined || calendar.daysBetween(from, until) === 0) return everyDay;
  return calendar;
}

/**
 * `quantity × days / total`, halves up. With the quantity as `whole × total + over` only `over ×
 * days` is divided, which is less than total², so that no product leaves the exact whole numbers.
 */
function cumulative(quantity: number, days: number, total: number): number {
  const over = quantity % total;
  const whole = (quantity - over) / total;
  return whole * days + Math.floor((2 * over * days + total) / (2 * total));
}
