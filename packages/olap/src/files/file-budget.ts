/**
 * How much a file may make its reader do, by the bytes that it has.
 *
 * Run lengths and columns of nothing say millions of values in a few bytes, and a damaged length
 * says billions. Honest tables have a measure or a key somewhere, so that a byte stands for a few
 * values at most.
 */
import { OlapError } from '../errors.ts';

/** Values that any file may have, however small it is. */
const VALUES_FREE = 2_000_000;

/** Values that each byte of a file may stand for, beyond those. */
const VALUES_PER_BYTE = 250;

/** Values that a file may have, however large it is: rows times columns that are read. */
const VALUES_MAX = 200_000_000;

/** Letters of text that are the work of one value. */
const LETTERS_PER_VALUE = 16;

/** What is left of the work that a file may ask for. */
export interface FileBudget {
  readonly format: string;
  /** Takes that many values away. */
  values(count: number): void;
  /** Takes a text of that many bytes away. */
  letters(count: number): void;
}

/**
 * The budget of a file of so many bytes.
 *
 * Spending throws OlapError OLAP_TOO_LARGE where nothing is left.
 */
export function fileBudget(format: string, bytes: number): FileBudget {
  const limit = Math.min(VALUES_MAX, VALUES_FREE + VALUES_PER_BYTE * bytes);
  let spent = 0;
  const values = (count: number) => {
    spent += count;
    if (spent <= limit) return;
    const what = `The values of a ${format} file of ${bytes} bytes`;
    throw new OlapError('OLAP_TOO_LARGE', { what, size: Math.ceil(spent), limit });
  };
  return { format, values, letters: (count) => values(1 + count / LETTERS_PER_VALUE) };
}

/**
 * Refuses a file where a length or an offset in it cannot be.
 *
 * @param where - the path to it: `row group 2, column units, page 1`
 * @throws OlapError OLAP_UNREADABLE_FILE
 */
export function expectFile(
  isSound: boolean,
  format: string,
  where: string,
  what: string,
): asserts isSound {
  if (!isSound)
    throw new OlapError('OLAP_UNREADABLE_FILE', { format, reason: `${where}: ${what}` });
}
