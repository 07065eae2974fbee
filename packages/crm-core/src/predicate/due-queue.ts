/**
 * Which row of which segment has to be looked at again, and when: a binary heap, the earliest on
 * top; of equal instants the rows one by one, each with its segments in order.
 *
 * What is put in is never taken out by name: whoever takes it asks whether it still holds.
 */

/** A row of a segment that is due. */
export interface Due {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly row: number;
  readonly segment: number;
}

const isBefore = (a: Due, b: Due): boolean =>
  a.at !== b.at ? a.at < b.at : a.row !== b.row ? a.row < b.row : a.segment < b.segment;

/** What is due, the earliest first. */
export class DueQueue {
  #heap: Due[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The earliest. */
  get first(): Due | undefined {
    return this.#heap[0];
  }

  add(due: Due): void {
    const heap = this.#heap;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(due, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = due;
  }

  /** Takes the earliest out; there must be one. */
  take(): Due {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) this.#sink(0, last);
    return first;
  }

  /** Keeps what still holds. */
  keep(holds: (due: Due) => boolean): void {
    this.#heap = this.#heap.filter(holds);
    for (let at = (this.#heap.length >> 1) - 1; at >= 0; at--) this.#sink(at, this.#heap[at]!);
  }

  #sink(from: number, due: Due): void {
    const heap = this.#heap;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, due)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = due;
  }
}
