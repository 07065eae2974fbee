/**
 * Columns of small integers that grow, and the table of ids that finds their rows.
 *
 * A book of a million entries has some ten million cells. In typed arrays they take four bytes
 * each and are no work for the garbage collector.
 */

/** Whole numbers of 32 bits, one after the other. */
export class IntColumn {
  #cells = new Int32Array(256);
  #length = 0;

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  /** Adds one at the end. */
  push(value: number): void {
    if (this.#length === this.#cells.length) {
      const wider = new Int32Array(this.#cells.length * 2);
      wider.set(this.#cells);
      this.#cells = wider;
    }
    this.#cells[this.#length++] = value;
  }

  /** The number at a place; 0 behind the end. */
  at(index: number): number {
    return index < this.#length ? this.#cells[index]! : 0;
  }

  /** Forgets all from a place on. */
  truncate(length: number): void {
    this.#length = length;
  }
}

/**
 * Finds rows by the ids that they have: open addressing over hashes of 32 bits.
 *
 * The table keeps row numbers and hashes only; the ids stand in their own column. Rows are added in
 * the order of their numbers and taken out from the end.
 */
export class IdTable {
  readonly #ids: readonly string[];
  /** Row number + 1; 0 = free. */
  #slots = new Int32Array(1024);
  #mask = 1023;
  readonly #hashes = new IntColumn();
  /** What was looked for last, and its hash: it is often added next. */
  #asked = '';
  #askedHash = hashOf('');

  /** @param ids - the column of ids, which the caller grows */
  constructor(ids: readonly string[]) {
    this.#ids = ids;
  }

  /** The row of an id; -1 where there is none. */
  find(id: string): number {
    const hash = this.#hash(id);
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const row = this.#slots[slot]! - 1;
      if (row === -1) return -1;
      if (this.#hashes.at(row) === hash && this.#ids[row] === id) return row;
    }
  }

  /** Adds the next row, which has just been given its id. */
  add(row: number): void {
    const hash = this.#hash(this.#ids[row]!);
    this.#hashes.push(hash);
    // At most half full, so that a search ends after a slot or two.
    if (this.#hashes.length * 2 > this.#slots.length) this.#grow();
    else this.#place(row, hash);
  }

  /** Takes out the last row: it was placed last, so no other one was pushed on by it. */
  removeLast(): void {
    const row = this.#hashes.length - 1;
    let slot = this.#hashes.at(row) & this.#mask;
    while (this.#slots[slot] !== row + 1) slot = (slot + 1) & this.#mask;
    this.#slots[slot] = 0;
    this.#hashes.truncate(row);
  }

  #hash(id: string): number {
    if (id === this.#asked) return this.#askedHash;
    this.#asked = id;
    this.#askedHash = hashOf(id);
    return this.#askedHash;
  }

  #grow(): void {
    this.#rebuild(this.#slots.length * 2);
  }

  #rebuild(size: number): void {
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
    for (let row = 0; row < this.#hashes.length; row++) this.#place(row, this.#hashes.at(row));
  }

  #place(row: number, hash: number): void {
    let slot = hash & this.#mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots[slot] = row + 1;
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
