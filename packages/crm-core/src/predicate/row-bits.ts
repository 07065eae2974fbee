/**
 * A set of row numbers: one bit each, and how many there are.
 */

/** A set of row numbers that grows as it needs to. */
export class RowBits {
  #words = new Uint32Array(32);
  #count = 0;

  /** How many rows are in it. */
  get count(): number {
    return this.#count;
  }

  has(row: number): boolean {
    const word = row >>> 5;
    return word < this.#words.length && ((this.#words[word]! >>> (row & 31)) & 1) === 1;
  }

  /** Puts a row in or takes it out; it must not be there already. */
  toggle(row: number): void {
    const word = row >>> 5;
    if (word >= this.#words.length) {
      const longer = new Uint32Array(Math.max(word + 1, 2 * this.#words.length));
      longer.set(this.#words);
      this.#words = longer;
    }
    this.#words[word]! ^= 1 << (row & 31);
    this.#count += this.has(row) ? 1 : -1;
  }

  /** The rows that are in it, in order. */
  *rows(): Generator<number> {
    for (let word = 0; word < this.#words.length; word++) {
      for (let bits = this.#words[word]!; bits !== 0; bits &= bits - 1) {
        yield 32 * word + 31 - Math.clz32(bits & -bits);
      }
    }
  }
}
