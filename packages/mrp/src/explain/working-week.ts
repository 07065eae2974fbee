/**
 * A calendar as an explanation shows it: the week, and what differs from it on the days counted.
 *
 * Counted day by day, as with a finger on a wall calendar. Planning counts by tables
 * (site-calendar.ts); that the two agree is tested, so an explanation is no second opinion.
 */
import { type Day, day, formatDay, weekday } from '@kontor/kernel';
import type { ModelData } from '../model.ts';

/** Which days work; a step without one counts every day. */
export interface WorkingWeek {
  /** The calendar's id. */
  readonly calendar: string;
  /** 0 = Sunday … 6 = Saturday. */
  readonly workingWeekdays: readonly number[];
  /** Days off among the days counted. */
  readonly holidays: readonly string[];
  /** Days that work all the same, among the days counted. */
  readonly extraWorkingDays: readonly string[];
  readonly minutesPerDay: number;
}

/** The week of a calendar, with all its days that differ; undefined = every day works. */
export function weekOf(model: ModelData, id: string | undefined): WorkingWeek | undefined {
  const row = id === undefined ? undefined : model.calendars.find((each) => each.id === id);
  if (row === undefined) return undefined;
  const { workingWeekdays, holidays, extraWorkingDays, minutesPerDay } = row;
  return { calendar: row.id, workingWeekdays, holidays, extraWorkingDays, minutesPerDay };
}

/** The same with those days only that lie between two, both included: `YYYY-MM-DD`. */
export function weekWithin(
  week: WorkingWeek | undefined,
  one: string,
  other: string,
): { readonly week?: WorkingWeek } {
  if (week === undefined) return {};
  const [first, last] = one < other ? [one, other] : [other, one];
  const within = (days: readonly string[]): string[] =>
    days.filter((text) => text >= first && text <= last).toSorted();
  const [holidays, extraWorkingDays] = [within(week.holidays), within(week.extraWorkingDays)];
  return { week: { ...week, holidays, extraWorkingDays } };
}

/** Whether a day works. */
export function works(week: WorkingWeek | undefined, on: Day): boolean {
  if (week === undefined) return true;
  const text = formatDay(on);
  if (week.extraWorkingDays.includes(text)) return true;
  return !week.holidays.includes(text) && week.workingWeekdays.includes(weekday(on));
}

/**
 * The day so many working days before (-1) or after (1) a day, which itself is not counted.
 *
 * @param from - `YYYY-MM-DD`, as the result
 */
export function countDays(
  week: WorkingWeek | undefined,
  from: string,
  days: number,
  direction: -1 | 1,
): string {
  let on = day(from);
  for (let left = days; left > 0; ) {
    on += direction;
    if (works(week, on)) left--;
  }
  return formatDay(on);
}

/** The day itself when it works, else the last working day before it. */
export function lastWorkingDay(week: WorkingWeek | undefined, from: string): string {
  let on = day(from);
  while (!works(week, on)) on--;
  return formatDay(on);
}

/** Working days that so many minutes take, the last one begun counted in full. */
export const daysOfMinutes = (week: WorkingWeek | undefined, minutes: number): number =>
  Math.ceil(minutes / (week?.minutesPerDay ?? 1440));
