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

/** A trigger of a process, or one that only statecharts know. */
export type AnyTrigger = Trigger | OfCharts;

type OfCharts = Extract<ChartTrigger, { kind: 'event' | 'migrate' | 'modify' }>;

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
  if (!isOfCharts(trigger)) return advance(library, subject as Subject, trigger, now);
  const remedy = REMEDIES[trigger.kind];
  throw refused(subject.id, `is for a statechart, not for a process: ${remedy}`);
}

/** What to do instead. */
const REMEDIES: Readonly<Record<OfCharts['kind'], string>> = {
  event: 'publish a message',
  migrate: 'plan it by planMigration',
  modify: 'use modify of the engine itself',
};

/** Whether only a statechart can take it. */
function isOfCharts(trigger: AnyTrigger): trigger is OfCharts {
  if (trigger.kind === 'migrate') return 'chart' in trigger.plan;
  return trigger.kind === 'event' || (trigger.kind === 'modify' && 'change' in trigger);
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
  'migrate',
  'modify',
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
  const { kind } = trigger;
  if ((kind === 'migrate' || kind === 'modify') && !isOfCharts(trigger)) {
    const remedy = kind === 'modify' ? 'use charts.modify' : 'plan it by planChartMigration';
    throw refused(instance.id, `is for a process, not for a statechart: ${remedy}`);
  }
  if (!OF_CHARTS.has(kind)) {
    throw refused(instance.id, `'${kind}' is for a process, not for a statechart`);
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
