/** What came of a run, in the words of queues: plain JSON. Times are whole milliseconds. */
import type { HistoryPage } from '../history.ts';
import { summarize } from '../insight/statistics.ts';
import type { QueueFigures } from './time-average.ts';

/** Many durations; percentiles by nearest rank. */
export interface TimeSummary {
  readonly count: number;
  readonly meanMs: number;
  readonly minMs: number;
  readonly medianMs: number;
  readonly p75Ms: number;
  readonly p90Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** The summary of some durations; undefined: there are none. */
export function timeSummary(durationsMs: readonly number[]): TimeSummary | undefined {
  const summary = summarize(durationsMs);
  if (summary === undefined) return undefined;
  // Without the exact sum, a bigint: JSON has none.
  const { sumMs: _, ...rest } = summary;
  return rest;
}

/** Cases in the time that is measured: `atStart + arrived = finished + atEnd`. */
export interface CaseFigures {
  readonly atStart: number;
  readonly arrived: number;
  readonly finished: number;
  readonly atEnd: number;
  readonly finishedPerHour: number;
  /** How many were in the process at a time. */
  readonly inProgress: QueueFigures;
  /** From arriving to ending, of cases that did both in the time that is measured. */
  readonly cycleTime: TimeSummary | undefined;
  /**
   * Of cases that came and were due in the time that is measured, the share that was not finished
   * when due. Undefined without `sla`, or when none was due.
   */
  readonly lateShare: number | undefined;
}

/** An activity. */
export interface StepFigures {
  /** Completed in the time that is measured. */
  readonly completed: number;
  /** Stopped by an event, before or in the work. */
  readonly stopped: number;
  /** From being there to being begun, of what came and began in the time that is measured. */
  readonly waiting: TimeSummary | undefined;
  /** Work, without off-duty hours; of what came and was completed in that time. */
  readonly processing: TimeSummary | undefined;
  /** From being there to being completed, off-duty hours included. */
  readonly total: TimeSummary | undefined;
  /** What waits for somebody. */
  readonly queue: QueueFigures;
}

/** A pool. */
export interface PoolFigures {
  readonly onDutyHours: number;
  readonly busyHours: number;
  /** Hours of work by hours on duty; 0 when nobody was on duty. */
  readonly utilisation: number;
  /** What waits and could be done by this pool; it may be in the queue of another pool, too. */
  readonly queue: QueueFigures;
}

/** Amounts as text, to two decimals. */
export interface CostFigures {
  /** Of hours of work. */
  readonly used: string;
  /** Of hours on duty: what is paid whether there is work or not. */
  readonly staffed: string;
  /** Of activities that were completed. */
  readonly activities: string;
}

/** One replication. */
export interface RunFigures {
  /** Hours that are measured. */
  readonly hours: number;
  readonly cases: CaseFigures;
  readonly steps: Readonly<Record<string, StepFigures>>;
  readonly pools: Readonly<Record<string, PoolFigures>>;
  readonly costs: CostFigures;
  /** Incidents that were opened, by code: their cases stand still. */
  readonly incidents: Readonly<Record<string, number>>;
  /** Messages that were thrown and that nobody waited for, by name. */
  readonly undelivered: Readonly<Record<string, number>>;
  /** Only with `keepHistory`. */
  readonly history?: readonly HistoryPage[];
}

/** The figures of a run that are estimated over replications, by their path. */
export function numbersOf(run: RunFigures): Map<string, number> {
  const numbers = new Map<string, number>();
  const add = (name: string, value: number | undefined): void => {
    if (value !== undefined) numbers.set(name, value);
  };
  const { cases, costs } = run;
  add('finishedPerHour', cases.finishedPerHour);
  add('inProgress', cases.inProgress.mean);
  add('cycleTime.meanMs', cases.cycleTime?.meanMs);
  add('cycleTime.p95Ms', cases.cycleTime?.p95Ms);
  add('lateShare', cases.lateShare);
  for (const [id, { waiting, processing, queue }] of Object.entries(run.steps)) {
    add(`steps.${id}.waiting.meanMs`, waiting?.meanMs);
    add(`steps.${id}.processing.meanMs`, processing?.meanMs);
    add(`steps.${id}.queue`, queue.mean);
  }
  for (const [id, { utilisation, queue }] of Object.entries(run.pools)) {
    add(`pools.${id}.utilisation`, utilisation);
    add(`pools.${id}.queue`, queue.mean);
  }
  for (const [name, amount] of Object.entries(costs)) add(`costs.${name}`, Number(amount));
  return numbers;
}
