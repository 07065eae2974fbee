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
import { SmallKeys } from './small-keys.ts';

/** A batch of rows of which none is read yet. */
export function openFlatBatch(level: Level, read: Reader, rows: readonly unknown[]): LeafBatch {
  const faults = new Map<number, CellFault>();
  // The keys of the batch by number, in the order in which they came.
  const keys: Key[] = [];
  const small = new SmallKeys();
  const numbers = new Map<Key, number>();
  const numberOf = new Int32Array(rows.length);
  let made: Int32Array | undefined;
  const leavesOfNumbers = (): Int32Array => {
    made ??= Int32Array.from(keys, (key) => leafOf(level, key));
    return made;
  };
  return {
    faults,
    read(from, to) {
      for (let row = from; row < to; row++) {
        const value = read(rows[row] as never);
        const known = small.find(value);
        if (known >= 0) {
          numberOf[row] = known;
          continue;
        }
        const key = readKey(value);
        if (key instanceof CellFault) {
          faults.set(row, key);
          continue;
        }
        let number = numbers.get(key);
        if (number === undefined) {
          number = keys.push(key) - 1;
          numbers.set(key, number);
          small.set(key, number);
        }
        numberOf[row] = number;
      }
    },
    leafAt: (row) => leavesOfNumbers()[numberOf[row]!]!,
    leaves() {
      const leaves = leavesOfNumbers();
      for (let row = 0; row < numberOf.length; row++) numberOf[row] = leaves[numberOf[row]!]!;
      return numberOf;
    },
  };
}

/** The leaf of a key, made where it is new: leaves come with their members and have their codes. */
function leafOf(level: Level, key: Key): number {
  const member = internMember(level, -1, key);
  return member < level.dimension.leafCount ? member : addLeaf(level.dimension, [level], [member]);
}
