/**
 * Where a process loses its time: steps ranked by the waiting at them, with their queues over time.
 *
 * A bottleneck is a step before which work waits for somebody. Timers, messages and conditions wait
 * by design, so they are looked at only when they are asked for.
 *
 * @source M. Dumas et al., Fundamentals of Business Process Management (2018), 7.2 (flow analysis,
 *   waiting time, Little's law)
 */
import type { Wait } from '../instance.ts';
import { type ActivityInstance, isStep, waitingPeriods } from './activity-instance.ts';
import { durationWords, instantWords } from './duration-words.ts';
import { type Period, queueLength, type QueueLength } from './queue-length.ts';
import { type DurationSummary, summarize } from './statistics.ts';

/** What is looked at. */
export interface BottleneckOptions extends Period {
  /** What steps wait for; `task` and `job` when left out. */
  readonly awaits?: readonly Wait['kind'][];
  /** Parts of the window in the series of queue lengths; 24 when left out. */
  readonly parts?: number;
}

/** A step at which work waits. */
export interface Bottleneck {
  readonly process: string;
  readonly node: string;
  readonly name?: string;
  readonly awaits: Wait['kind'];
  /** Runs that were there in the window, and those that came and that were done in it. */
  readonly runs: number;
  readonly arrived: number;
  readonly done: number;
  /** Who waits, inside the window. */
  readonly queue: QueueLength;
  /** Of all waiting at all steps, in tenths of a percent, rounded, halves up. */
  readonly sharePermille: number;
  /** The waiting of each run, inside the window. */
  readonly waiting: DurationSummary;
  /** The finding, in words. */
  readonly finding: string;
}

/** The report. */
export interface BottleneckReport extends Period {
  /** Of all steps, inside the window. */
  readonly waitingMs: bigint;
  /** The step with the most waiting first; those where nothing waited are left out. */
  readonly steps: readonly Bottleneck[];
  /** What it comes to, in a sentence. */
  readonly finding: string;
}

/**
 * The bottlenecks of some runs in a window of time. Versions of a process count as one.
 *
 * @throws RangeError — the window ends before it begins
 * @example
 * const report = bottlenecks(activities, { from: monday, to: friday });
 * report.finding // 'Approve' holds up most: …
 */
export function bottlenecks(
  activities: Iterable<ActivityInstance>,
  options: BottleneckOptions,
): BottleneckReport {
  const { from, to, awaits = ['task', 'job'] } = options;
  if (to <= from) throw new RangeError('the window must end after it begins: give from < to');
  const found = [...byStep(activities, awaits, options)].map((runs) => measure(runs, options));
  const waitingMs = found.reduce((sum, { queue }) => sum + queue.waitingMs, 0n);
  const steps = found
    .filter(({ queue }) => queue.waitingMs > 0n)
    .toSorted((a, b) => Number(b.queue.waitingMs - a.queue.waitingMs) || (a.node < b.node ? -1 : 1))
    .map((step): Bottleneck => {
      const share = Number((2000n * step.queue.waitingMs + waitingMs) / (2n * waitingMs));
      return { ...step, sharePermille: share, finding: findingOf(step, share) };
    });
  return { from, to, waitingMs, steps, finding: overall(steps, waitingMs) };
}

type Measured = Omit<Bottleneck, 'sharePermille' | 'finding'>;

function byStep(
  activities: Iterable<ActivityInstance>,
  awaits: readonly Wait['kind'][],
  { from, to }: Period,
): Iterable<ActivityInstance[]> {
  const steps = new Map<string, ActivityInstance[]>();
  for (const run of activities) {
    if (!isStep(run) || run.awaits === undefined || !awaits.includes(run.awaits)) continue;
    if (run.enteredAt >= to || (run.endedAt ?? to) < from) continue;
    const key = `${run.process} ${run.node}`;
    const runs = steps.get(key);
    if (runs === undefined) steps.set(key, [run]);
    else runs.push(run);
  }
  return steps.values();
}

function measure(runs: readonly ActivityInstance[], options: BottleneckOptions): Measured {
  const { from, to, parts } = options;
  const isIn = (at: number | undefined): boolean => at !== undefined && at >= from && at < to;
  const { process, node, name, awaits } = runs.at(-1)!;
  const periods = runs.map((run) => waitingPeriods(run, to));
  return {
    process,
    node,
    ...(name !== undefined && { name }),
    awaits: awaits!,
    runs: runs.length,
    arrived: runs.filter(({ enteredAt }) => isIn(enteredAt)).length,
    done: runs.filter(({ endedAt }) => isIn(endedAt)).length,
    queue: queueLength(periods.flat(), { from, to }, parts),
    waiting: summarize(periods.map((waits) => waitingInside(waits, options)))!,
  };
}

const waitingInside = (periods: readonly Period[], { from, to }: Period): number =>
  periods.reduce((sum, one) => {
    return sum + Math.max(0, Math.min(one.to, to) - Math.max(one.from, from));
  }, 0);

const FOR: Readonly<Partial<Record<Wait['kind'], string>>> = {
  task: 'for somebody to take it',
  job: 'for a worker',
  timer: 'for a time',
  message: 'for a message',
  signal: 'for a signal',
  condition: 'for a condition',
};

function findingOf(step: Measured, share: number): string {
  const { queue, waiting, awaits, runs } = step;
  const times = runs === 1 ? 'once' : `${runs} times`;
  const most = `up to ${queue.most} at once (first at ${instantWords(queue.mostAt!)})`;
  const all = durationWords(queue.waitingMs);
  return (
    `${nameOf(step)} waited ${FOR[awaits] ?? 'for others'} ${all} in all, ` +
    `${percentOf(share)} of all waiting: ${times}, ${durationWords(waiting.medianMs)} at the ` +
    `median and ${durationWords(waiting.p90Ms)} at the 90th percentile, ${most}. ${trendOf(step)}`
  );
}

/** Whether it gets worse: by who came and who went, and the queue at both ends of the window. */
function trendOf({ queue, arrived, done }: Measured): string {
  const first = queue.before;
  const last = queue.series.at(-1)!.length;
  const flow = `${arrived} came and ${done} ${done === 1 ? 'was' : 'were'} done`;
  if (last > first) return `The queue grew from ${first} to ${last}: ${flow}.`;
  if (last < first) return `The queue fell from ${first} to ${last}: ${flow}.`;
  return `The queue ended as it began, at ${last}: ${flow}.`;
}

function overall(steps: readonly Bottleneck[], waitingMs: bigint): string {
  const [first] = steps;
  if (first === undefined) return 'Nothing waited for people or workers in this time.';
  return (
    `${nameOf(first)} holds up most: ${durationWords(first.queue.waitingMs)} of ` +
    `${durationWords(waitingMs)} waiting (${percentOf(first.sharePermille)}).`
  );
}

const nameOf = ({ name, node }: Pick<Measured, 'name' | 'node'>): string => `'${name ?? node}'`;

const percentOf = (permille: number): string => `${Math.floor(permille / 10)}.${permille % 10} %`;
