/**
 * Lead time: from the day a quantity is needed back to the day its order must be released.
 *
 * The due day is the need's day, or the last working day of the receiving site before it. The release
 * lies the lead time before: working days of the calendar in force (the site's for making, the
 * supplier's or the lane's otherwise), for making first the routing's minutes, which may end within a
 * day and then count as a whole day earlier.
 */
import { type CompiledSource, productionMinutes } from './compiled-source.ts';
import type { SiteCalendar } from './site-calendar.ts';

/** The day a quantity must be there when it is needed on `needDay`. */
export function dueDay(receiving: SiteCalendar, needDay: number): number {
  return receiving.lastWorkingDay(needDay);
}

/** The day an order of `quantity` steps, due on `due`, must be released. */
export function releaseDay(source: CompiledSource, due: number, quantity: number): number {
  const { calendar, leadTimeDays, time } = source;
  if (time === undefined) return calendar.before(due, leadTimeDays);
  const done = calendar.beforeMinutes(due, productionMinutes(time, quantity));
  return calendar.before(done, leadTimeDays);
}

/** The day an order released on `release` is there: the way of `releaseDay`, forward. */
export function readyDay(source: CompiledSource, release: number, quantity: number): number {
  const { calendar, leadTimeDays, time } = source;
  const started = calendar.after(release, leadTimeDays);
  return time === undefined
    ? started
    : calendar.afterMinutes(started, productionMinutes(time, quantity));
}
