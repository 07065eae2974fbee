/**
 * The calendar of a site, supplier or lane, as planning asks it: whole days back and forth.
 *
 * Without a calendar every day works. Minutes of making become whole days: an order that needs a
 * part of a day starts on the day before what is left.
 */
import {
  type Calendar,
  type CalendarDefinition,
  createCalendar,
  type Day,
  day,
} from '@kontor/kernel';
import type { PlanningCalendar } from './model.ts';

/** Working days seen from planning. All days are day numbers. */
export interface SiteCalendar {
  /** The day itself when it works, else the last working day before it. */
  lastWorkingDay(day: Day): Day;
  /** `days` working days before the day; 0 = the day itself. */
  before(day: Day, days: number): Day;
  /** `days` working days after the day; 0 = the day itself. */
  after(day: Day, days: number): Day;
  /** Where work of so many minutes must start (a whole day) to be done before the day begins. */
  beforeMinutes(day: Day, minutes: number): Day;
  /** The day at whose start work of so many minutes, started as `day` begins, is done. */
  afterMinutes(day: Day, minutes: number): Day;
  /** The kernel's calendar; undefined where every day works. */
  readonly workingDays: Calendar | undefined;
}

/** Every day works, 24 hours. */
export const everyDay: SiteCalendar = {
  lastWorkingDay: (value) => value,
  before: (value, days) => value - days,
  after: (value, days) => value + days,
  beforeMinutes: (value, minutes) => value - Math.ceil(minutes / 1440),
  afterMinutes: (value, minutes) => value + Math.ceil(minutes / 1440),
  workingDays: undefined,
};

/** The kernel's definition of a planning calendar. */
export function calendarDefinition(row: PlanningCalendar): CalendarDefinition {
  return {
    workingWeekdays: row.workingWeekdays,
    minutesPerDay: row.minutesPerDay,
    holidays: row.holidays,
    exceptions: row.extraWorkingDays.map((date) => ({ day: date, minutes: row.minutesPerDay })),
  };
}

/**
 * A site's calendar from the model's row.
 *
 * @throws KernelError KERNEL_CALENDAR_EMPTY — it has no working day
 */
export function siteCalendar(row: PlanningCalendar): SiteCalendar {
  const calendar = createCalendar(calendarDefinition(row));
  const days = (minutes: number): number => Math.ceil(minutes / row.minutesPerDay);
  return {
    lastWorkingDay: (value) => calendar.previousWorkingDay(value),
    before: (value, count) => calendar.addDays(value, -count),
    after: (value, count) => calendar.addDays(value, count),
    beforeMinutes: (value, minutes) => calendar.addDays(value, -days(minutes)),
    afterMinutes: (value, minutes) => calendar.addDays(value, days(minutes)),
    workingDays: calendar,
  };
}

/** A day of the model, or the day of an instant in a site's zone. */
export const isInstant = (text: string): boolean => text.includes('T');

/** The first day number that no plan reaches: "in force for ever" ends here. */
export const FOREVER: Day = day('9999-12-31');
