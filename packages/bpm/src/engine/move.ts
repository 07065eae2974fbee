/**
 * The pure step of either kind: a process advances by the algorithm of BPMN, a statechart by that
 * of SCXML. Triggers that both know have one shape, so the shell need not ask which it has.
 */
import { advance } from '../advance.ts';
import type { Effect } from '../burst.ts';
import { BpmError } from '../errors.ts';
import { advanceChart } from '../statechart/advance-chart.ts';
import type { ChartEffect } from '../statechart/chart-run.ts';
import type { ChartTrigger } from '../statechart/chart-trigger.ts';
import type { Subject, Trigger } from '../trigger.ts';
import type { EngineLibrary } from './engine-library.ts';
import { isChart, type PastEvent, type Snapshot, type SnapshotSubject } from './snapshot.ts';

/** A trigger of a process, or an event for a statechart. */
export type AnyTrigger = Trigger | Extract<ChartTrigger, { kind: 'event' }>;

/** What a step asks of the world outside. */
export type AnyEffect = Effect | ChartEffect;

/** What came of a step. */
export interface Move {
  readonly instance: Snapshot;
  readonly events: readonly PastEvent[];
  readonly effects: readonly AnyEffect[];
}

/**
 * Advances an instance of either kind.
 *
 * @throws BpmError BPM_ACTIVITY_NOT_ACTIVE, BPM_INVALID_COMMAND, BPM_UNKNOWN_DEFINITION — nothing
 * was done
 */
export function move(
  library: EngineLibrary,
  subject: SnapshotSubject,
  trigger: AnyTrigger,
  now: number,
): Move {
  const isOfChart = 'state' in subject ? isChart(subject) : library.isChart(subject.process);
  if (isOfChart) return moveChart(library, subject, trigger, now);
  if (trigger.kind !== 'event') return advance(library, subject as Subject, trigger, now);
  throw refused(subject.id, 'is for a statechart, not for a process: publish a message');
}

/** Triggers of charts, by their kind. */
const OF_CHARTS: ReadonlySet<string> = new Set<ChartTrigger['kind']>([
  'event',
  'timer',
  'complete',
  'fail',
  'crash',
  'message',
  'signal',
  'terminate',
  'suspend',
  'resume',
  'resolve',
  'continue',
]);

function moveChart(
  library: EngineLibrary,
  subject: SnapshotSubject,
  trigger: AnyTrigger,
  now: number,
): Move {
  if (trigger.kind === 'start') {
    if (!('process' in subject)) throw refused(subject.id, 'starts it a second time');
    if (trigger.at !== undefined)
      throw refused(subject.id, 'names a start event; a chart has none');
    const start = { kind: 'start', chart: subject.process, data: trigger.variables ?? {} } as const;
    return advanceChart(library, { id: subject.id }, start, now);
  }
  const instance = subject as Extract<Snapshot, { sessions: unknown }>;
  if (!OF_CHARTS.has(trigger.kind)) {
    throw refused(instance.id, `'${trigger.kind}' is for a process, not for a statechart`);
  }
  if (instance.state === 'active') {
    return advanceChart(library, instance, trigger as ChartTrigger, now);
  }
  // What was meant for a wait finds none in an instance that has ended.
  if ('wait' in trigger) {
    const activity = String(trigger.wait);
    throw new BpmError('BPM_ACTIVITY_NOT_ACTIVE', { instance: instance.id, activity });
  }
  throw refused(instance.id, `comes too late: its state is '${instance.state}'`);
}

const refused = (instance: string, reason: string): BpmError =>
  new BpmError('BPM_INVALID_COMMAND', { instance, path: 'trigger', reason });
