/**
 * A timer as a user writes it, checked: its text, the zone it lives in, its calendar, and what
 * becomes of occurrences that came due while no engine ran.
 *
 * The zone is that of the text, when it has an offset; else that of the business calendar; else the
 * timer's; else the process's; else UTC. Never the machine's.
 */
import { type Calendar, sameZone } from '@kontor/kernel';
import { fixedZone, isTimerZone } from './wall-time.ts';
import { isTimerIssue, timerIssue, type TimerIssue } from './timer-issue.ts';
import { readTimerPlan, type TimerKind, type TimerPlan } from './timer-plan.ts';

/**
 * What becomes of missed occurrences: one firing for all of them, one for each, or none.
 */
export type MissedPolicy = 'fireOnce' | 'fireAll' | 'skip';

/** A timer as written: exactly one of `date`, `duration`, `cycle` and `cron`, as text. */
export interface TimerSpec {
  /** `2026-03-29`, `2026-03-29T02:30`, `2026-03-29T02:30:00+01:00`. */
  readonly date?: string | undefined;
  /** `P1DT12H`, counted from activation. */
  readonly duration?: string | undefined;
  /** `R3/2026-03-28T02:30/P1D`, `R3/P1D`, `R3/P1D/2026-04-01`; `R/…` has no limit. */
  readonly cycle?: string | undefined;
  /** `30 2 * * MON-FRI`; with seconds in front when it has six fields. */
  readonly cron?: string | undefined;
  /** IANA zone, or a fixed offset such as `+01:00`. */
  readonly zone?: string | undefined;
  /** `fireOnce` when left out. */
  readonly missed?: MissedPolicy | undefined;
  /** The name of a business calendar: days are working days, hours working hours. */
  readonly calendar?: string | undefined;
}

/** Business calendars by name. */
export type TimerCalendars = Readonly<Record<string, Calendar>>;

/** What surrounds a timer. */
export interface TimerContext {
  /** The zone of the process. */
  readonly zone?: string | undefined;
  readonly calendars?: TimerCalendars | undefined;
}

/** A timer that can be activated. */
export interface TimerRule {
  readonly kind: TimerKind;
  /** The text, as written. */
  readonly text: string;
  /** IANA zone, `UTC`, or an offset such as `+01:00`. */
  readonly zone: string;
  readonly missed: MissedPolicy;
  /** The business calendar by its name, when it counts on one. */
  readonly calendarName: string | undefined;
  readonly calendar: Calendar | undefined;
  readonly plan: TimerPlan;
}

const KINDS: readonly TimerKind[] = ['date', 'duration', 'cycle', 'cron'];
const POLICIES: readonly MissedPolicy[] = ['fireOnce', 'fireAll', 'skip'];

/**
 * Reads a timer, or says what is wrong with it: the first fault, with its field in `at`.
 *
 * Cheap for texts read before. Codes: `timer-kind`, `timer-date`, `timer-duration`,
 * `timer-negative`, `timer-cycle`, `timer-endless`, `timer-cron`, `timer-never`, `timer-zone`,
 * `timer-missed`, `timer-calendar`, `timer-calendar-misfit`.
 *
 * @example
 * const rule = readTimer({ cycle: 'R3/PT30M' }, { zone: 'Europe/Rome' });
 * isTimerIssue(rule) // => false
 */
export function readTimer(spec: TimerSpec, context: TimerContext = {}): TimerRule | TimerIssue {
  const kind = kindOf(spec);
  if (typeof kind !== 'string') return kind;
  const text = spec[kind]!;
  const plan = readTimerPlan(kind, text);
  if (isTimerIssue(plan)) return plan;
  const { missed = 'fireOnce', calendar: calendarName } = spec;
  if (!POLICIES.includes(missed)) return badPolicy(missed);
  const calendar = calendarOf(calendarName, plan, context.calendars);
  if (calendar !== undefined && isTimerIssue(calendar)) return calendar;
  const zone = zoneOf(spec, plan, context, calendar);
  if (typeof zone !== 'string') return zone;
  return { kind, text, zone, missed, calendarName, calendar, plan };
}

function kindOf(spec: TimerSpec): TimerKind | TimerIssue {
  const given = KINDS.filter((kind) => spec[kind] !== undefined);
  const [kind] = given;
  if (kind !== undefined && given.length === 1 && typeof spec[kind] === 'string') return kind;
  const found = given.length === 1 ? 'it is no text' : `${given.length} of them are given`;
  const message = `A timer has one of date, duration, cycle and cron, as text: ${found}. Give one.`;
  return timerIssue('timer-kind', kind ?? 'date', message);
}

function badPolicy(missed: string): TimerIssue {
  const remedy = `write ${POLICIES.join(', ')}`;
  const message = `'${String(missed)}' is no policy for missed occurrences: ${remedy}.`;
  return timerIssue('timer-missed', 'missed', message);
}

function zoneOf(
  spec: TimerSpec,
  plan: TimerPlan,
  context: TimerContext,
  calendar: Calendar | undefined,
): string | TimerIssue {
  const { zone = context.zone ?? 'UTC' } = spec;
  if (typeof zone !== 'string' || !isTimerZone(zone)) {
    const whose = spec.zone === undefined ? `the process's zone` : 'the zone';
    const remedy = 'write an IANA name such as Europe/Rome, or an offset such as +01:00';
    const message = `The runtime does not know ${whose} '${zone}': ${remedy}.`;
    return timerIssue('timer-zone', 'zone', message);
  }
  if (calendar !== undefined) return calendarZone(spec, calendar);
  return offsetOf(plan) ?? fixedZone(zone) ?? zone;
}

/** Working days are days of the calendar's own zone, so a timer that names another is refused. */
function calendarZone(
  { zone, calendar: name }: TimerSpec,
  calendar: Calendar,
): string | TimerIssue {
  const fits =
    zone === undefined ||
    zone === calendar.zone ||
    (fixedZone(zone) === undefined && sameZone(zone, calendar.zone));
  if (fits) return calendar.zone;
  const message =
    `The timer says zone '${zone}', its calendar '${String(name)}' is in '${calendar.zone}': ` +
    `leave the timer's zone out.`;
  return timerIssue('timer-calendar-misfit', 'zone', message);
}

function offsetOf(plan: TimerPlan): string | undefined {
  if (plan.kind === 'date') return plan.start.offset;
  return plan.kind === 'cycle' ? (plan.start ?? plan.end)?.offset : undefined;
}

function calendarOf(
  name: string | undefined,
  plan: TimerPlan,
  calendars: TimerCalendars = {},
): Calendar | undefined | TimerIssue {
  if (name === undefined) return undefined;
  if (!Object.hasOwn(calendars, name)) {
    const known = Object.keys(calendars).join(', ') || 'none';
    const message = `There is no calendar '${name}': hand it in by that name. Known: ${known}.`;
    return timerIssue('timer-calendar', 'calendar', message);
  }
  return calendarMisfit(name, plan) ?? calendars[name];
}

function calendarMisfit(name: string, plan: TimerPlan): TimerIssue | undefined {
  if (plan.kind === 'date' || plan.kind === 'cron') {
    const remedy = 'leave it out, or write a duration or cycle';
    const message = `A ${plan.kind} does not count on calendar '${name}': ${remedy}.`;
    return timerIssue('timer-calendar-misfit', 'calendar', message);
  }
  if (plan.step.months === 0 && !plan.step.hasWeeks) return undefined;
  const message =
    `Calendar '${name}' counts working days and working time, not years, months or weeks: ` +
    `write days, hours, minutes or seconds.`;
  return timerIssue('timer-calendar-misfit', plan.kind, message);
}
