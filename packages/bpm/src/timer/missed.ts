/**
 * What a timer does when an engine comes back, or when it was activated after its own start: one
 * firing for all it missed, one for each, or none.
 *
 * While an engine runs it serves every due instant in order, so nothing is missed then, however
 * seldom it looks. Whatever the policy, missed occurrences count towards n.
 */
import { type Instant, KernelError } from '@kontor/kernel';
import { nextCronTime } from './cron-time.ts';
import { firstIndex } from './first-index.ts';
import { calendarNamed } from './timer-calendar.ts';
import type { CronPlan } from './timer-plan.ts';
import type { TimerCalendars } from './timer-rule.ts';
import { cronState, instantsOf, planOf, stateOfOccurrence } from './timer-state.ts';
import type { StepPlan, TimerState } from './timer-state.ts';

/** What is to be done at recovery. */
export interface MissedFirings {
  /** How often to fire now. */
  readonly firings: number;
  /** The timer afterwards, due after now; undefined when it is used up. */
  readonly next: TimerState | undefined;
}

/**
 * What a timer does at `nowMs` for all its occurrences up to then, by its own policy.
 *
 * `fireOnce`: one firing if any is due. `fireAll`: one for each. `skip`: none for those before now.
 * An occurrence at `nowMs` itself is due and not missed: it fires under every policy, and under
 * `fireOnce` it is part of the one firing. A timer that is not due yet is returned as it is.
 *
 * @throws KernelError KERNEL_CALENDAR_HORIZON — the business calendar does not reach that far
 * @throws BpmError BPM_UNKNOWN_CALENDAR — the timer's calendar was not handed in
 */
export function missedAt(
  state: TimerState,
  nowMs: Instant,
  calendars?: TimerCalendars,
): MissedFirings {
  if (state.due === undefined || state.due > nowMs) return { firings: 0, next: state };
  const plan = planOf(state);
  if (plan.kind === 'cron') return missedCron(state, plan, nowMs);
  return missedSteps(state, plan, nowMs, calendars);
}

function missedSteps(
  state: TimerState,
  plan: StepPlan,
  nowMs: Instant,
  calendars: TimerCalendars | undefined,
): MissedFirings {
  const instants = instantsOf(state, plan, calendarNamed(state.calendar, calendars));
  const { occurrence, times = Infinity } = state;
  const firstAfter = firstIndex(
    occurrence,
    (index) => index >= times || instantWithin(instants, index) > nowMs,
  );
  const next = stateOfOccurrence(state, plan, firstAfter, calendars);
  if (state.missed === 'fireOnce') return { firings: 1, next };
  if (state.missed === 'fireAll') return { firings: firstAfter - occurrence, next };
  const firstDueNow = firstIndex(
    occurrence,
    (index) => index >= times || instantWithin(instants, index) >= nowMs,
  );
  return { firings: firstAfter - firstDueNow, next };
}

/** The search looks far ahead, so the end of a business calendar is only "later" to it. */
function instantWithin(instants: (index: number) => Instant, index: number): Instant {
  try {
    return instants(index);
  } catch (error) {
    if (KernelError.is(error, 'KERNEL_CALENDAR_HORIZON')) return Infinity;
    throw error;
  }
}

function missedCron(state: TimerState, plan: CronPlan, nowMs: Instant): MissedFirings {
  const firings = cronFirings(state, plan, nowMs);
  return { firings, next: cronState(state, plan, nowMs, firings) };
}

function cronFirings(state: TimerState, { fields }: CronPlan, nowMs: Instant): number {
  if (state.missed === 'fireOnce') return 1;
  if (state.missed === 'skip') {
    return nextCronTime(fields, state.zone, nowMs - 1)?.instant === nowMs ? 1 : 0;
  }
  let count = 0;
  let due = state.due;
  while (due !== undefined && due <= nowMs) {
    count++;
    due = nextCronTime(fields, state.zone, due)?.instant;
  }
  return count;
}
