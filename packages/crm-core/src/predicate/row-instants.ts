/**
 * An instant for each row: when it is due.
 */

/** Instants by row number; Infinity where there is none. Grows as it needs to. */
export class RowInstants {
  #instants = new Float64Array(64).fill(Infinity);

  get(row: number): number {
    return row < this.#instants.length ? this.#instants[row]! : Infinity;
  }

  set(row: number, instant: number): void {
    if (row >= this.#instants.length) {
      const longer = new Float64Array(Math.max(row + 1, 2 * this.#instants.length)).fill(Infinity);
      longer.set(this.#instants);
      this.#instants = longer;
    }
    this.#instants[row] = instant;
  }
}
