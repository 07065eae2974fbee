/**
 * Where fiscal years, and the weeks and periods in them, begin: the arithmetic under a fiscal
 * calendar.
 *
 * Two families. Years of calendar months start on the first of a month. Years of whole weeks (52,
 * at times 53) end on one weekday, the last one in a month or the one nearest to the month's end,
 * and share their weeks out over twelve periods, 4-4-5 and its sisters. No table: every answer is
 * arithmetic on day numbers.
 *
 * @source IRS Publication 538, "52-53-week tax year" (last or nearest weekday of a month)
 */
import { dateParts, type Day, dayOf, daysInMonth, weekday } from './day.ts';
import type { FiscalDefinition } from './fiscal-definition.ts';

/** A level of a fiscal calendar. `week` exists only where years consist of whole weeks. */
export type FiscalUnit = 'year' | 'quarter' | 'period' | 'week';

/** The arithmetic of one kind of year. Years go by their names, ordinals count from 1. */
export interface FiscalYearRule {
  /** Name of the year a day is in. */
  yearOf(day: Day): number;
  /** How many of a unit the year has: 52 or 53 weeks; 0 weeks where there are none. */
  countOf(year: number, unit: FiscalUnit): number;
  /** First day of the `ordinal`-th of a unit; one past the last is the next year's first day. */
  firstDayOf(year: number, unit: FiscalUnit, ordinal: number): Day;
}

/** The rule of a checked definition. */
export function fiscalYearRule(definition: FiscalDefinition): FiscalYearRule {
  return definition.kind === 'months' ? yearOfMonths(definition) : yearOfWeeks(definition);
}

type Months = Extract<FiscalDefinition, { kind: 'months' }>;
type Weeks = Extract<FiscalDefinition, { kind: 'weeks' }>;

const MONTHS_OF = { year: 12, quarter: 3, period: 1 } as const;

function yearOfMonths({ startMonth, yearNamedBy }: Months): FiscalYearRule {
  // Name of a year less the calendar year it starts in.
  const ahead = yearNamedBy === 'end' && startMonth > 1 ? 1 : 0;
  return {
    yearOf(day) {
      const { year, month } = dateParts(day);
      return (month < startMonth ? year - 1 : year) + ahead;
    },
    countOf: (_, unit) => (unit === 'week' ? 0 : 12 / MONTHS_OF[unit]),
    firstDayOf(year, unit, ordinal) {
      const months = unit === 'week' ? 0 : (ordinal - 1) * MONTHS_OF[unit];
      const month = startMonth - 1 + months;
      return dayOf(year - ahead + Math.floor(month / 12), (month % 12) + 1, 1);
    },
  };
}

function yearOfWeeks(definition: Weeks): FiscalYearRule {
  const { pattern, yearEnd, yearNamedBy, week53In } = definition;
  const pace = pattern.split('-').map(Number);
  // Name of a year less the calendar year of the month it ends in.
  const behind = yearNamedBy === 'start' && yearEnd.month < 12 ? 1 : 0;
  const firstOf = (year: number): Day => lastDayOf(year + behind - 1, yearEnd) + 1;
  const weeksOf = (year: number): number => (firstOf(year + 1) - firstOf(year)) / 7;
  const weeksBefore = (year: number, period: number): number => {
    const leap = period > week53In ? weeksOf(year) - 52 : 0;
    let weeks = leap;
    for (let index = 0; index < period - 1; index++) weeks += pace[index % 3]!;
    return weeks;
  };
  return {
    yearOf(day) {
      let year = dateParts(day).year - behind;
      while (day < firstOf(year)) year--;
      while (day >= firstOf(year + 1)) year++;
      return year;
    },
    countOf: (year, unit) => (unit === 'week' ? weeksOf(year) : 12 / MONTHS_OF[unit]),
    firstDayOf(year, unit, ordinal) {
      if (unit === 'week') return firstOf(year) + 7 * (ordinal - 1);
      return firstOf(year) + 7 * weeksBefore(year, (ordinal - 1) * MONTHS_OF[unit] + 1);
    },
  };
}

/** The day a year of weeks ends on, in the calendar year `year`. */
function lastDayOf(year: number, { weekday: wanted, month, rule }: Weeks['yearEnd']): Day {
  const monthEnd = dayOf(year, month, daysInMonth(year, month));
  const back = (weekday(monthEnd) - wanted + 7) % 7;
  return rule === 'last' || back <= 3 ? monthEnd - back : monthEnd - back + 7;
}
