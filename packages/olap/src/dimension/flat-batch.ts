/**
 * Leaves of a dimension of one level: a row's leaf is the member of its key, and nothing more.
 *
 * While rows are read, no member may be made yet, as a fault may still refuse them all. So each new
 * key gets a number of its own in this batch, and each row that number; the members are made when
 * the batch is kept, once a key and not once a row, in the order in which the keys came.
 */
import { addLeaf, internMember, type Key, type Level } from '../hierarchy.ts';
import type { LeafBatch } from './loader.ts';
import { CellFault, type Reader, readKey } from './read-key.ts';

/** Keys below are looked up in a table: years, months, numbers of shops. */
const SMALL_KEYS = 4096;

/** A batch of rows of which none is read yet. */
export function openFlatBatch(level: Level, read: Reader, rows: readonly unknown[]): LeafBatch {
  const faults = new Map<number, CellFault>();
  const numbers = new BatchNumbers();
  const numberOf = new Int32Array(rows.length);
  let made: Int32Array | undefined;
  const leavesOfNumbers = (): Int32Array => {
    made ??= Int32Array.from(numbers.keys, (key) => leafOf(level, key));
    return made;
  };
  return {
    faults,
    read(from, to) {
      for (let row = from; row < to; row++) {
        const value = read(rows[row] as never);
        const known = isSmall(value) ? numbers.ofSmall(value) : -1;
        if (known >= 0) {
          numberOf[row] = known;
          continue;
        }
        const key = readKey(value);
        if (key instanceof CellFault) faults.set(row, key);
        else numberOf[row] = numbers.of(key);
      }
    },
    leafAt: (row) => leavesOfNumbers()[numberOf[row]!]!,
    leaves() {
      const leaves = leavesOfNumbers();
      const ofRows = new Int32Array(rows.length);
      for (let row = 0; row < ofRows.length; row++) ofRows[row] = leaves[numberOf[row]!]!;
      return ofRows;
    },
  };
}

/** The leaf of a key, made where it is new: leaves come with their members and have their codes. */
function leafOf(level: Level, key: Key): number {
  const member = internMember(level, -1, key);
  return member < level.dimension.leafCount ? member : addLeaf(level.dimension, [level], [member]);
}

const isSmall = (value: unknown): value is number =>
  typeof value === 'number' && value >>> 0 === value && value < SMALL_KEYS;

/** The keys of a batch by number, in the order in which they came. */
class BatchNumbers {
  readonly keys: Key[] = [];
  /** Of small whole numbers: the number + 1, 0 where there is none. */
  private small = NO_NUMBERS;
  private readonly others = new Map<Key, number>();

  /** The number of a small key that came before, else −1. */
  ofSmall(key: number): number {
    return key < this.small.length ? this.small[key]! - 1 : -1;
  }

  /** The number of a key, a new one where it did not come before. */
  of(key: Key): number {
    if (isSmall(key)) {
      const known = this.ofSmall(key);
      if (known >= 0) return known;
      if (key >= this.small.length) this.growTo(key + 1);
      this.small[key] = this.keys.push(key);
      return this.keys.length - 1;
    }
    const known = this.others.get(key);
    if (known !== undefined) return known;
    this.others.set(key, this.keys.length);
    return this.keys.push(key) - 1;
  }

  private growTo(length: number): void {
    const grown = new Int32Array(Math.min(SMALL_KEYS, Math.max(64, length * 2)));
    grown.set(this.small);
    this.small = grown;
  }
}

const NO_NUMBERS = new Int32Array(0);
