/** Counts what happens in a run, in the time that is measured, and makes its figures. */
import { decimal } from '@kontor/kernel';
import { amountOf } from './distribution.ts';
import {
  type CaseFigures,
  type CostFigures,
  type PoolFigures,
  type StepFigures,
  timeSummary,
} from './figures.ts';
import type { SimulationOptions } from './options.ts';
import { type Group, onDutyMs } from './staff.ts';
import { TimeAverage, type Window } from './time-average.ts';
import type { Work } from './work-queue.ts';

const HOUR_MS = 3_600_000;

interface StepTally {
  completed: number;
  stopped: number;
  readonly waiting: number[];
  readonly processing: number[];
  readonly total: number[];
  readonly queue: TimeAverage;
}

/** Of a case: when it came, and when it ended. */
export interface CaseTimes {
  readonly arrivedAt: number;
  readonly endedAt?: number | undefined;
}

/** The counts of one run. */
export class Tally {
  readonly #options: SimulationOptions;
  readonly #window: Window;
  readonly #cellMs: number | undefined;
  readonly #steps = new Map<string, StepTally>();
  readonly #pools = new Map<string, TimeAverage>();
  readonly #inProgress: TimeAverage;
  readonly #cycleTimes: number[] = [];
  #atStart = 0;
  #arrived = 0;
  #finished = 0;
  #due = 0;
  #late = 0;

  constructor(options: SimulationOptions, window: Window) {
    this.#options = options;
    this.#window = window;
    this.#cellMs = options.cells === undefined ? undefined : amountOf(options.cells)!;
    this.#inProgress = new TimeAverage(window, this.#cellMs);
    for (const pool of Object.keys(options.resources ?? {})) {
      this.#pools.set(pool, new TimeAverage(window, this.#cellMs));
    }
  }

  #isIn(at: number): boolean {
    return at >= this.#window.from;
  }

  arrived(now: number): void {
    this.#inProgress.add(now, 1);
    if (this.#isIn(now)) this.#arrived++;
    else this.#atStart++;
  }

  ended({ arrivedAt }: CaseTimes, now: number): void {
    this.#inProgress.add(now, -1);
    if (!this.#isIn(now)) {
      this.#atStart--;
      return;
    }
    this.#finished++;
    if (this.#isIn(arrivedAt)) this.#cycleTimes.push(now - arrivedAt);
  }

  opened({ node, pools }: Work, now: number): void {
    this.#step(node).queue.add(now, 1);
    for (const pool of pools) this.#pools.get(pool)!.add(now, 1);
  }

  #leftQueue({ node, pools }: Work, now: number): void {
    this.#step(node).queue.add(now, -1);
    for (const pool of pools) this.#pools.get(pool)!.add(now, -1);
  }

  begun(work: Work, now: number): void {
    this.#leftQueue(work, now);
    if (this.#isIn(work.openedAt)) this.#step(work.node).waiting.push(now - work.openedAt);
  }

  completed({ node, openedAt, durationMs }: Work, now: number): void {
    if (!this.#isIn(now)) return;
    const step = this.#step(node);
    step.completed++;
    if (!this.#isIn(openedAt)) return;
    step.processing.push(durationMs);
    step.total.push(now - openedAt);
  }

  stopped(work: Work, now: number): void {
    if (work.startedAt === undefined) this.#leftQueue(work, now);
    if (this.#isIn(now)) this.#step(work.node).stopped++;
  }

  #step(node: string): StepTally {
    const known = this.#steps.get(node);
    if (known !== undefined) return known;
    const queue = new TimeAverage(this.#window, this.#cellMs);
    const made = { completed: 0, stopped: 0, waiting: [], processing: [], total: [], queue };
    this.#steps.set(node, made);
    return made;
  }

  /** Looks at all cases at the end: which were due, and which of them were late. */
  judge(cases: Iterable<CaseTimes>): void {
    const { sla } = this.#options;
    if (sla === undefined) return;
    const within = amountOf(typeof sla === 'string' ? sla : sla.within)!;
    const dueOf = (at: number): number =>
      typeof sla === 'string' ? at + within : sla.calendar.addMinutes(at, within / 60_000);
    for (const { arrivedAt, endedAt = Infinity } of cases) {
      const due = dueOf(arrivedAt);
      if (!this.#isIn(arrivedAt) || due >= this.#window.until) continue;
      this.#due++;
      if (endedAt > due) this.#late++;
    }
  }

  cases(): CaseFigures {
    const hours = (this.#window.until - this.#window.from) / HOUR_MS;
    return {
      atStart: this.#atStart,
      arrived: this.#arrived,
      finished: this.#finished,
      atEnd: this.#inProgress.count,
      finishedPerHour: this.#finished / hours,
      inProgress: this.#inProgress.close(this.#cellMs !== undefined),
      cycleTime: timeSummary(this.#cycleTimes),
      lateShare: this.#due === 0 ? undefined : this.#late / this.#due,
    };
  }

  /** Of the activities that were reached, in the order of their ids. */
  steps(): Record<string, StepFigures> {
    const ids = [...this.#steps.keys()].toSorted();
    return Object.fromEntries(ids.map((id) => [id, this.#closeStep(this.#steps.get(id)!)]));
  }

  #closeStep({ completed, stopped, waiting, processing, total, queue }: StepTally): StepFigures {
    return {
      completed,
      stopped,
      waiting: timeSummary(waiting),
      processing: timeSummary(processing),
      total: timeSummary(total),
      queue: queue.close(this.#cellMs !== undefined),
    };
  }

  pools(groups: readonly Group[]): Record<string, PoolFigures> {
    const figures: [string, PoolFigures][] = [];
    for (const [pool, queue] of this.#pools) {
      const own = groups.filter((group) => group.pool === pool);
      const onDuty = own.reduce((sum, group) => sum + this.#onDutyMs(group), 0);
      const busy = own.reduce((sum, { busyMs }) => sum + busyMs, 0);
      const closed = queue.close(this.#cellMs !== undefined);
      figures.push([
        pool,
        {
          onDutyHours: onDuty / HOUR_MS,
          busyHours: busy / HOUR_MS,
          utilisation: onDuty === 0 ? 0 : busy / onDuty,
          queue: closed,
        },
      ]);
    }
    return Object.fromEntries(figures);
  }

  #onDutyMs(group: Group): number {
    return group.count * onDutyMs(group, this.#window.from, this.#window.until);
  }

  costs(groups: readonly Group[]): CostFigures {
    const hours = (msOf: (group: Group) => number): string =>
      groups
        .reduce((sum, group) => {
          const { costPerHour = 0 } = group;
          return sum.plus(decimal(costPerHour).times(msOf(group)).dividedBy(HOUR_MS));
        }, decimal(0))
        .toFixed(2);
    const { costs = {} } = this.#options;
    const activities = Object.entries(costs).reduce(
      (sum, [id, cost]) => sum.plus(decimal(cost).times(this.#steps.get(id)?.completed ?? 0)),
      decimal(0),
    );
    return {
      used: hours(({ busyMs }) => busyMs),
      staffed: hours((group) => this.#onDutyMs(group)),
      activities: activities.toFixed(2),
    };
  }
}
