/**
 * Columns that grow, and the table of ids that finds their rows.
 *
 * A book of a million entries has some ten million cells. In typed arrays they take four bytes
 * each and are no work for the garbage collector. What is written together stands together: the
 * cells of a row are neighbours, so that a row costs one line of the processor's cache and not one
 * for each of its columns.
 */

/** A row's place is the number of a block and, in so many bits, the row in it. */
const BLOCK_BITS = 14;
const BLOCK_ROWS = 1 << BLOCK_BITS;
const IN_BLOCK = BLOCK_ROWS - 1;

/**
 * Rows of cells in blocks, so that they grow without being copied and without room for twice as
 * many. Only the first block grows: small books are to stay small.
 *
 * Reading stands in the classes below, once for each kind of number: one text for both would be
 * compiled for neither.
 */
abstract class Rows<Cells extends Int32Array | Float64Array> {
  protected readonly blocks: Cells[];
  /** The block that is being filled. */
  cells: Cells;
  /** Cells of it that are. */
  filled = 0;
  protected count = 0;
  protected readonly width: number;
  readonly #make: (cells: number) => Cells;

  constructor(width: number, make: (cells: number) => Cells) {
    this.width = width;
    this.#make = make;
    this.cells = make(16 * width);
    this.blocks = [this.cells];
  }

  /** How many rows there are. */
  get length(): number {
    return this.count;
  }

  /**
   * Adds a row, whose cells the caller writes.
   *
   * @returns the place of the first of them in `cells`, which may be others than before
   */
  add(): number {
    if (this.filled === this.cells.length) this.#grow();
    const first = this.filled;
    this.filled += this.width;
    this.count++;
    return first;
  }

  /**
   * Adds rows that stand together, whose cells the caller writes: so many, or as many as there is
   * room for. They end where `filled` is then.
   *
   * @returns how many
   */
  addSome(most: number): number {
    if (this.filled === this.cells.length) this.#grow();
    const some = Math.min(most, ((this.cells.length - this.filled) / this.width) | 0);
    this.filled += some * this.width;
    this.count += some;
    return some;
  }

  /** Forgets all rows from one on. */
  truncate(length: number): void {
    this.count = length;
    this.blocks.length = Math.max(1, Math.ceil(length / BLOCK_ROWS));
    this.cells = this.blocks.at(-1)!;
    this.filled = (length - (this.blocks.length - 1) * BLOCK_ROWS) * this.width;
  }

  /** Room for more, when the last block is full. */
  #grow(): void {
    const { cells, width } = this;
    if (cells.length === BLOCK_ROWS * width) {
      this.cells = this.#make(cells.length);
      this.blocks.push(this.cells);
      this.filled = 0;
    } else {
      this.cells = this.#make(cells.length * 2);
      this.cells.set(cells);
      this.blocks[0] = this.cells;
    }
  }
}

/** Rows of so many whole numbers of 32 bits. */
export class IntRows extends Rows<Int32Array> {
  /** @param width - the cells of a row */
  constructor(width: number) {
    super(width, (cells) => new Int32Array(cells));
  }

  /** A cell of a row that there is. */
  at(row: number, field: number): number {
    return this.blocks[row >> BLOCK_BITS]![(row & IN_BLOCK) * this.width + field]!;
  }

  /** Changes a cell of a row that there is. */
  set(row: number, field: number, value: number): void {
    this.blocks[row >> BLOCK_BITS]![(row & IN_BLOCK) * this.width + field] = value;
  }
}

/** Rows of so many numbers; whole ones up to 2^53 are exact. */
export class NumberRows extends Rows<Float64Array> {
  /** @param width - the cells of a row */
  constructor(width: number) {
    super(width, (cells) => new Float64Array(cells));
  }

  /** A cell of a row that there is. */
  at(row: number, field: number): number {
    return this.blocks[row >> BLOCK_BITS]![(row & IN_BLOCK) * this.width + field]!;
  }
}

/** One field of rows, to be read as a column. */
export class IntField {
  readonly #rows: IntRows;
  readonly #field: number;

  /** @param field - its place among the cells of a row */
  constructor(rows: IntRows, field: number) {
    this.#rows = rows;
    this.#field = field;
  }

  /** How many there are. */
  get length(): number {
    return this.#rows.length;
  }

  /** The number in a row; 0 behind the end. */
  at(row: number): number {
    return row < this.#rows.length ? this.#rows.at(row, this.#field) : 0;
  }
}

/** One field of rows that is the number of a value, to be read as that value. */
export class ValueField<Value> {
  readonly #rows: IntRows;
  readonly #field: number;
  readonly #values: readonly Value[];

  /** @param field - its place among the cells of a row */
  constructor(rows: IntRows, field: number, values: readonly Value[]) {
    this.#rows = rows;
    this.#field = field;
    this.#values = values;
  }

  /** The value in a row that there is. */
  at(row: number): Value {
    return this.#values[this.#rows.at(row, this.#field)]!;
  }
}

/**
 * A column in which a number mostly is the one before: its runs.
 *
 * All entries of a batch are recorded at one instant, so this is a few cells a batch.
 */
export class RunColumn {
  readonly #values: number[] = [];
  /** Where each run ends. */
  readonly #ends: number[] = [];
  #length = 0;

  /** How many numbers there are. */
  get length(): number {
    return this.#length;
  }

  /** Adds it so many times at the end, at least once. */
  push(value: number, times = 1): void {
    const last = this.#values.length - 1;
    this.#length += times;
    if (last >= 0 && this.#values[last] === value) this.#ends[last] = this.#length;
    else {
      this.#values.push(value);
      this.#ends.push(this.#length);
    }
  }

  /** The number at a place. */
  at(index: number): number {
    let [low, high] = [0, this.#ends.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#ends[middle]! <= index) low = middle + 1;
      else high = middle;
    }
    return this.#values[low]!;
  }

  /** Forgets the last one. */
  pop(): void {
    const last = this.#ends.length - 1;
    this.#length--;
    this.#ends[last]!--;
    if (this.#ends[last] !== (last === 0 ? 0 : this.#ends[last - 1])) return;
    this.#ends.pop();
    this.#values.pop();
  }
}

/** Places in a list, mostly one behind the other: where each run of them begins and ends. */
export class PlaceRuns {
  /** First, end, first, end … */
  readonly #borders: number[] = [];

  /** Adds so many places from one on, which stand behind all that were added. */
  add(first: number, count: number): void {
    if (count === 0) return;
    const last = this.#borders.length - 1;
    if (last > 0 && this.#borders[last] === first) this.#borders[last] = first + count;
    else this.#borders.push(first, first + count);
  }

  /** Takes off so many of those that were added last, at once. */
  removeLast(count: number): void {
    if (count === 0) return;
    const last = this.#borders.length - 1;
    this.#borders[last]! -= count;
    if (this.#borders[last] === this.#borders[last - 1]) this.#borders.length -= 2;
  }

  /** Calls with every place. */
  forEach(visit: (place: number) => void): void {
    for (let run = 0; run < this.#borders.length; run += 2) {
      for (let place = this.#borders[run]!; place < this.#borders[run + 1]!; place++) visit(place);
    }
  }
}

/** Places in a list by month. */
export class PlacesByMonth {
  readonly #months = new Map<number, PlaceRuns>();
  /** The month that was asked for last: entries come mostly by their dates. */
  #last = -1;
  #lastRuns = new PlaceRuns();

  /** The places of a month. */
  of(month: number): PlaceRuns {
    if (month === this.#last) return this.#lastRuns;
    let runs = this.#months.get(month);
    if (runs === undefined) this.#months.set(month, (runs = new PlaceRuns()));
    this.#last = month;
    this.#lastRuns = runs;
    return runs;
  }
}

/**
 * Finds rows by the ids that they have: open addressing over hashes of 32 bits.
 *
 * Most ids that are looked for are new, and what says so is small enough for the processor's cache:
 * a byte a slot, 0 where it is free, else a part of the hash. Only where that agrees is the slot's
 * row looked at, and its id in the column of ids. Rows are added in the order of their numbers and
 * taken out from the end.
 */
export class IdTable {
  readonly #ids: readonly string[];
  #tags = new Uint8Array(1024);
  /** The rows of slots that are not free. */
  #rows = new Int32Array(1024);
  #mask = 1023;
  /** The hash of each row's id. */
  readonly #hashes = new IntRows(1);
  /** What was looked for last, and its hash: it is often added next. */
  #asked = '';
  #askedHash = hashOf('');

  /** @param ids - the column of ids, which the caller grows */
  constructor(ids: readonly string[]) {
    this.#ids = ids;
  }

  /** The row of an id; -1 where there is none. */
  find(id: unknown): number {
    if (typeof id !== 'string') return -1;
    const hash = hashOf(id);
    this.#asked = id;
    this.#askedHash = hash;
    const tags = this.#tags;
    const mask = this.#mask;
    const tag = tagOf(hash);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const own = tags[slot]!;
      if (own === 0) return -1;
      if (own === tag && this.#ids[this.#rows[slot]!] === id) return this.#rows[slot]!;
    }
  }

  /** Adds the next row, which has just been given its id. */
  add(row: number): void {
    const id = this.#ids[row]!;
    const hash = id === this.#asked ? this.#askedHash : hashOf(id);
    this.#makeRoom();
    this.#place(row, hash);
    this.#note(hash);
  }

  /**
   * Adds an id as that of the next row, unless it has one; the caller then gives it to the row.
   *
   * Same as `add` where `find` finds none, in one search.
   *
   * @returns whether it was new
   */
  claim(id: string): boolean {
    this.#makeRoom();
    const hash = hashOf(id);
    const tags = this.#tags;
    const mask = this.#mask;
    const tag = tagOf(hash);
    let slot = hash & mask;
    for (; tags[slot] !== 0; slot = (slot + 1) & mask) {
      if (tags[slot] === tag && this.#ids[this.#rows[slot]!] === id) return false;
    }
    tags[slot] = tag;
    this.#rows[slot] = this.#hashes.length;
    this.#note(hash);
    return true;
  }

  #note(hash: number): void {
    const at = this.#hashes.add();
    this.#hashes.cells[at] = hash;
  }

  /** At most half full, so that a search ends after a slot or two. */
  #makeRoom(): void {
    if (this.#hashes.length * 2 >= this.#tags.length) this.#grow();
  }

  /** Takes out the last row: it was placed last, so no other one was pushed on by it. */
  removeLast(): void {
    const row = this.#hashes.length - 1;
    let slot = this.#hashes.at(row, 0) & this.#mask;
    // No slot on the way to it is free: it was placed in the first that was.
    while (this.#rows[slot] !== row) slot = (slot + 1) & this.#mask;
    this.#tags[slot] = 0;
    this.#hashes.truncate(row);
  }

  /**
   * More slots: four times as many, so that few rows are placed often, and twice as many where that
   * would be much memory. The rows keep their order, on which taking out the last one relies.
   */
  #grow(): void {
    const slots = this.#tags.length * (this.#tags.length < WIDE_SLOTS ? 4 : 2);
    this.#tags = new Uint8Array(slots);
    this.#rows = new Int32Array(slots);
    this.#mask = slots - 1;
    for (let row = 0; row < this.#hashes.length; row++) this.#place(row, this.#hashes.at(row, 0));
  }

  #place(row: number, hash: number): void {
    const tags = this.#tags;
    const mask = this.#mask;
    let slot = hash & mask;
    while (tags[slot] !== 0) slot = (slot + 1) & mask;
    tags[slot] = tagOf(hash);
    this.#rows[slot] = row;
  }
}

/** Slots of a table that is no longer small: 1.3 megabytes. */
const WIDE_SLOTS = 1 << 18;

/** The upper bits of a hash, which seldom tell a slot; never 0. */
const tagOf = (hash: number): number => (hash >>> 24) | 1;

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
