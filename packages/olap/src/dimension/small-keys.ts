/**
 * Numbers of keys that are small whole numbers, in a table: years, months, numbers of shops. A
 * table is some ten times as fast as a map.
 */
import type { Key } from '../hierarchy.ts';

/** Keys below are small. */
const SMALL_KEYS = 4096;

/** Keys and their numbers; of others than small ones it knows nothing. */
export class SmallKeys {
  /** By key: the number + 1, 0 where there is none. */
  private numbers = new Int32Array(0);

  /** The number of a key that was set before, else −1. */
  find(key: unknown): number {
    return isSmall(key) && key < this.numbers.length ? this.numbers[key]! - 1 : -1;
  }

  /** Sets the number of a key, where it is small. */
  set(key: Key, number: number): void {
    if (!isSmall(key)) return;
    if (key >= this.numbers.length) {
      const grown = new Int32Array(Math.min(SMALL_KEYS, Math.max(64, key * 2)));
      grown.set(this.numbers);
      this.numbers = grown;
    }
    this.numbers[key] = number + 1;
  }
}

const isSmall = (key: unknown): key is number =>
  typeof key === 'number' && key >>> 0 === key && key < SMALL_KEYS;
