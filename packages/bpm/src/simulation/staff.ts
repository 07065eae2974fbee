/**
 * The people and machines of a run: who is on duty, who is free, who does what next.
 *
 * Who has begun goes on until it is done: at the end of a shift the work lies there, kept by who
 * does it, and goes on with the next shift. Nobody begins off duty.
 */
import type { Calendar, DecimalInput } from '@kontor/kernel';
import type { EventQueue } from './event-queue.ts';
import type { GoesBefore } from './heap.ts';
import { type SimulationOptions, staffOf } from './options.ts';
import type { Window } from './time-average.ts';
import { orderOf, type Work, WorkQueue } from './work-queue.ts';

const MINUTE_MS = 60_000;

/** Those of a pool that have one calendar. */
export interface Group {
  readonly pool: string;
  readonly count: number;
  readonly calendar: Calendar | undefined;
  readonly costPerHour: DecimalInput | undefined;
  busy: number;
  /** Milliseconds of work on duty, of all of them, in the window that is measured. */
  busyMs: number;
  /** When the next shift is awaited. */
  wakesAt?: number;
}

/** Work whose pools are the same waits in one queue. */
interface SharedQueue {
  readonly pools: readonly string[];
  readonly queue: WorkQueue;
}

/** Told when work begins; gives when it will be done. */
export type Begun = (work: Work, endsAt: number, now: number) => void;

/** The staff of one run. */
export class Staff {
  readonly groups: readonly Group[];
  readonly #byPool = new Map<string, Group[]>();
  readonly #queues = new Map<string, SharedQueue>();
  readonly #queuesOfPool = new Map<string, SharedQueue[]>();
  readonly #isBefore: GoesBefore<Work>;
  readonly #window: Window;
  readonly #events: EventQueue;
  readonly #begun: Begun;
  readonly #doers = new Map<Work, Group>();
  /** Groups that may have something to do. */
  readonly #asked = new Set<Group>();

  constructor(options: SimulationOptions, window: Window, events: EventQueue, begun: Begun) {
    const pools = Object.entries(options.resources ?? {});
    this.groups = pools.flatMap(([pool, given]) =>
      staffOf(given).map(({ count, calendar = options.calendar, costPerHour }) => ({
        pool,
        count,
        calendar,
        costPerHour,
        busy: 0,
        busyMs: 0,
      })),
    );
    for (const group of this.groups) {
      this.#byPool.set(group.pool, [...(this.#byPool.get(group.pool) ?? []), group]);
    }
    this.#isBefore = orderOf(options.queue ?? 'fifo');
    this.#window = window;
    this.#events = events;
    this.#begun = begun;
  }

  /** Whether there is a pool of a name. */
  has(pool: string): boolean {
    return this.#byPool.has(pool);
  }

  /** Work is there to be done; `serve` gives it to somebody. */
  add(work: Work): void {
    this.#queueFor(work.pools).queue.add(work);
    for (const pool of work.pools) this.#ask(pool);
  }

  #ask(pool: string): void {
    for (const group of this.#byPool.get(pool)!) this.#asked.add(group);
  }

  #queueFor(pools: readonly string[]): SharedQueue {
    const key = pools.length === 1 ? pools[0]! : JSON.stringify(pools);
    const known = this.#queues.get(key);
    if (known !== undefined) return known;
    const made = { pools, queue: new WorkQueue(this.#isBefore) };
    this.#queues.set(key, made);
    for (const pool of pools) {
      this.#queuesOfPool.set(pool, [...(this.#queuesOfPool.get(pool) ?? []), made]);
    }
    return made;
  }

  /** Work is done or was stopped: who did it is free. */
  release(work: Work, now: number): void {
    const group = this.#doers.get(work);
    if (group === undefined) return;
    this.#doers.delete(work);
    this.#countBusy(group, work, now);
    group.busy--;
    this.#asked.add(group);
  }

  /** Gives work to who is free, until nobody is or nothing waits. */
  serve(now: number): void {
    for (const group of this.#asked) {
      this.#asked.delete(group);
      while (group.busy < group.count && this.#serveOne(group, now));
    }
  }

  #serveOne(group: Group, now: number): boolean {
    const shared = this.#nextFor(group.pool);
    if (shared === undefined) return false;
    if (group.calendar?.isWorkingInstant(now) === false) {
      this.#awaitShift(group, group.calendar, now);
      return false;
    }
    const work = shared.queue.head()!;
    shared.queue.take();
    group.busy++;
    this.#doers.set(work, group);
    const { durationMs } = work;
    const endsAt = group.calendar?.addMinutes(now, durationMs / MINUTE_MS) ?? now + durationMs;
    this.#begun(work, endsAt, now);
    return true;
  }

  /** The queue whose first is served before the first of all others of a pool. */
  #nextFor(pool: string): SharedQueue | undefined {
    let next: SharedQueue | undefined;
    for (const shared of this.#queuesOfPool.get(pool) ?? []) {
      const head = shared.queue.head();
      if (head === undefined) continue;
      if (next === undefined || this.#isBefore(head, next.queue.head()!)) next = shared;
    }
    return next;
  }

  #awaitShift(group: Group, calendar: Calendar, now: number): void {
    const wakesAt = calendar.nextWorkingInstant(now);
    if (group.wakesAt === wakesAt) return;
    group.wakesAt = wakesAt;
    this.#events.add(wakesAt, () => this.#asked.add(group));
  }

  #countBusy(group: Group, { startedAt }: Work, now: number): void {
    const from = Math.max(startedAt!, this.#window.from);
    const to = Math.min(now, this.#window.until);
    if (to > from) group.busyMs += onDutyMs(group, from, to);
  }

  /** Counts the work that goes on at the end of the run. */
  close(): void {
    for (const [work, group] of this.#doers) this.#countBusy(group, work, this.#window.until);
  }
}

/** Milliseconds on duty of one of a group. */
export function onDutyMs({ calendar }: Group, from: number, to: number): number {
  if (calendar === undefined) return to - from;
  return Math.round(calendar.minutesBetween(from, to) * MINUTE_MS);
}
