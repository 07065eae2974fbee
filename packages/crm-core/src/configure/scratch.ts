/**
 * Room for what is worked out on the way and not kept.
 *
 * An array for each layer of each walk would be of no use as soon as it is made, and the collector
 * is called for typed arrays by their bytes: it took longer than the walks.
 */

/** Cells that are used again and again; they grow to what was asked for. */
export class Scratch {
  #cells = new Float64Array(64);

  /** At least so many cells, with anything in them; they are good until the next call. */
  cells(count: number): Float64Array {
    if (this.#cells.length < count) this.#cells = new Float64Array(count);
    return this.#cells;
  }
}
