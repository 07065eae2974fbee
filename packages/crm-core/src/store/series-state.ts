/**
 * What a series keeps about itself so that agendas and reminders find it: how long it lasts, and
 * when the next reminder is due.
 */
import { type Calendar, type Day, day, dayInZone, formatDay } from '@kontor/kernel';
import { CrmError } from '../errors.ts';
import type { ActivitySchedule } from '../recurrence/activity-schedule.ts';
import { occurrencesFrom } from '../recurrence/occurrences.ts';
import { ruleDays } from '../recurrence/rule-days.ts';

const DAY_MS = 86_400_000;
/** Of a series without an end. */
const FOR_EVER = '9999-12-31T23:59:59.999Z';

/** How a series is reminded of: nothing where nobody asks for it. */
export interface RemindTerms {
  readonly remindMinutes: number | undefined;
  /** Occurrences up to this day are done with; undefined where reminders begin now. */
  readonly remindedThrough: string | undefined;
  /** UTC ISO. */
  readonly now: string;
}

/** Null for what a series has not. */
export interface SeriesState {
  readonly lastsUntil: string;
  readonly remindAt: string | null;
  readonly remindedThrough: string | null;
}

/**
 * What is kept about a series.
 *
 * @throws CrmError CRM_INVALID_INPUT — the rule has no occurrence at all
 */
export function seriesState(
  schedule: ActivitySchedule,
  calendar: Calendar | undefined,
  terms: RemindTerms,
): SeriesState {
  const [first] = occurrencesFrom(schedule, calendar, day(schedule.startsOn));
  if (first === undefined) {
    const message = `has no occurrence from ${schedule.startsOn} on: name days that there are`;
    const issues = [{ path: 'recurrence', message }];
    throw new CrmError('CRM_INVALID_INPUT', { what: 'The series', issues });
  }
  return { lastsUntil: lastsUntil(schedule), ...reminders(schedule, calendar, terms) };
}

/**
 * An instant after which no occurrence goes on. A bound for scans, not the last end: a year of
 * leeway is for days off that move the last one.
 */
function lastsUntil(schedule: ActivitySchedule): string {
  const last = lastDay(schedule);
  if (last === undefined) return FOR_EVER;
  const end = (last + 366) * DAY_MS + (schedule.durationMinutes ?? 0) * 60_000;
  const text = new Date(end).toISOString();
  return text.startsWith('+') ? FOR_EVER : text;
}

function lastDay({ recurrence, startsOn }: ActivitySchedule): Day | undefined {
  if (recurrence.until !== undefined) return day(recurrence.until);
  if (recurrence.count === undefined) return undefined;
  let last: Day | undefined;
  for (const one of ruleDays(recurrence, day(startsOn))) last = one;
  return last;
}

function reminders(
  schedule: ActivitySchedule,
  calendar: Calendar | undefined,
  { remindMinutes, remindedThrough, now }: RemindTerms,
): Omit<SeriesState, 'lastsUntil'> {
  if (remindMinutes === undefined) return { remindAt: null, remindedThrough: null };
  const ahead = Date.parse(now) + remindMinutes * 60_000;
  const from =
    remindedThrough === undefined ? dayInZone(ahead, schedule.zone) : day(remindedThrough);
  // Whatever starts by then needed its reminder before now: it began, or was held, without one.
  const startsFrom = remindedThrough === undefined ? new Date(ahead).toISOString() : '';
  for (const one of occurrencesFrom(schedule, calendar, from)) {
    const isDone = remindedThrough !== undefined && one.day <= remindedThrough;
    if (isDone || one.startsAt < startsFrom) continue;
    const remindAt = new Date(Date.parse(one.startsAt) - remindMinutes * 60_000).toISOString();
    return { remindAt, remindedThrough: remindedThrough ?? formatDay(day(one.day) - 1) };
  }
  return { remindAt: null, remindedThrough: remindedThrough ?? null };
}
