/**
 * The periods of a rule (days, weeks, months, years), and the days that each one gives.
 *
 * Periods count from the one that holds the first day of the series, so that every second week is
 * the same weeks wherever one begins to look. What a rule leaves open comes from that first day: a
 * monthly rule without a day is that day of each month, and no day of the months that lack it.
 *
 * @source RFC 5545, section 3.3.10, the table of BYxxx parts: each one expands or limits
 */
import { dateParts, type Day, dayOf, daysInMonth, weekday } from '@kontor/kernel';
import { type NthWeekday, type RecurrenceRule, weekdayCodes } from './recurrence-rule.ts';

/** The periods of a rule. */
export interface Periods {
  /** The period that a day lies in; 0 is that of the first day of the series. */
  indexOf(day: Day): number;
  firstDay(index: number): Day;
  /** Ascending; before positions are chosen among them, and before the series begins, too. */
  days(index: number): Day[];
}

/** The periods of a rule that begins on a day. */
export function periodsOf(rule: RecurrenceRule, start: Day): Periods {
  switch (rule.frequency) {
    case 'daily':
      return dailyPeriods(rule, start);
    case 'weekly':
      return weeklyPeriods(rule, start);
    case 'monthly':
      return monthlyPeriods(rule, start);
    case 'yearly':
      return yearlyPeriods(rule, start);
  }
}

type RuleOf<Frequency> = Extract<RecurrenceRule, { readonly frequency: Frequency }>;

function dailyPeriods(rule: RuleOf<'daily'>, start: Day): Periods {
  const isNamed = weekdayTest(rule.byDay);
  return {
    indexOf: (day) => day - start,
    firstDay: (index) => start + index,
    days(index) {
      const day = start + index;
      const { year, month, dayOfMonth } = dateParts(day);
      const holds =
        isOf(rule.byMonth, month) &&
        isPlace(rule.byMonthDay, dayOfMonth, daysInMonth(year, month)) &&
        isNamed(day, 1, 1);
      return holds ? [day] : [];
    },
  };
}

function weeklyPeriods(rule: RuleOf<'weekly'>, start: Day): Periods {
  const weekStart = weekdayCodes.indexOf(rule.weekStart);
  const daysIntoWeek = (weekdayNumber: number): number => (weekdayNumber - weekStart + 7) % 7;
  const firstWeek = start - daysIntoWeek(weekday(start));
  const numbers = rule.byDay?.map((code) => weekdayCodes.indexOf(code)) ?? [weekday(start)];
  const offsets = [...new Set(numbers.map(daysIntoWeek))].toSorted((a, b) => a - b);
  return {
    indexOf: (day) => Math.floor((day - firstWeek) / 7),
    firstDay: (index) => firstWeek + 7 * index,
    days: (index) =>
      offsets
        .map((offset) => firstWeek + 7 * index + offset)
        .filter((day) => rule.byMonth === undefined || isOf(rule.byMonth, dateParts(day).month)),
  };
}

function monthlyPeriods(rule: RuleOf<'monthly'>, start: Day): Periods {
  const from = dateParts(start);
  const first = from.year * 12 + from.month - 1;
  const isOpen = rule.byMonthDay === undefined && rule.byDay === undefined;
  const places = isOpen ? [from.dayOfMonth] : rule.byMonthDay;
  const isNamed = weekdayTest(rule.byDay);
  const at = (index: number) => {
    const months = first + index;
    return { year: Math.floor(months / 12), month: (months % 12) + 1 };
  };
  return {
    indexOf(day) {
      const { year, month } = dateParts(day);
      return year * 12 + month - 1 - first;
    },
    firstDay: (index) => dayOf(at(index).year, at(index).month, 1),
    days(index) {
      const { year, month } = at(index);
      if (!isOf(rule.byMonth, month)) return [];
      const length = daysInMonth(year, month);
      return daysOfMonth(year, month, places).filter((day) =>
        isNamed(day, day - dayOf(year, month, 1) + 1, length),
      );
    },
  };
}

function yearlyPeriods(rule: RuleOf<'yearly'>, start: Day): Periods {
  const from = dateParts(start);
  const isOpen = rule.byMonthDay === undefined && rule.byDay === undefined;
  const places = isOpen ? [from.dayOfMonth] : rule.byMonthDay;
  const months = rule.byMonth ?? (isOpen ? [from.month] : EVERY_MONTH);
  const ascending = [...new Set(months)].toSorted((a, b) => a - b);
  const isNamed = weekdayTest(rule.byDay);
  return {
    indexOf: (day) => dateParts(day).year - from.year,
    firstDay: (index) => dayOf(from.year + index, 1, 1),
    days(index) {
      const year = from.year + index;
      return ascending.flatMap((month) => {
        const scope = rule.byMonth === undefined ? { first: 1, last: 12 } : monthScope(month);
        const first = dayOf(year, scope.first, 1);
        const length = dayOf(year, scope.last, daysInMonth(year, scope.last)) - first + 1;
        return daysOfMonth(year, month, places).filter((day) =>
          isNamed(day, day - first + 1, length),
        );
      });
    },
  };
}

const EVERY_MONTH = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

const monthScope = (month: number) => ({ first: month, last: month });

/** The days of a month, or those at the places that are named. */
function daysOfMonth(year: number, month: number, places: readonly number[] | undefined): Day[] {
  const length = daysInMonth(year, month);
  const first = dayOf(year, month, 1);
  const numbers = places?.map((place) => (place > 0 ? place : length + 1 + place));
  const there = numbers?.filter((number) => number >= 1 && number <= length);
  if (there === undefined) return Array.from({ length }, (_, at) => first + at);
  return [...new Set(there)].toSorted((a, b) => a - b).map((number) => first + number - 1);
}

const isOf = (values: readonly number[] | undefined, value: number): boolean =>
  values === undefined || values.includes(value);

/** Whether a place is named, counted from the start or from the end. */
const isPlace = (places: readonly number[] | undefined, place: number, length: number): boolean =>
  places === undefined || places.includes(place) || places.includes(place - length - 1);

/** Whether a day, at a place of a month or year of so many days, is a weekday that is named. */
function weekdayTest(
  byDay: readonly NthWeekday[] | undefined,
): (day: Day, place: number, length: number) => boolean {
  if (byDay === undefined) return () => true;
  const named = byDay.map((text) => ({
    number: weekdayCodes.indexOf(text.slice(-2) as (typeof weekdayCodes)[number]),
    nth: Number(text.slice(0, -2)),
  }));
  return (day, place, length) => {
    const number = weekday(day);
    const fromStart = Math.ceil(place / 7);
    const fromEnd = -Math.ceil((length - place + 1) / 7);
    return named.some(
      (one) =>
        one.number === number && (one.nth === 0 || one.nth === fromStart || one.nth === fromEnd),
    );
  };
}
