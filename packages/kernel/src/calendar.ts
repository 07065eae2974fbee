/**
 * The calendar: working days and working time of a shop, a supplier, a service desk.
 *
 * One value answers planning (whole days), capacity (minutes of a day) and service times
 * (instants). It is made once from plain JSON and then asked millions of times: its tables hold
 * prefix sums and grow on demand, so that nothing it is asked costs a walk over days.
 */
import type { CalendarDefinition } from './calendar-definition.ts';
import { type WorkingDays, workingDays } from './calendar-days.ts';
import { type WorkingMinutes, workingMinutes } from './calendar-minutes.ts';
import { type Shift, shiftsOfDay, workPattern } from './calendar-pattern.ts';
import type { Day } from './day.ts';

/**
 * Working time. Days are day numbers, instants milliseconds since 1970 in UTC.
 *
 * Every question throws KERNEL_CALENDAR_HORIZON when it, or its answer, lies outside `first` …
 * `last`; KERNEL_BAD_DAY, KERNEL_BAD_INSTANT or KERNEL_BAD_COUNT for a number that is none.
 */
export interface Calendar extends WorkingDays, WorkingMinutes {
  /** IANA zone of its shifts. */
  readonly zone: string;
  /** The days it speaks of, both included. */
  readonly first: Day;
  readonly last: Day;
  /** The shifts of a day, in minutes since its midnight; one past 1440 ends on the next day. */
  shiftsOfDay(day: Day): readonly Shift[];
}

/**
 * Makes a calendar.
 *
 * @throws KernelError KERNEL_BAD_CALENDAR — with every fault of the definition and its path
 * @throws KernelError KERNEL_CALENDAR_EMPTY — it would never work
 * @example
 * const shop = createCalendar({ week: { 'mon-fri': ['06:00-14:00'] }, holidays: ['2026-04-03'] });
 * formatDay(shop.addDays(day('2026-04-02'), 1)) // => '2026-04-06'
 */
export function createCalendar(definition: CalendarDefinition): Calendar {
  const pattern = workPattern(definition);
  const { zone, first, last } = pattern;
  return {
    zone,
    first,
    last,
    shiftsOfDay: (day) => shiftsOfDay(pattern, day),
    ...workingDays(pattern),
    ...workingMinutes(pattern),
  };
}

/**
 * The calendar on which every day works around the clock.
 *
 * @throws KernelError KERNEL_BAD_CALENDAR — unknown zone
 */
export function everyDayCalendar(zone = 'UTC'): Calendar {
  return createCalendar({ zone, workingWeekdays: [0, 1, 2, 3, 4, 5, 6] });
}
