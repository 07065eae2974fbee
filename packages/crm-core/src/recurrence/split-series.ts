/**
 * "This and following": a series is cut in two at one of its occurrences, so that the later part
 * can go another way. The parts together have the occurrences of the whole.
 */
import { day, formatDay } from '@kontor/kernel';
import * as z from 'zod';
import { checkGiven } from '../check-given.ts';
import { CrmError } from '../errors.ts';
import type { ActivitySchedule, ActivityScheduleInput } from './activity-schedule.ts';
import { checkSchedule } from './occurrences.ts';
import { ruleDays } from './rule-days.ts';

/** The parts of a series. */
export interface SplitSeries {
  /** Until the day before; undefined where the cut is at the first occurrence. */
  readonly before: ActivitySchedule | undefined;
  readonly following: ActivitySchedule;
}

/**
 * Cuts a series in two: what comes before a day of its rule, and what comes from it on. A count is
 * shared out: the later part keeps what is left of it.
 *
 * @throws CrmError CRM_INVALID_INPUT — faults of the schedule, or the rule does not have that day
 * @example
 * splitSeries(
 *   {
 *     startsOn: '2026-03-02',
 *     zone: 'UTC',
 *     recurrence: { frequency: 'daily', count: 5 },
 *   },
 *   '2026-03-04',
 * ).following.recurrence.count // => 3
 */
export function splitSeries(series: ActivityScheduleInput, at: string): SplitSeries {
  const schedule = checkSchedule(series);
  checkGiven(z.iso.date(), at, { code: 'CRM_INVALID_INPUT', what: 'The split of a series' });
  const { recurrence, startsOn } = schedule;
  const index = indexIn(schedule, at);
  const { count, ...endless } = recurrence;
  const rest = count === undefined ? recurrence : { ...recurrence, count: count - index };
  const following = { ...schedule, startsOn: at, recurrence: rest };
  if (index === 0) return { before: undefined, following };
  const until = { ...endless, until: formatDay(day(at) - 1) };
  return { before: { ...schedule, startsOn, recurrence: until }, following };
}

/** How many days the rule has before that one; of a rule without a count, whether it has any. */
function indexIn({ recurrence, startsOn }: ActivitySchedule, at: string): number {
  const [start, wanted] = [day(startsOn), day(at)];
  const [found] = wanted < start ? [] : ruleDays(recurrence, start, wanted, wanted);
  if (found !== wanted) {
    const issues = [{ path: 'at', message: `the rule has no ${at}: give a day of an occurrence` }];
    throw new CrmError('CRM_INVALID_INPUT', { what: 'The split of a series', issues });
  }
  let index = 0;
  for (const one of ruleDays(recurrence, start)) {
    if (one === wanted) break;
    index++;
    if (recurrence.count === undefined) break;
  }
  return index;
}
