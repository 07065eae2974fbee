/**
 * Days for the slow twin of `plan`: one at a time, each asked whether it works.
 */
import { type Day, day, formatDay, weekday } from '@kontor/kernel';
import type { PlanningCalendar } from '../../src/model.ts';

/** A row's time in force, as the model writes it; open where it says nothing. */
export interface InTime {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** Whether a row is in force on a day: on or after `from`, before `until`. */
export function inForce({ from, until }: InTime, on: Day): boolean {
  return (from === undefined || day(from) <= on) && (until === undefined || on < day(until));
}

function works(calendar: PlanningCalendar | undefined, date: Day): boolean {
  if (calendar === undefined) return true;
  const text = formatDay(date);
  if (calendar.extraWorkingDays.includes(text)) return true;
  return calendar.workingWeekdays.includes(weekday(date)) && !calendar.holidays.includes(text);
}

/** The day itself when it works, else the last one before it that does. */
export function lastWorkingDay(calendar: PlanningCalendar | undefined, date: Day): Day {
  let at = date;
  while (!works(calendar, at)) at--;
  return at;
}

/** So many working days before the day; 0 = the day itself. */
export function before(calendar: PlanningCalendar | undefined, date: Day, days: number): Day {
  let [at, left] = [date, days];
  while (left > 0) if (works(calendar, --at)) left--;
  return at;
}

/** So many working days after the day; 0 = the day itself. */
export function after(calendar: PlanningCalendar | undefined, date: Day, days: number): Day {
  let [at, left] = [date, days];
  while (left > 0) if (works(calendar, ++at)) left--;
  return at;
}

/** So many working days later; earlier where they are negative. */
export function moved(calendar: PlanningCalendar | undefined, date: Day, days: number): Day {
  return days < 0 ? before(calendar, date, -days) : after(calendar, date, days);
}
