/** What is to happen, by time; at the same instant in the order in which it was planned. */
import { Heap } from './heap.ts';

/** Something that happens at an instant. */
export type Happening = (now: number) => void;

interface Planned {
  readonly at: number;
  readonly order: number;
  readonly happening: Happening;
}

/** Happenings to come. */
export class EventQueue {
  readonly #heap = new Heap<Planned>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  #order = 0;

  /** Plans a happening. */
  add(at: number, happening: Happening): void {
    this.#heap.add({ at, order: this.#order++, happening });
  }

  /** Takes out the first that happens before an instant; undefined: there is none. */
  takeBefore(until: number): Planned | undefined {
    const { first } = this.#heap;
    if (first === undefined || first.at >= until) return undefined;
    this.#heap.removeFirst();
    return first;
  }
}
