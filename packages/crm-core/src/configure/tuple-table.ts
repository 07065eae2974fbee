/**
 * Tuples of whole numbers of one length, each known by the number of its first coming.
 *
 * Open addressing over one flat array: a map of joined text takes several times as long, and this
 * is the innermost step of compiling.
 */

/** Numbers tuples from 0 on. */
export class TupleTable {
  readonly #length: number;
  #slots = new Int32Array(16).fill(-1);
  #cells: Int32Array;
  size = 0;

  constructor(length: number) {
    this.#length = length;
    this.#cells = new Int32Array(Math.max(1, length) * 8);
  }

  /** The number of the tuple in the first cells of `tuple`; a new one if it was not there. */
  numberOf(tuple: ArrayLike<number>): number {
    if (this.size * 2 >= this.#slots.length) this.#grow();
    let slot = this.#slotOf(tuple, 0);
    for (; this.#slots[slot]! >= 0; slot = (slot + 1) & (this.#slots.length - 1)) {
      if (this.#equals(this.#slots[slot]!, tuple)) return this.#slots[slot]!;
    }
    this.#slots[slot] = this.size;
    this.#keep(tuple);
    return this.size++;
  }

  /** A cell of a tuple that is there. */
  cell(tuple: number, at: number): number {
    return this.#cells[tuple * this.#length + at]!;
  }

  #slotOf(cells: ArrayLike<number>, start: number): number {
    let hash = 0x811c9dc5;
    for (let at = start; at < start + this.#length; at++) {
      hash = Math.imul(hash ^ cells[at]!, 0x01000193);
      hash ^= hash >>> 15;
    }
    return (hash >>> 0) & (this.#slots.length - 1);
  }

  #equals(number: number, tuple: ArrayLike<number>): boolean {
    const start = number * this.#length;
    for (let at = 0; at < this.#length; at++) {
      if (this.#cells[start + at] !== tuple[at]) return false;
    }
    return true;
  }

  #keep(tuple: ArrayLike<number>): void {
    const start = this.size * this.#length;
    if (start + this.#length > this.#cells.length) {
      const larger = new Int32Array(this.#cells.length * 2);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    for (let at = 0; at < this.#length; at++) this.#cells[start + at] = tuple[at]!;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let number = 0; number < this.size; number++) {
      let slot = this.#slotOf(this.#cells, number * this.#length);
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = number;
    }
  }
}
