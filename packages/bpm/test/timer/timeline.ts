/**
 * What the tests of timers share: instants as a reader writes them, and the run of a timer.
 */
import { isTimerIssue } from '../../src/timer/timer-issue.ts';
import {
  readTimer,
  type TimerCalendars,
  type TimerContext,
  type TimerRule,
  type TimerSpec,
} from '../../src/timer/timer-rule.ts';
import { following, type TimerState } from '../../src/timer/timer-state.ts';

/** `2026-03-28T01:30` is that minute of UTC. */
export const utc = (text: string): number => Date.parse(text.includes('T') ? `${text}Z` : text);

/** An instant as `utc` reads it: seconds and their fraction only where there are some. */
export const utcText = (instant: number): string =>
  new Date(instant).toISOString().replace(/(?::00)?(?:\.000)?Z$/, '');

/** A rule that reads well. */
export function ruleOf(spec: TimerSpec, context?: TimerContext): TimerRule {
  const rule = readTimer(spec, context);
  if (isTimerIssue(rule)) throw new Error(`${rule.code} at ${rule.at}: ${rule.message}`);
  return rule;
}

/** The first occurrences of a timer that is saved and loaded as JSON between any two. */
export function occurrences(start: TimerState, most = 10, calendars?: TimerCalendars): string[] {
  const found: string[] = [];
  let state: TimerState | undefined = start;
  while (state?.due !== undefined && found.length < most) {
    found.push(utcText(state.due));
    state = following(JSON.parse(JSON.stringify(state)) as TimerState, calendars);
  }
  return found;
}

/** The rows of a table: cells parted by `|`, empty lines left out. */
export const rowsOf = (table: string): string[][] =>
  table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('|').map((cell) => cell.trim()));
