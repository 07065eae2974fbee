/**
 * The occurrences of a series: days of its rule, made instants.
 *
 * An occurrence is known by the day that the rule gives it (the RECURRENCE-ID of RFC 5545), also
 * where it is held on another one, so what is said of it holds when the time of the series changes.
 */
import { type Calendar, type Day, day, dayInZone, formatDay, instantOf } from '@kontor/kernel';
import * as z from 'zod';
import { checkGiven } from '../check-given.ts';
import { CrmError } from '../errors.ts';
import { instantText } from '../record/field-type.ts';
import {
  activitySchedule,
  type ActivitySchedule,
  type ActivityScheduleInput,
} from './activity-schedule.ts';
import { heldDays } from './held-days.ts';
import { EMPTY_PERIODS_MAX, ruleDays } from './rule-days.ts';

/** One time that a series takes place. */
export interface Occurrence {
  /** The day of the rule, `YYYY-MM-DD`: by it the occurrence is known. */
  readonly day: string;
  /** The day on which it is held, in the zone; another one only where days off move it. */
  readonly heldOn: string;
  /** UTC ISO; without a time of day, when that day begins in the zone. */
  readonly startsAt: string;
  /** UTC ISO; without a time of day, when the next day begins. */
  readonly endsAt: string;
}

/** Which occurrences. */
export interface OccurrenceQuery {
  /** UTC ISO: those that start at or after this instant, and before that one. */
  readonly from: string;
  readonly to: string;
  /** The days off; needed unless `offDays` is 'keep'. */
  readonly calendar?: Calendar | undefined;
  /** At most so many; 1,000 when left out, 100,000 at most. */
  readonly limit?: number | undefined;
}

const occurrenceQuery = z.object({
  from: instantText(),
  to: instantText(),
  limit: z.int().min(1).max(100_000).default(1000),
});

/**
 * The occurrences of a series that start between two instants, in order.
 *
 * @throws CrmError CRM_INVALID_INPUT — every fault of the schedule or of the question
 * @throws CrmError CRM_RECURRENCE_LIMIT — there are more than `limit`
 * @throws KernelError KERNEL_CALENDAR_HORIZON — days off are asked for beyond the calendar
 * @example
 * occurrences(
 *   {
 *     startsOn: '2026-03-27',
 *     startTime: '09:00',
 *     zone: 'Europe/Berlin',
 *     recurrence: { frequency: 'weekly' },
 *   },
 *   { from: '2026-03-27T00:00:00.000Z', to: '2026-04-04T00:00:00.000Z' },
 * ).map(({ startsAt }) => startsAt)
 * // => ['2026-03-27T08:00:00.000Z', '2026-04-03T07:00:00.000Z'] — summer time has begun
 */
export function occurrences(series: ActivityScheduleInput, query: OccurrenceQuery): Occurrence[] {
  const schedule = checkSchedule(series);
  const about = { code: 'CRM_INVALID_INPUT', what: 'The question for occurrences' } as const;
  const { from, to, limit } = checkGiven(occurrenceQuery, query, about);
  return occurrencesBetween(schedule, { from, to, limit, calendar: query.calendar });
}

/**
 * A schedule whose every part is as it should be.
 *
 * @throws CrmError CRM_INVALID_INPUT — every fault with its path
 */
export const checkSchedule = (series: ActivityScheduleInput): ActivitySchedule =>
  checkGiven(activitySchedule, series, { code: 'CRM_INVALID_INPUT', what: 'The schedule' });

/** Of a schedule that was checked: the occurrences that start between two instants. */
export function occurrencesBetween(
  schedule: ActivitySchedule,
  { from, to, calendar, limit = 1000 }: OccurrenceQuery,
): Occurrence[] {
  const found: Occurrence[] = [];
  if (from >= to) return found;
  const [first, last] = [from, to].map((at) => dayInZone(Date.parse(at), schedule.zone));
  for (const one of occurrencesFrom(schedule, calendar, first!, last)) {
    if (one.startsAt < from || one.startsAt >= to) continue;
    if (found.length === limit) throw new CrmError('CRM_RECURRENCE_LIMIT', { from, to, limit });
    found.push(one);
  }
  return found;
}

/**
 * Of a schedule that was checked: the occurrences that are held on a day or after it.
 *
 * @param last and on this day or before it; without it, there may be no end of them
 * @throws CrmError CRM_RECURRENCE_GAP — without `last`: 20,000 periods in a row give none
 */
export function* occurrencesFrom(
  schedule: ActivitySchedule,
  calendar: Calendar | undefined,
  held: Day,
  last?: Day,
): Generator<Occurrence> {
  const start = day(schedule.startsOn);
  if (last !== undefined && last < start && schedule.offDays !== 'previous') return;
  const days = heldDays(schedule, calendar);
  const from = held <= start ? start : days.earliest(held);
  const to = last === undefined ? undefined : days.latest(last);
  let skipped = 0;
  for (const one of ruleDays(schedule.recurrence, start, from, to)) {
    const on = days.heldOn(one);
    skipped = on === undefined ? skipped + 1 : 0;
    if (on !== undefined) yield occurrenceOf(schedule, one, on);
    else if (skipped >= EMPTY_PERIODS_MAX) {
      throw new CrmError('CRM_RECURRENCE_GAP', { from: formatDay(one), periods: skipped });
    }
  }
}

/** The occurrence of a day of the rule; undefined where the rule does not have it, or skips it. */
export function occurrenceOn(
  schedule: ActivitySchedule,
  calendar: Calendar | undefined,
  of: Day,
): Occurrence | undefined {
  const start = day(schedule.startsOn);
  if (of < start) return undefined;
  const [found] = ruleDays(schedule.recurrence, start, of, of);
  if (found !== of) return undefined;
  const on = heldDays(schedule, calendar).heldOn(of);
  return on === undefined ? undefined : occurrenceOf(schedule, of, on);
}

function occurrenceOf(schedule: ActivitySchedule, of: Day, on: Day): Occurrence {
  const { startTime, durationMinutes = 0 } = schedule;
  const startsAt = isoOf(schedule, on);
  const endsAt =
    startTime === undefined
      ? isoOf(schedule, on + 1)
      : new Date(Date.parse(startsAt) + durationMinutes * 60_000).toISOString();
  return { day: formatDay(of), heldOn: formatDay(on), startsAt, endsAt };
}

/** When it starts on a day. */
function isoOf({ startTime = '00:00', zone }: ActivitySchedule, on: Day): string {
  const minutes = Number(startTime.slice(0, 2)) * 60 + Number(startTime.slice(3));
  return new Date(instantOf(zone, on * 1440 + minutes)).toISOString();
}
