/**
 * The row of each key of a fact: whole numbers in a hash table of their own, all other keys in a
 * Map.
 *
 * Facts that come and go by number are the common case, and a Map of a million numbers copies
 * itself again and again while as many go as come. Here a number and its row stand side by side in
 * typed arrays; one that goes is closed up behind, so nothing is ever left over.
 *
 * @source D. E. Knuth, "The Art of Computer Programming", volume 3, 6.4, algorithms L and R (linear
 *   probing, and deletion from it)
 */
import type { Key } from './hierarchy.ts';

const CAPACITY_MIN = 1024;

/** Rows by key. */
export class KeyIndex implements Iterable<[Key, number]> {
  private keys: Float64Array = new Float64Array(CAPACITY_MIN);
  /** Row + 1 by place; 0 where the place is free. */
  private rows: Int32Array = new Int32Array(CAPACITY_MIN);
  private numbers = 0;
  private readonly others = new Map<Key, number>();

  /** The row of a key; undefined where there is none. */
  get(key: Key): number | undefined {
    if (!isWhole(key)) return this.others.get(key);
    const row = this.rows[this.placeOf(key)]!;
    return row === 0 ? undefined : row - 1;
  }

  /** Whether there is a row of a key. */
  has(key: Key): boolean {
    return isWhole(key) ? this.rows[this.placeOf(key)] !== 0 : this.others.has(key);
  }

  /** Gives a key a row, or another one. */
  set(key: Key, row: number): void {
    if (!isWhole(key)) {
      this.others.set(key, row);
      return;
    }
    const place = this.placeOf(key);
    const isNew = this.rows[place] === 0;
    this.keys[place] = key;
    this.rows[place] = row + 1;
    if (isNew && ++this.numbers * 2 > this.rows.length) this.grow();
  }

  /** Forgets a key. */
  delete(key: Key): void {
    if (!isWhole(key)) this.others.delete(key);
    else this.close(this.placeOf(key));
  }

  /** Keys and rows, numbers first, in no order. */
  *[Symbol.iterator](): Iterator<[Key, number]> {
    for (const [place, row] of this.rows.entries()) {
      if (row !== 0) yield [this.keys[place]!, row - 1];
    }
    yield* this.others;
  }

  /** Where a number stands, or would. */
  private placeOf(key: number): number {
    const { keys, rows } = this;
    const mask = rows.length - 1;
    let place = hashOf(key) & mask;
    while (rows[place] !== 0 && keys[place] !== key) place = (place + 1) & mask;
    return place;
  }

  /** Frees a place, and moves into it what would no longer be found behind it. */
  private close(place: number): void {
    const { keys, rows } = this;
    if (rows[place] === 0) return;
    this.numbers--;
    const mask = rows.length - 1;
    let free = place;
    for (let at = (place + 1) & mask; rows[at] !== 0; at = (at + 1) & mask) {
      const home = hashOf(keys[at]!) & mask;
      // Whether its home lies behind the free place, on the way round to where it stands.
      if (((at - home) & mask) < ((at - free) & mask)) continue;
      keys[free] = keys[at]!;
      rows[free] = rows[at]!;
      free = at;
    }
    rows[free] = 0;
  }

  private grow(): void {
    const { keys, rows } = this;
    this.keys = new Float64Array(keys.length * 2);
    this.rows = new Int32Array(rows.length * 2);
    for (let from = 0; from < rows.length; from++) {
      if (rows[from] === 0) continue;
      const place = this.placeOf(keys[from]!);
      this.keys[place] = keys[from]!;
      this.rows[place] = rows[from]!;
    }
  }
}

const isWhole = (key: Key): key is number => typeof key === 'number' && Number.isSafeInteger(key);

/**
 * Spreads numbers that rise one by one: side by side they would make one long run, and each that
 * goes would be closed up behind by walking through it.
 */
function hashOf(key: number): number {
  const mixed = Math.imul(key ^ Math.floor(key / 2 ** 32), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
