/**
 * Processes that start by the clock: the timer starts of the newest definition.
 *
 * They stand among the timers of instances, so that one order holds for all. A new definition of a
 * process takes the place of the old one's.
 */
import type { Transaction } from '@kontor/kernel/store';
import type { CompiledEvent, CompiledNode, CompiledProcess } from '../compiled.ts';
import { BpmError } from '../errors.ts';
import type { TimerEvent } from '../event-model.ts';
import { isTimerIssue } from '../timer/timer-issue.ts';
import { readTimer, type TimerCalendars, type TimerSpec } from '../timer/timer-rule.ts';
import { activate, type TimerState } from '../timer/timer-state.ts';
import { timers } from './engine-collections.ts';

/** The clock starts a process no more. */
export async function removeStartTimers(tx: Transaction, process: string): Promise<void> {
  const prefix = prefixOf(process);
  // '0' is the character after '/'.
  for (const old of await tx.scan(timers, { from: `${prefix}/`, to: `${prefix}0` })) {
    tx.remove(timers, old.id);
  }
}

const prefixOf = (process: string): string => `#start/${encodeURIComponent(process)}`;

/**
 * Arms the timer starts of a definition; those of the one before are gone.
 *
 * @throws BpmError BPM_INVALID_DEFINITION — a timer that is none
 */
export async function armStartTimers(
  tx: Transaction,
  process: CompiledProcess,
  calendars: TimerCalendars,
  now: number,
): Promise<void> {
  const prefix = prefixOf(process.definition.id);
  for (const node of process.scope.starts) {
    node.events.forEach((event, at) => {
      const timer = startTimer(process, node, event, calendars, now);
      if (timer?.due === undefined) return;
      const { hash } = process;
      const id = `${prefix}/${encodeURIComponent(node.id)}/${at}`;
      const isMissed = timer.due < now;
      const start = { hash, node: node.id, timer, ...(isMissed && { missed: true as const }) };
      tx.put(timers, { id, instance: '', wait: 0, due: timer.due, start });
    });
  }
}

function startTimer(
  { definition: process }: CompiledProcess,
  { id }: CompiledNode,
  { definition, text }: CompiledEvent,
  calendars: TimerCalendars,
  now: number,
): TimerState | undefined {
  if (definition.type !== 'timer') return undefined;
  const { zone } = process;
  const rule = readTimer(literal(definition, text, now), { zone, calendars });
  if (!isTimerIssue(rule)) return activate(rule, now);
  const issues = [{ code: rule.code, path: `${id}.timer`, message: rule.message }];
  throw new BpmError('BPM_INVALID_DEFINITION', { process: process.id, issues });
}

/** The timer with its text, which no variable can make: there is no instance yet. */
function literal(timer: TimerEvent, text: CompiledEvent['text'], now: number): TimerSpec {
  const value = typeof text === 'object' ? text.evaluate(() => undefined, { now }).value : text;
  const written = typeof value === 'string' ? value : '';
  const { date, duration, cycle, cron, zone, missed, calendar } = timer;
  return {
    ...(date !== undefined && { date: written }),
    ...(duration !== undefined && { duration: written }),
    ...(cycle !== undefined && { cycle: written }),
    ...(cron !== undefined && { cron: written }),
    zone,
    missed,
    calendar,
  };
}
