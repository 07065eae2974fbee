/** Work that waits for somebody, in the order in which it is served. */
import { type GoesBefore, Heap } from './heap.ts';
import type { QueueDiscipline } from './options.ts';

/** A piece of work at an activity, from when it is opened to when it is done or stopped. */
export interface Work {
  /** Grows with the order of opening. */
  readonly order: number;
  readonly node: string;
  /** How often the case has worked at this activity before. */
  readonly visit: number;
  /** Pools that can do it, the preferred one first. Empty: it waits for nobody. */
  readonly pools: readonly string[];
  readonly priority: number;
  /** Of work, off-duty hours not among them. */
  readonly durationMs: number;
  readonly openedAt: number;
  /** Plans its end. */
  readonly begin: (endsAt: number) => void;
  startedAt?: number;
  endedAt?: number;
  /** It was stopped while it waited. */
  isGone?: true;
}

/** The order of a discipline; of two that are equal, who came first. */
export function orderOf(discipline: QueueDiscipline): GoesBefore<Work> {
  const key: (work: Work) => number = {
    fifo: () => 0,
    priority: ({ priority }: Work) => -priority,
    shortest: ({ durationMs }: Work) => durationMs,
  }[discipline];
  return (a, b) => {
    const [first, second] = [key(a), key(b)];
    return first < second || (first === second && a.order < b.order);
  };
}

/** Work that waits. Who has gone is left out when its turn comes. */
export class WorkQueue {
  readonly #heap: Heap<Work>;

  constructor(isBefore: GoesBefore<Work>) {
    this.#heap = new Heap(isBefore);
  }

  /** Puts work at its place. */
  add(work: Work): void {
    this.#heap.add(work);
  }

  /** Who is next; undefined: nobody waits. */
  head(): Work | undefined {
    while (this.#heap.first?.isGone === true) this.#heap.removeFirst();
    return this.#heap.first;
  }

  /** Takes who is next out. */
  take(): void {
    this.#heap.removeFirst();
  }
}
