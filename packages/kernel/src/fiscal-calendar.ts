/**
 * Fiscal calendars: days as years, quarters, periods and weeks, and the steps between them.
 *
 * A period goes by its id, `2026`, `2026-Q1`, `2026-P03`, `2026-W53`: text that sorts in order of
 * time within a level and stands in a posting or a cube as it is. Steps go from period to period,
 * never by a number of days, so a shift of February by a year is February, 28 days or 29.
 */
import { type Day, formatDay } from './day.ts';
import { KernelError } from './errors.ts';
import {
  type FiscalCalendarDefinition,
  fiscalDefinition,
  spelledOut,
} from './fiscal-definition.ts';
import { type FiscalUnit, type FiscalYearRule, fiscalYearRule } from './fiscal-year-rule.ts';

/** A year, quarter, period or week of a fiscal calendar. */
export interface FiscalPeriod {
  /** `2026`, `2026-Q1`, `2026-P03` or `2026-W53`. */
  readonly id: string;
  readonly unit: FiscalUnit;
  /** The fiscal year's name. */
  readonly year: number;
  /** Place in the year, from 1; 1 for the year itself. */
  readonly ordinal: number;
  /** First and last day, both included. */
  readonly first: Day;
  readonly last: Day;
}

/** A fiscal calendar. Its functions throw KERNEL_UNKNOWN_PERIOD for an id that names none of it. */
export interface FiscalCalendar {
  /** Name of the fiscal year a day is in. */
  yearOf(day: Day): number;
  /** The period, or other unit, a day is in. */
  periodOf(day: Day, unit?: FiscalUnit): FiscalPeriod;
  /** The period of an id. */
  period(id: string): FiscalPeriod;
  /** `count` periods of the same unit later, or earlier below 0; across years. */
  shift(id: string, count: number): FiscalPeriod;
  /**
   * The period of the same place in the year before, or `years` before. None for week 53 when that
   * year has 52. To compare weeks by date instead, as retail does after a long year: `shift(id,
   * -52)`.
   */
  samePeriodLastYear(id: string, years?: number): FiscalPeriod | undefined;
  /** All periods, or other units, of a year, in order. */
  periodsOfYear(year: number, unit?: FiscalUnit): FiscalPeriod[];
  /** The periods that `from` to `to`, both included, touch, in order. */
  periodsBetween(from: Day, to: Day, unit?: FiscalUnit): FiscalPeriod[];
  /** 52 or 53; 0 where years do not consist of whole weeks. */
  weeksOfYear(year: number): number;
}

/**
 * Makes a fiscal calendar.
 *
 * @throws KernelError KERNEL_BAD_FISCAL_CALENDAR — with every fault and its path
 * @example
 * createFiscalCalendar({ kind: 'nrf' }).periodOf(day('2024-02-04'), 'week').id // => '2024-W01'
 */
export function createFiscalCalendar(definition: FiscalCalendarDefinition): FiscalCalendar {
  const parsed = fiscalDefinition.safeParse(definition);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => ({
      path: path.join('.'),
      message,
    }));
    throw new KernelError('KERNEL_BAD_FISCAL_CALENDAR', { faults });
  }
  const rule = fiscalYearRule(spelledOut(parsed.data));
  return {
    yearOf: (day) => rule.yearOf(checkedDay(day)),
    periodOf: (day, unit = 'period') => periodOf(rule, day, unit),
    period: (id) => periodNamed(rule, id),
    shift: (id, count) => shifted(rule, periodNamed(rule, id), count),
    samePeriodLastYear(id, years = 1) {
      const { unit, year, ordinal } = periodNamed(rule, id);
      const before = year - wholeCount(years);
      return ordinal <= rule.countOf(before, unit)
        ? periodAt(rule, before, unit, ordinal)
        : undefined;
    },
    periodsOfYear: (year, unit = 'period') =>
      Array.from({ length: countOf(rule, checkedYear(year), unit) }, (_, index) =>
        periodAt(rule, year, unit, index + 1),
      ),
    periodsBetween: (from, to, unit = 'period') => periodsBetween(rule, from, to, unit),
    weeksOfYear: (year) => rule.countOf(checkedYear(year), 'week'),
  };
}

const LETTERS = { year: '', quarter: 'Q', period: 'P', week: 'W' } as const;
const UNITS = { Q: 'quarter', P: 'period', W: 'week' } as const;

function periodNamed(rule: FiscalYearRule, id: string): FiscalPeriod {
  const match = /^(\d{4})(?:-(?:(Q)(\d)|([PW])(\d{2})))?$/.exec(id);
  const unknown = (reason: string): never => {
    throw new KernelError('KERNEL_UNKNOWN_PERIOD', { period: id, reason });
  };
  if (match === null) return unknown('it has not the form of one');
  const year = Number(match[1]);
  const letter = (match[2] ?? match[4]) as keyof typeof UNITS | undefined;
  const unit = letter === undefined ? 'year' : UNITS[letter];
  const ordinal = Number(match[3] ?? match[5] ?? 1);
  const count = rule.countOf(year, unit);
  if (count === 0) return unknown('its years are not made of weeks');
  if (ordinal < 1 || ordinal > count) return unknown(`the ${unit}s of ${year} are 1 to ${count}`);
  return periodAt(rule, year, unit, ordinal);
}

function periodAt(
  rule: FiscalYearRule,
  year: number,
  unit: FiscalUnit,
  ordinal: number,
): FiscalPeriod {
  const name = String(checkedYear(year)).padStart(4, '0');
  const place = unit === 'quarter' ? String(ordinal) : String(ordinal).padStart(2, '0');
  return {
    id: unit === 'year' ? name : `${name}-${LETTERS[unit]}${place}`,
    unit,
    year,
    ordinal,
    first: rule.firstDayOf(year, unit, ordinal),
    last: rule.firstDayOf(year, unit, ordinal + 1) - 1,
  };
}

function periodOf(rule: FiscalYearRule, day: Day, unit: FiscalUnit): FiscalPeriod {
  const year = rule.yearOf(checkedDay(day));
  let ordinal = countOf(rule, year, unit);
  while (rule.firstDayOf(year, unit, ordinal) > day) ordinal--;
  return periodAt(rule, year, unit, ordinal);
}

function shifted(rule: FiscalYearRule, from: FiscalPeriod, count: number): FiscalPeriod {
  const { unit } = from;
  let { year } = from;
  let ordinal = from.ordinal + wholeCount(count);
  while (ordinal < 1) ordinal += rule.countOf(checkedYear(--year), unit);
  while (ordinal > rule.countOf(checkedYear(year), unit)) ordinal -= rule.countOf(year++, unit);
  return periodAt(rule, year, unit, ordinal);
}

function periodsBetween(
  rule: FiscalYearRule,
  from: Day,
  to: Day,
  unit: FiscalUnit,
): FiscalPeriod[] {
  const periods: FiscalPeriod[] = [];
  const end = checkedDay(to);
  let next = periodOf(rule, from, unit);
  while (next.first <= end) {
    periods.push(next);
    next = shifted(rule, next, 1);
  }
  return periods;
}

function countOf(rule: FiscalYearRule, year: number, unit: FiscalUnit): number {
  const count = rule.countOf(year, unit);
  if (count > 0) return count;
  throw new KernelError('KERNEL_UNKNOWN_PERIOD', {
    period: `${unit} of ${year}`,
    reason: 'its years are not made of weeks',
  });
}

/** Years have four digits in an id: 0001 … 9998, so that the year after still has a name. */
function checkedYear(year: number): number {
  if (Number.isInteger(year) && year >= 1 && year <= 9998) return year;
  throw new KernelError('KERNEL_UNKNOWN_PERIOD', {
    period: `${year}`,
    reason: 'years go from 1 to 9998',
  });
}

function checkedDay(day: Day): Day {
  if (Number.isSafeInteger(day)) return day;
  throw new KernelError('KERNEL_BAD_DAY', { value: `${day}` });
}

function wholeCount(count: number): number {
  if (Number.isSafeInteger(count)) return count;
  throw new KernelError('KERNEL_BAD_COUNT', { value: `${count}`, unit: 'periods' });
}

/** The period as people read it: `2026-P03 (2026-03-01 to 2026-03-31)`. */
export function formatFiscalPeriod({ id, first, last }: FiscalPeriod): string {
  return `${id} (${formatDay(first)} to ${formatDay(last)})`;
}
