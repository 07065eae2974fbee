/**
 * How many there are of something, averaged over time: the area under the count, divided by the
 * time that is measured.
 */

/** Which part of a run is measured, in milliseconds since 1970; half-open. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

/** A stretch of time of a queue. */
export interface QueueCell {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly mean: number;
  readonly max: number;
}

/** How long a queue was. */
export interface QueueFigures {
  readonly mean: number;
  readonly max: number;
  /** At the end of the run. */
  readonly last: number;
  /** Only where cells were asked for. */
  readonly overTime?: readonly QueueCell[];
}

/** A count that goes up and down. */
export class TimeAverage {
  readonly #window: Window;
  readonly #cellMs: number;
  readonly #cells: { area: number; max: number }[] = [];
  #count = 0;
  #since: number;
  #area = 0;
  #max = 0;

  /** @param cellMs - the length of the cells; undefined: one for all */
  constructor(window: Window, cellMs?: number) {
    this.#window = window;
    this.#since = window.from;
    this.#cellMs = cellMs ?? window.until - window.from;
    const cells = Math.ceil((window.until - window.from) / this.#cellMs);
    for (let at = 0; at < cells; at++) this.#cells.push({ area: 0, max: 0 });
  }

  get count(): number {
    return this.#count;
  }

  /** Goes up or down at an instant that is no earlier than the last one. */
  add(now: number, change: number): void {
    this.#passTo(now);
    this.#count += change;
  }

  /** The figures at the end of the run. */
  close(isCelled: boolean): QueueFigures {
    this.#passTo(this.#window.until);
    const { from, until } = this.#window;
    const overTime = this.#cells.map(({ area, max }, at) => {
      const start = from + at * this.#cellMs;
      return { from: start, mean: area / (Math.min(until, start + this.#cellMs) - start), max };
    });
    const mean = this.#area / (until - from);
    return { mean, max: this.#max, last: this.#count, ...(isCelled && { overTime }) };
  }

  /** A count of no duration is no length of a queue: it does not count for the maximum. */
  #passTo(now: number): void {
    const count = this.#count;
    const until = Math.min(now, this.#window.until);
    if (until <= this.#since) return;
    this.#area += count * (until - this.#since);
    this.#max = Math.max(this.#max, count);
    if (count > 0) this.#fillCells(until, count);
    this.#since = until;
  }

  #fillCells(until: number, count: number): void {
    for (let at = this.#since; at < until; ) {
      const index = Math.floor((at - this.#window.from) / this.#cellMs);
      const end = Math.min(until, this.#window.from + (index + 1) * this.#cellMs);
      const cell = this.#cells[index]!;
      cell.area += count * (end - at);
      cell.max = Math.max(cell.max, count);
      at = end;
    }
  }
}
