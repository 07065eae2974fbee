/**
 * Lead time: from the day a quantity is needed back to the day its order must be released.
 *
 * The due day is the need's day, or the last working day of the receiving site before it. The
 * release lies the lead time before: working days of the calendar in force (the site's for making,
 * the supplier's or the lane's otherwise), for making first the routing's minutes, which may end
 * within a day and then count as a whole day earlier.
 */
import {
  type CompiledSource,
  leadTimeOn,
  productionMinutes,
  startedQuantity,
} from './compiled-source.ts';
import type { SiteCalendar } from './site-calendar.ts';

/** The day a quantity must be usable when it is needed on `needDay`: safety time before. */
export function dueDay(receiving: SiteCalendar, needDay: number, safetyTimeDays: number): number {
  const due = safetyTimeDays === 0 ? needDay : receiving.before(needDay, safetyTimeDays);
  return receiving.lastWorkingDay(due);
}

/**
 * The day an order of `quantity` steps must be released.
 *
 * @param arrival - the day it must be there, before it is received
 * @param due - the day it is usable; where yields change by date, this day's say how much is
 * started
 */
export function releaseDay(
  source: CompiledSource,
  arrival: number,
  quantity: number,
  due: number,
): number {
  const { calendar, leadTimes, time, yields } = source;
  const days = leadTimeOn(leadTimes, due);
  if (time === undefined) return calendar.before(arrival, days);
  const started = startedQuantity(yields, quantity, due);
  const begun = calendar.beforeMinutes(arrival, productionMinutes(time, started));
  return calendar.before(begun, days);
}

/**
 * The day an order released on `release` is there: the way of `releaseDay`, forward.
 *
 * @param due - where yields change by date, those of this day say how much must be started
 */
export function readyDay(
  source: CompiledSource,
  release: number,
  quantity: number,
  due: number,
): number {
  const { calendar, leadTimes, time, yields } = source;
  const days = leadTimeOn(leadTimes, due);
  const begun = calendar.after(release, days);
  if (time === undefined) return begun;
  const started = startedQuantity(yields, quantity, due);
  return calendar.afterMinutes(begun, productionMinutes(time, started));
}
