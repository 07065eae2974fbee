/**
 * A running timer as its job stores it: the instant it is due, and all it takes to find the next
 * one, or to find this one again when a government changes the clock.
 *
 * Plain JSON of some 150 bytes. Nothing here reads a clock: now is an argument.
 */
import { assert } from '@kontor/kernel';
import type { Instant } from '@kontor/kernel';
import { type CronTime, nextCronTime } from './cron-time.ts';
import { firstIndex } from './first-index.ts';
import { formatWall } from './iso-date.ts';
import {
  type Anchor,
  anchorAt,
  anchorOf,
  anchorText,
  dateWall,
  type Ground,
  hasDate,
  occurrenceInstant,
  storedAnchor,
} from './occurrence.ts';
import { isTimerIssue } from './timer-issue.ts';
import {
  type CronPlan,
  type CyclePlan,
  type DatePlan,
  type DurationPlan,
  readTimerPlan,
  type TimerKind,
} from './timer-plan.ts';
import type { MissedPolicy, TimerCalendars, TimerRule } from './timer-rule.ts';
import { calendarNamed } from './timer-calendar.ts';

/** A timer between two firings. */
export interface TimerState {
  readonly kind: TimerKind;
  /** The rule as written. */
  readonly text: string;
  /** IANA zone, `UTC`, or an offset such as `+01:00`. */
  readonly zone: string;
  readonly missed: MissedPolicy;
  /** The business calendar by its name, when the timer counts on one. */
  readonly calendar?: string;
  /**
   * What occurrences are counted from: a wall time of the zone, or an instant with the offset of
   * then. For cron the wall time of the occurrence that is due.
   */
  readonly anchor: string;
  /**
   * Which occurrence is due, counted from 0; missed ones count. For cron, which has no number to
   * use up, firings are counted: occurrences that a policy passed over are left out.
   */
  readonly occurrence: number;
  /** Occurrences in total; left out = no limit. */
  readonly times?: number;
  /** Milliseconds since 1970 in UTC; undefined = never, it would be after the year 9999. */
  readonly due: Instant | undefined;
}

/** A plan whose occurrences are an anchor and a step apart. */
export type StepPlan = DatePlan | DurationPlan | CyclePlan;

/**
 * Starts a timer: the state of its first occurrence.
 *
 * That one may be in the past, when the rule has a date of its own: ask `missedAt` at once. Due now
 * is due, not missed. A cron timer starts with the first time after now.
 *
 * @throws KernelError KERNEL_CALENDAR_HORIZON — the business calendar does not reach that far
 */
export function activate(rule: TimerRule, nowMs: Instant): TimerState {
  const { plan, kind, text, zone, missed, calendarName } = rule;
  const named = calendarName === undefined ? {} : { calendar: calendarName };
  const base = { kind, text, zone, missed, ...named, occurrence: 0 };
  if (plan.kind === 'cron') {
    const time = nextCronTime(plan.fields, zone, nowMs);
    return { ...base, ...cronFields(time, nowMs) };
  }
  const anchor = firstAnchor(rule, plan, nowMs);
  // Out of reach from the start: there is no occurrence to count from.
  if (anchor === undefined) return { ...base, anchor: anchorText(zone, nowMs), due: undefined };
  const times = timesOf(rule, plan, nowMs);
  const limit = times === undefined ? {} : { times };
  return dated({ ...base, anchor, ...limit, due: undefined }, plan, rule.calendar);
}

/**
 * The state of the next occurrence; undefined when there is none: n is used up, or it would be
 * after the year 9999.
 *
 * @throws KernelError KERNEL_CALENDAR_HORIZON — the business calendar does not reach that far
 * @throws BpmError BPM_UNKNOWN_CALENDAR — the timer's calendar was not handed in
 */
export function following(state: TimerState, calendars?: TimerCalendars): TimerState | undefined {
  if (state.due === undefined) return undefined;
  const plan = planOf(state);
  if (plan.kind === 'cron') return cronState(state, plan, state.due, 1);
  return stateOfOccurrence(state, plan, state.occurrence + 1, calendars);
}

/**
 * The same occurrence under the zone rules, and the calendar, of today: an anchor that is a wall
 * time keeps its wall time, whatever instant that is now. Days counted from an instant are counted
 * on from the wall time that was shown then.
 *
 * @throws KernelError KERNEL_CALENDAR_HORIZON — the business calendar does not reach that far
 * @throws BpmError BPM_UNKNOWN_CALENDAR — the timer's calendar was not handed in
 */
export function recomputeDue(state: TimerState, calendars?: TimerCalendars): TimerState {
  if (state.due === undefined) return state;
  const plan = planOf(state);
  if (plan.kind !== 'cron') return dated(state, plan, calendarNamed(state.calendar, calendars));
  return { ...state, due: anchorIn(state).instant };
}

/** What a stored timer's text says. */
export function planOf(state: TimerState): StepPlan | CronPlan {
  const plan = readTimerPlan(state.kind, state.text);
  assert(!isTimerIssue(plan), `the stored timer '${state.text}' was read before it was stored`);
  return plan;
}

/**
 * The state of the cron time after an instant, `firings` firings on; undefined when there is none.
 */
export function cronState(
  state: TimerState,
  { fields }: CronPlan,
  after: Instant,
  firings: number,
): TimerState | undefined {
  const time = nextCronTime(fields, state.zone, after);
  if (time === undefined) return undefined;
  return { ...state, ...cronFields(time, after), occurrence: state.occurrence + firings };
}

/** The state of occurrence `index`; undefined when there is none. */
export function stateOfOccurrence(
  state: TimerState,
  plan: StepPlan,
  index: number,
  calendars: TimerCalendars | undefined,
): TimerState | undefined {
  if (state.times !== undefined && index >= state.times) return undefined;
  const calendar = calendarNamed(state.calendar, calendars);
  const next = dated({ ...state, occurrence: index }, plan, calendar);
  return next.due === undefined ? undefined : next;
}

/** When occurrence `index` is, as a function of the index; Infinity for never. */
export function instantsOf(
  state: TimerState,
  plan: StepPlan,
  calendar: Ground['calendar'],
): (index: number) => Instant {
  const anchor = anchorIn(state);
  const ground = { zone: state.zone, calendar };
  if (plan.kind === 'date') return () => anchor.instant;
  const shift = plan.kind === 'duration' ? 1 : stepsBeforeAnchor(state, plan);
  return (index) => occurrenceInstant(anchor, plan.step, index + shift, ground);
}

/** A cycle with an end counts back from it: its last occurrence is the anchor. */
function stepsBeforeAnchor({ times }: TimerState, { end }: CyclePlan): number {
  return end === undefined || times === undefined ? 0 : 1 - times;
}

function dated(state: TimerState, plan: StepPlan, calendar: Ground['calendar']): TimerState {
  const due = instantsOf(state, plan, calendar)(state.occurrence);
  return { ...state, due: due === Infinity ? undefined : due };
}

function anchorIn({ zone, anchor }: TimerState): Anchor {
  const read = storedAnchor(zone, anchor);
  assert(read !== undefined, `the stored anchor '${anchor}' is a date and time`);
  return read;
}

function cronFields(
  time: CronTime | undefined,
  nowMs: Instant,
): Pick<TimerState, 'anchor' | 'due'> {
  if (time === undefined) return { anchor: formatWall(nowMs), due: undefined };
  return { anchor: formatWall(time.wall), due: time.instant };
}

/**
 * The anchor as text: the rule's own date, the instant of activation, or one step after it.
 * Undefined when it is after the year 9999.
 */
function firstAnchor(rule: TimerRule, plan: StepPlan, nowMs: Instant): string | undefined {
  if (plan.kind === 'duration') return anchorText(rule.zone, nowMs);
  const written = plan.kind === 'date' ? plan.start : (plan.start ?? plan.end);
  if (plan.kind === 'cycle' && written === undefined) return steppedAnchor(rule, plan, nowMs);
  const { wall, offset } = written!;
  if (offset === undefined) return formatWall(wall);
  const { instant } = anchorOf(rule.zone, written!);
  return instant === Infinity ? undefined : anchorText(rule.zone, instant);
}

/** Activation and one step: a wall time when only the date moved, so that a gap is kept. */
function steppedAnchor(rule: TimerRule, { step }: CyclePlan, nowMs: Instant): string | undefined {
  const anchor = anchorAt(rule.zone, nowMs);
  const instant = occurrenceInstant(anchor, step, 1, rule);
  if (instant === Infinity) return undefined;
  if (step.ms !== 0 || !hasDate(step, 1)) return anchorText(rule.zone, instant);
  return formatWall(dateWall(anchor, step, 1, rule));
}

/**
 * How many occurrences there are in total. A cycle without a number that has an end begins with the
 * first occurrence that activation has not passed, and has at least the one at its end.
 */
function timesOf(rule: TimerRule, plan: StepPlan, nowMs: Instant): number | undefined {
  if (plan.kind !== 'cycle') return 1;
  if (plan.times !== undefined || plan.end === undefined) return plan.times;
  const anchor = anchorOf(rule.zone, plan.end);
  const before = (count: number): boolean =>
    occurrenceInstant(anchor, plan.step, -count, rule) < nowMs;
  return Math.max(1, firstIndex(0, before));
}
