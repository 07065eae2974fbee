/**
 * One run of an element in an instance, and where its time went.
 *
 * Waiting is the time in which nobody was at it; working, that in which somebody was. A person is
 * at a task from claiming it to handing it on or completing it; a worker at a job from a claim to
 * what came of that claim. A claim whose lock ran out has told nothing, so its time is waiting; so
 * is all of a task that was completed without being claimed.
 *
 * @source WS-HumanTask 1.1, 4.10 (ready, reserved, in progress)
 */
import type { Wait } from '../instance.ts';
import type { NodeKind } from '../model.ts';

/** A time in which somebody worked. */
export interface WorkPeriod {
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Left out: it goes on. */
  readonly to?: number;
  readonly by?: string;
}

/** One run of an activity, event or gateway. */
export interface ActivityInstance {
  readonly instance: string;
  /** Its number in the instance; grows in the order of entering. */
  readonly frame: number;
  /** The number of the scope around it; 1 = the process. */
  readonly scope: number;
  /** What the instance was started for. */
  readonly key?: string;
  /** The process that the element is of: a called one, inside a call. */
  readonly process: string;
  /** The hash of that process's definition. */
  readonly definition: string;
  /** The version that its author gave it. */
  readonly version?: string;
  readonly node: string;
  readonly name?: string;
  readonly kind: NodeKind;
  /** `body`: it holds the iterations of a repeated activity, which are listed on their own. */
  readonly role?: 'body' | 'iteration' | 'handler' | 'throw';
  /** From 0. */
  readonly iteration?: number;
  readonly state: 'active' | 'completed' | 'cancelled';
  /** What it waited for first; left out: it completes by itself, or is a scope. */
  readonly awaits?: Wait['kind'];
  /** Milliseconds since 1970, UTC. */
  readonly enteredAt: number;
  readonly endedAt?: number;
  /** Who completed it, where that was told. */
  readonly by?: string;
  /** In order, none overlapping. */
  readonly work: readonly WorkPeriod[];
  /** Attempts of a job that failed. */
  readonly failures: number;
  /** Incidents that were opened in it. */
  readonly incidents: number;
  /** The flows by which tokens left it. */
  readonly flows: readonly string[];
}

/** Times of one run, in whole milliseconds: `totalMs = waitingMs + workingMs`. */
export interface ActivityTimes {
  readonly totalMs: number;
  readonly waitingMs: number;
  readonly workingMs: number;
}

/**
 * The times of a run.
 *
 * @param until - up to when a run is measured that has not ended
 * @throws RangeError — it has not ended, and no `until` is given
 * @example
 * // Created at 0, claimed at 600, completed at 1000.
 * timesOf(approve) // => { totalMs: 1000, waitingMs: 600, workingMs: 400 }
 */
export function timesOf(activity: ActivityInstance, until?: number): ActivityTimes {
  const end = activity.endedAt ?? until;
  if (end === undefined) {
    const { instance, node, frame } = activity;
    throw new RangeError(`'${node}' (${instance}/${frame}) has not ended: say until when`);
  }
  const totalMs = Math.max(0, end - activity.enteredAt);
  const workingMs = activity.work.reduce(
    (sum, { from, to = end }) => sum + Math.max(0, to - from),
    0,
  );
  return { totalMs, waitingMs: totalMs - workingMs, workingMs };
}

/** The periods in which nobody was at a run: what is left between entering, work and ending. */
export function waitingPeriods(
  { enteredAt, endedAt, work }: ActivityInstance,
  until: number,
): { readonly from: number; readonly to: number }[] {
  const periods: { from: number; to: number }[] = [];
  const end = endedAt ?? until;
  let at = enteredAt;
  for (const { from, to = end } of work) {
    if (from > at) periods.push({ from: at, to: from });
    at = to;
  }
  if (end > at) periods.push({ from: at, to: end });
  return periods;
}

/** Whether a run is a step by itself, and not one that only holds others. */
export const isStep = ({ role, kind }: ActivityInstance): boolean =>
  role !== 'body' && role !== 'throw' && kind !== 'subProcess' && kind !== 'call';
