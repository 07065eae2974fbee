/**
 * Columns of small integers that grow, and the table of ids that finds their rows.
 *
 * A book of a million entries has some ten million cells. In typed arrays they take four bytes
 * each and are no work for the garbage collector.
 */

/** A place is the number of a block and, in so many bits, the place in it. */
const BLOCK_BITS = 14;
const BLOCK_CELLS = 1 << BLOCK_BITS;
const IN_BLOCK = BLOCK_CELLS - 1;

/**
 * Cells in blocks, so that a column grows without being copied and without room for twice as much.
 * Only the first block grows: small books are to stay small.
 *
 * What is done for every cell stands in the classes below, once for each kind of number: one text
 * for both would be compiled for neither.
 */
abstract class Blocks<Cells extends Int32Array | Float64Array> {
  protected readonly blocks: Cells[];
  /** The one that is being filled. */
  protected last: Cells;
  /** Cells of the last one that are. */
  protected filled = 0;
  protected count = 0;
  readonly #make: (cells: number) => Cells;

  constructor(make: (cells: number) => Cells) {
    this.#make = make;
    this.last = make(64);
    this.blocks = [this.last];
  }

  /** How many there are. */
  get length(): number {
    return this.count;
  }

  /** Forgets all from a place on. */
  truncate(length: number): void {
    this.count = length;
    this.blocks.length = Math.max(1, Math.ceil(length / BLOCK_CELLS));
    this.last = this.blocks.at(-1)!;
    this.filled = length - (this.blocks.length - 1) * BLOCK_CELLS;
  }

  /** Room for more, when the last block is full. */
  protected grow(): void {
    const { last } = this;
    if (last.length === BLOCK_CELLS) {
      this.last = this.#make(BLOCK_CELLS);
      this.blocks.push(this.last);
      this.filled = 0;
    } else {
      this.last = this.#make(last.length * 2);
      this.last.set(last);
      this.blocks[0] = this.last;
    }
  }
}

/** Whole numbers of 32 bits, one after the other. */
export class IntColumn extends Blocks<Int32Array> {
  constructor() {
    super((cells) => new Int32Array(cells));
  }

  /** Adds one at the end. */
  push(value: number): void {
    if (this.filled === this.last.length) this.grow();
    this.last[this.filled++] = value;
    this.count++;
  }

  /** The number at a place; 0 behind the end. */
  at(index: number): number {
    return index < this.count ? this.blocks[index >> BLOCK_BITS]![index & IN_BLOCK]! : 0;
  }
}

/** Numbers, whole ones up to 2^53 exactly, one after the other. */
export class NumberColumn extends Blocks<Float64Array> {
  constructor() {
    super((cells) => new Float64Array(cells));
  }

  /** Adds one at the end. */
  push(value: number): void {
    if (this.filled === this.last.length) this.grow();
    this.last[this.filled++] = value;
    this.count++;
  }

  /** The number at a place; 0 behind the end. */
  at(index: number): number {
    return index < this.count ? this.blocks[index >> BLOCK_BITS]![index & IN_BLOCK]! : 0;
  }
}

/**
 * Finds rows by the ids that they have: open addressing over hashes of 32 bits.
 *
 * A slot keeps a row number and the hash of its id, side by side, so that a search mostly touches
 * one line of the processor's cache; the ids stand in their own column. Rows are added in the order
 * of their numbers and taken out from the end.
 */
export class IdTable {
  readonly #ids: readonly string[];
  /** Row number + 1, 0 = free, and the hash; one slot after the other. */
  #slots = new Int32Array(2 * 1024);
  /** For the place of a slot of a hash. */
  #mask = 2 * 1023;
  #length = 0;
  /** What was looked for last, and its hash: it is often added next. */
  #asked = '';
  #askedHash = hashOf('');

  /** @param ids - the column of ids, which the caller grows */
  constructor(ids: readonly string[]) {
    this.#ids = ids;
  }

  /** The row of an id; -1 where there is none. */
  find(id: string): number {
    const hash = hashOf(id);
    this.#asked = id;
    this.#askedHash = hash;
    const slots = this.#slots;
    const mask = this.#mask;
    for (let slot = (hash << 1) & mask; ; slot = (slot + 2) & mask) {
      const row = slots[slot]! - 1;
      if (row === -1) return -1;
      if (slots[slot + 1] === hash && this.#ids[row] === id) return row;
    }
  }

  /** Adds the next row, which has just been given its id. */
  add(row: number): void {
    // At most half full, so that a search ends after a slot or two.
    if (++this.#length * 4 > this.#slots.length) this.#grow();
    const id = this.#ids[row]!;
    this.#place(row, id === this.#asked ? this.#askedHash : hashOf(id));
  }

  /** Takes out the last row: it was placed last, so no other one was pushed on by it. */
  removeLast(): void {
    const row = --this.#length;
    let slot = (hashOf(this.#ids[row]!) << 1) & this.#mask;
    while (this.#slots[slot] !== row + 1) slot = (slot + 2) & this.#mask;
    this.#slots[slot] = 0;
  }

  /** Twice the slots. The rows keep their order, on which taking out the last one relies. */
  #grow(): void {
    const before = this.#slots;
    const hashes = new Int32Array(this.#length);
    for (let slot = 0; slot < before.length; slot += 2) {
      if (before[slot] !== 0) hashes[before[slot]! - 1] = before[slot + 1]!;
    }
    this.#slots = new Int32Array(before.length * 2);
    this.#mask = before.length * 2 - 2;
    for (let row = 0; row < this.#length - 1; row++) this.#place(row, hashes[row]!);
  }

  #place(row: number, hash: number): void {
    const slots = this.#slots;
    const mask = this.#mask;
    let slot = (hash << 1) & mask;
    while (slots[slot] !== 0) slot = (slot + 2) & mask;
    slots[slot] = row + 1;
    slots[slot + 1] = hash;
  }
}

/**
 * A hash of 32 bits.
 *
 * @source FNV-1a over UTF-16 code units, with the final mix of MurmurHash3 (A. Appleby)
 */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) {
    hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
