/**
 * How long a send is delayed, and when it is due: seconds and less as CSS writes them, everything
 * else as the engine's timers, with zone, business calendar and policy.
 *
 * @source SCXML 1.0, 6.2.4 (delay); ISO 8601 by timer/timer-rule.ts
 */
import { isTimerIssue } from '../timer/timer-issue.ts';
import { readTimer } from '../timer/timer-rule.ts';
import { activate, type TimerState } from '../timer/timer-state.ts';
import type { SessionDraft } from './chart-draft.ts';
import type { DelayedSend } from './chart-instance.ts';
import type { SendAction } from './chart-model.ts';
import type { ChartRun } from './chart-run.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** When a send is due; undefined: at once. @throws Error — the text is no delay */
export function delayOf(
  run: ChartRun,
  session: SessionDraft,
  text: string | undefined,
  { missed, calendar }: SendAction,
): Pick<DelayedSend, 'due' | 'timer'> | undefined {
  if (text === undefined) return undefined;
  const { now } = run;
  const short = shortDelay(text);
  if (short !== undefined && missed === undefined) {
    return short === 0 ? undefined : { due: now + short };
  }
  const duration = short === undefined ? text.trim() : `PT${short / 1000}S`;
  const { zone } = session.chart.definition;
  const { calendars } = run.library;
  const rule = readTimer(
    { duration, missed, calendar },
    { ...(zone !== undefined && { zone }), ...(calendars !== undefined && { calendars }) },
  );
  if (isTimerIssue(rule)) throw new Error(`'${text}' is no delay: ${rule.message}`);
  const timer = activate(rule, now);
  if (timer.due === undefined) throw new Error(`'${text}' ends after the year 9999`);
  return timer.due <= now ? undefined : { due: timer.due, timer };
}

/** Milliseconds of `1.5s`, `20ms`; undefined: it is written in another way. */
function shortDelay(text: string): number | undefined {
  const [, count, unit] = /^\s*\+?(\d*\.?\d+)\s*(ms|s|m|h)?\s*$/.exec(text) ?? [];
  return count === undefined ? undefined : Math.round(Number(count) * UNITS[unit ?? 'ms']!);
}

/** The timer of a delayed send, for whoever serves timers; it has one occurrence. */
export const timerOf = ({ due, timer }: DelayedSend): TimerState =>
  timer ?? {
    kind: 'duration',
    text: '',
    zone: 'UTC',
    missed: 'fireOnce',
    anchor: '',
    occurrence: 0,
    times: 1,
    due,
  };
