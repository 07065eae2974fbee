/**
 * The text of a timer, read: one of a date, a duration, a cycle and a cron text.
 *
 * Texts are read again at every activation and every firing, because a stored timer holds its text
 * and nothing that could go stale; so what was read is kept for the thousand latest texts.
 *
 * @source ISO 8601-1:2019, 5.6.6 (repeating intervals), but n counts occurrences in total
 */
import { type CronFields, readCron } from './cron-fields.ts';
import { nextCronWall } from './cron-time.ts';
import { readDateTime, type WrittenTime } from './iso-date.ts';
import { type Duration, isNegativeDuration, isZeroDuration, readDuration } from './iso-duration.ts';
import { isTimerIssue, timerIssue, type TimerIssue } from './timer-issue.ts';

/** The four ways to write a timer. */
export type TimerKind = 'date' | 'duration' | 'cycle' | 'cron';

/** Once, at a time. */
export interface DatePlan {
  readonly kind: 'date';
  readonly start: WrittenTime;
}
/** Once, some time after activation. */
export interface DurationPlan {
  readonly kind: 'duration';
  readonly step: Duration;
}
/** Again and again: from a start, up to an end, or, with neither, from activation on. */
export interface CyclePlan {
  readonly kind: 'cycle';
  /** Occurrences in total; undefined = no limit. */
  readonly times: number | undefined;
  readonly step: Duration;
  readonly start: WrittenTime | undefined;
  readonly end: WrittenTime | undefined;
}
/** Whenever the wall clock matches. */
export interface CronPlan {
  readonly kind: 'cron';
  readonly fields: CronFields;
}
/** What the text of a timer says. */
export type TimerPlan = DatePlan | DurationPlan | CyclePlan | CronPlan;

const PLANS_MAX = 1000;
const plans = new Map<string, TimerPlan | TimerIssue>();

/** Reads the text of a timer; faults are `timer-date`, `timer-duration` and so on, by kind. */
export function readTimerPlan(kind: TimerKind, text: string): TimerPlan | TimerIssue {
  const key = `${kind} ${text}`;
  const known = plans.get(key);
  if (known !== undefined) return known;
  const plan = readers[kind](text);
  if (plans.size >= PLANS_MAX) plans.clear();
  plans.set(key, plan);
  return plan;
}

const readers: Readonly<Record<TimerKind, (text: string) => TimerPlan | TimerIssue>> = {
  date: datePlan,
  duration: durationPlan,
  cycle: cyclePlan,
  cron: cronPlan,
};

function datePlan(text: string): DatePlan | TimerIssue {
  const start = timeOf(text, 'date');
  return isTimerIssue(start) ? start : { kind: 'date', start };
}

function durationPlan(text: string): DurationPlan | TimerIssue {
  const step = stepOf(text, 'duration');
  return isTimerIssue(step) ? step : { kind: 'duration', step };
}

function cyclePlan(text: string): CyclePlan | TimerIssue {
  const match = /^R(\d{0,15})\/([^/]+)(?:\/([^/]+))?$/.exec(text);
  if (match === null || Number(match[1] || '1') === 0) return badCycle(text);
  const [, count, first, second] = match;
  const startsWithStep = first!.startsWith('P') || isNegativeDuration(first!);
  const stepText = startsWithStep ? first : second;
  const timeText = startsWithStep ? second : first;
  if (stepText === undefined) return badCycle(text);
  const step = stepOf(stepText, 'cycle');
  if (isTimerIssue(step)) return step;
  const time = timeText === undefined ? undefined : timeOf(timeText, 'cycle');
  if (time !== undefined && isTimerIssue(time)) return time;
  const times = count === '' ? undefined : Number(count);
  if (times === undefined && isZeroDuration(step)) return endless(text);
  const [start, end] = startsWithStep ? [undefined, time] : [time, undefined];
  return { kind: 'cycle', times, step, start, end };
}

function cronPlan(text: string): CronPlan | TimerIssue {
  const fields = readCron(text);
  if (typeof fields === 'string') {
    return timerIssue('timer-cron', 'cron', `'${text}' is no cron text: ${fields}.`);
  }
  if (nextCronWall(fields, 0) !== undefined) return { kind: 'cron', fields };
  const message = `'${text}' never comes: no such day is in those months. Mend day or month.`;
  return timerIssue('timer-never', 'cron', message);
}

function timeOf(text: string, at: TimerKind): WrittenTime | TimerIssue {
  const remedy =
    'write a day that exists, such as 2026-03-29, with a time, 2026-03-29T02:30:00, ' +
    'and with an offset, 2026-03-29T02:30:00+01:00, where they are meant';
  return (
    readDateTime(text) ??
    timerIssue('timer-date', at, `'${text}' is no date of ISO 8601: ${remedy}.`)
  );
}

function stepOf(text: string, at: TimerKind): Duration | TimerIssue {
  if (isNegativeDuration(text)) {
    const message = `'${text}' is below zero, and a timer only looks ahead: drop the sign.`;
    return timerIssue('timer-negative', at, message);
  }
  const remedy = 'write P1Y2M3W4DT5H6M7.5S, leaving out what is zero; only seconds have a fraction';
  return (
    readDuration(text) ??
    timerIssue('timer-duration', at, `'${text}' is no duration of ISO 8601: ${remedy}.`)
  );
}

function badCycle(text: string): TimerIssue {
  const remedy =
    'write R3/2026-03-28T02:30/P1D, R3/P1D or R3/P1D/2026-04-01T02:30, where 3 is the number of ' +
    'occurrences in total, at least 1, or left out for no limit';
  return timerIssue('timer-cycle', 'cycle', `'${text}' is no cycle: ${remedy}.`);
}

function endless(text: string): TimerIssue {
  const message = `'${text}' fires without end at once: give a number, or a duration above 0.`;
  return timerIssue('timer-endless', 'cycle', message);
}
