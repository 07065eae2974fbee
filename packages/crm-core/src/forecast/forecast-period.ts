/**
 * Which period of a forecast a deal is in.
 *
 * A closed deal is in the period of the day it was closed on; an open one in that of its close
 * date, which is when it is expected. Months are those of the year; days, weeks, quarters and years
 * and the periods of a 4-4-5 year are those of a fiscal calendar.
 */
import {
  createFiscalCalendar,
  day,
  type Day,
  dayInZone,
  daysInMonth,
  dayOf,
  type FiscalCalendar,
  formatDay,
} from '@kontor/kernel';
import type { ForecastDeal } from './deal.ts';

/** Lengths of time that a forecast can be rolled up by. */
export const TIME_LEVELS = ['day', 'week', 'month', 'period', 'quarter', 'year'] as const;

/** A length of time. */
export type TimeLevel = (typeof TIME_LEVELS)[number];

/** How days become periods. */
export interface PeriodOptions {
  /** Of week, period, quarter and year; calendar years when left out. */
  readonly calendar?: FiscalCalendar | undefined;
  /** The zone whose days instants are in; UTC when left out. */
  readonly zone?: string | undefined;
}

/** Whether a name is a length of time. */
export const isTimeLevel = (name: string): name is TimeLevel =>
  (TIME_LEVELS as readonly string[]).includes(name);

/** The day that dates a deal, `YYYY-MM-DD`; undefined when it is open and none is expected. */
export function datedOn(deal: ForecastDeal, zone: string | undefined): string | undefined {
  const { closedAt, closeDate } = deal;
  return closedAt === undefined ? closeDate : localDay(closedAt, zone);
}

/** The day of an instant in a zone, `YYYY-MM-DD`. */
export function localDay(instant: string, zone: string | undefined): string {
  return zone === undefined
    ? instant.slice(0, 10)
    : formatDay(dayInZone(Date.parse(instant), zone));
}

/** Gives the id of the period that a day is in: `2026-06-30` is in `2026-06`, or `2026-Q2`. */
export function periodNamer(
  level: TimeLevel,
  { calendar = createFiscalCalendar({ kind: 'months' }) }: PeriodOptions,
): (date: string) => string {
  if (level === 'day') return (date) => date;
  if (level === 'month') return (date) => date.slice(0, 7);
  return (date) => calendar.periodOf(day(date), level).id;
}

/**
 * The last day of a period.
 *
 * @throws KernelError KERNEL_UNKNOWN_PERIOD, KERNEL_BAD_DAY — no such period
 */
export function lastDayOf(
  level: TimeLevel,
  period: string,
  { calendar = createFiscalCalendar({ kind: 'months' }) }: PeriodOptions,
): Day {
  if (level === 'day') return day(period);
  if (level !== 'month') return calendar.period(period).last;
  const [year, month] = [Number(period.slice(0, 4)), Number(period.slice(5))];
  return dayOf(year, month, daysInMonth(year, month));
}
