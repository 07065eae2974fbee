/**
 * How long each step takes: for each version of a process, in the order in which steps were first
 * reached.
 *
 * Iterations of a repeated activity count one by one. Sub-processes and calls are steps here, too,
 * with their whole time and no waiting of their own: that is in the steps inside them.
 */
import type { Wait } from '../instance.ts';
import type { NodeKind } from '../model.ts';
import { type ActivityInstance, isStep, timesOf } from './activity-instance.ts';
import { type DurationSummary, summarize } from './statistics.ts';

/** The durations of a step in one version of its process. */
export interface StepDurations {
  readonly process: string;
  readonly definition: string;
  readonly version?: string;
  readonly node: string;
  readonly name?: string;
  readonly kind: NodeKind;
  readonly awaits?: Wait['kind'];
  /** Runs that have not ended; they are in no duration. */
  readonly active: number;
  /** Runs that were stopped; they are in no duration. */
  readonly cancelled: number;
  /** Of the runs that were completed, from entering to ending; undefined: there is none. */
  readonly total: DurationSummary | undefined;
  /** Undefined for sub-processes and calls. */
  readonly waiting: DurationSummary | undefined;
  readonly working: DurationSummary | undefined;
}

/**
 * The durations of all steps in some runs.
 *
 * @example
 * const durations = stepDurations(await readActivities(store, 'o-1'));
 */
export function stepDurations(activities: Iterable<ActivityInstance>): StepDurations[] {
  const steps = new Map<string, ActivityInstance[]>();
  for (const activity of activities) {
    if (activity.role === 'body' || activity.role === 'throw') continue;
    const key = `${activity.definition} ${activity.node}`;
    const runs = steps.get(key);
    if (runs === undefined) steps.set(key, [activity]);
    else runs.push(activity);
  }
  return [...steps.values()].map(durationsOf);
}

function durationsOf(runs: readonly ActivityInstance[]): StepDurations {
  const { process, definition, version, node, name, kind } = runs[0]!;
  const awaits = runs.find((run) => run.awaits !== undefined)?.awaits;
  const times = runs.filter(({ state }) => state === 'completed').map((run) => timesOf(run));
  const own = isStep(runs[0]!) ? times : [];
  return {
    process,
    definition,
    ...(version !== undefined && { version }),
    node,
    ...(name !== undefined && { name }),
    kind,
    ...(awaits !== undefined && { awaits }),
    active: runs.filter(({ state }) => state === 'active').length,
    cancelled: runs.filter(({ state }) => state === 'cancelled').length,
    total: summarize(times.map(({ totalMs }) => totalMs)),
    waiting: summarize(own.map(({ waitingMs }) => waitingMs)),
    working: summarize(own.map(({ workingMs }) => workingMs)),
  };
}
