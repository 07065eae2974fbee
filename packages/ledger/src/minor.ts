/**
 * Amounts as whole minor units: a number while it is exact, a bigint beyond.
 *
 * Cents of most books fit a double's 2^53 a thousand times over, and doubles add ten times as fast
 * as bigints; ether with its 18 decimals does not fit. So an amount is a `number` below 2^53 and a
 * `bigint` from there on, and every sum looks. Nothing is ever rounded here.
 */
import { type DecimalInput, scaledDecimal } from '@kontor/kernel';
import { NumberRows } from './columns.ts';
import { isDecimal } from './json-copy.ts';
import { shownValue } from './shown-value.ts';

/** Whole minor units, debit positive: a number up to 2^53 − 1, else a bigint. Never −0. */
export type Minor = number | bigint;

const LARGEST = Number.MAX_SAFE_INTEGER;

/** a + b, exactly. */
export function addMinor(a: Minor, b: Minor): Minor {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (sum <= LARGEST && sum >= -LARGEST) return sum;
  }
  return minorOf(BigInt(a) + BigInt(b));
}

/** a − b, exactly. */
export const subtractMinor = (a: Minor, b: Minor): Minor => addMinor(a, negateMinor(b));

/** −a; zero stays zero. */
export const negateMinor = (a: Minor): Minor => (a === 0 ? 0 : -a);

/** The magnitude. */
export const magnitudeOf = (a: Minor): Minor => (a < 0 ? negateMinor(a) : a);

/** The shape that fits: a number if it is exact. */
export function minorOf(value: bigint): Minor {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Why a text is no amount in its currency: no number at all, or finer than the minor unit. */
export type AmountFault = 'notANumber' | 'tooFine' | 'tooLarge';

/** A figure as it was given, as text; a decimal of any library by its own `toFixed`. */
export function inputText(value: DecimalInput | null | undefined): string {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'symbol' ? shownValue(value) : String(value);
  }
  return isDecimal(value) ? value.toFixed() : shownValue(value);
}

/** Minor units have at most so many digits, as SQL numbers do. */
const DIGITS_MAX = 38;

/**
 * Reads an amount in units of a currency with so many decimals.
 *
 * @example
 * readMinor('12.34', 2) // => 1234
 * readMinor('1.005', 2) // => 'tooFine'
 */
export function readMinor(value: DecimalInput, exponent: number): Minor | AmountFault {
  const fast = typeof value === 'string' ? readPlain(value, exponent) : undefined;
  if (fast !== undefined) return fast;
  let scaled: ReturnType<typeof scaledDecimal>;
  try {
    scaled = scaledDecimal(value);
  } catch {
    return 'notANumber'; // The caller names the field, and says what would do.
  }
  const finer = scaled.decimals - exponent;
  const unit = 10n ** BigInt(Math.abs(finer));
  if (finer > 0 && scaled.coefficient % unit !== 0n) return 'tooFine';
  const minor = finer > 0 ? scaled.coefficient / unit : scaled.coefficient * unit;
  return isTooLarge(minor) ? 'tooLarge' : minorOf(minor);
}

/** Whether it has more digits than an amount may have, as a product or a sum of amounts can. */
export const isTooLarge = (minor: Minor): boolean =>
  typeof minor === 'bigint' && String(minor < 0n ? -minor : minor).length > DIGITS_MAX;

/** A decimal amount in minor units, if it is one that is read at once; undefined for all else. */
export const plainAmount = (value: DecimalInput, exponent: number): number | undefined =>
  typeof value === 'string' ? readPlain(value, exponent) : undefined;

/** Text such as `-1234.50` of at most 15 digits; undefined for all else. */
function readPlain(text: string, exponent: number): number | undefined {
  const { length } = text;
  const isNegative = text.charCodeAt(0) === 45;
  let at = isNegative ? 1 : 0;
  if (length - at > 16 || length === at) return undefined;
  let value = 0;
  let decimals = -1;
  for (; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      value = value * 10 + (code - 48);
      if (decimals >= 0) decimals++;
    } else if (code === 46 && decimals < 0 && at > 0 && at + 1 < length) {
      decimals = 0;
    } else return undefined;
  }
  const missing = exponent - Math.max(0, decimals);
  if (missing < 0) return undefined;
  for (let zero = 0; zero < missing; zero++) value *= 10;
  if (value > LARGEST) return undefined;
  return isNegative && value !== 0 ? -value : value;
}

/**
 * Minor units as text with all decimals of the currency.
 *
 * @example
 * minorText(-5, 2) // => '-0.05'
 */
export function minorText(minor: Minor, exponent: number): string {
  const digits = String(minor < 0 ? -minor : minor);
  const sign = minor < 0 ? '-' : '';
  if (exponent === 0) return sign + digits;
  const padded = digits.padStart(exponent + 1, '0');
  return `${sign}${padded.slice(0, -exponent)}.${padded.slice(-exponent)}`;
}

/** Pairs of amounts, one after the other; those past 2^53 stand aside. */
export class MinorPairs {
  /** 0 where the amount stands aside. */
  readonly #cells = new NumberRows(2);
  /** By twice the place of the pair, and 1 more for its second. */
  readonly #large = new Map<number, bigint>();

  /** How many pairs there are. */
  get length(): number {
    return this.#cells.length;
  }

  /** Adds a pair at the end. */
  push(first: Minor, second: Minor): void {
    const at = this.#cells.add();
    const { cells } = this.#cells;
    cells[at] = typeof first === 'number' ? first : this.#aside(2 * this.length - 2, first);
    cells[at + 1] = typeof second === 'number' ? second : this.#aside(2 * this.length - 1, second);
  }

  /** Adds so many amounts below 2^53 at the end, each as a pair of itself. */
  pushEqual(amounts: Float64Array, count: number): void {
    const rows = this.#cells;
    for (let done = 0; done < count; ) {
      const some = rows.addSome(count - done);
      const { cells } = rows;
      for (let at = rows.filled - 2 * some; at < rows.filled; at += 2, done++) {
        const amount = amounts[done]!;
        cells[at] = amount;
        cells[at + 1] = amount;
      }
    }
  }

  #aside(key: number, large: bigint): 0 {
    this.#large.set(key, large);
    return 0;
  }

  /** The first or the second amount of the pair at a place. */
  at(index: number, side: 0 | 1): Minor {
    const cell = this.#cells.at(index, side);
    return this.#large.size === 0 ? cell : (this.#large.get(2 * index + side) ?? cell);
  }

  /** Forgets all pairs from a place on. */
  truncate(length: number): void {
    for (let key = 2 * length; key < 2 * this.length; key++) this.#large.delete(key);
    this.#cells.truncate(length);
  }
}

/** One side of pairs, to be read as a column. */
export class MinorField {
  readonly #pairs: MinorPairs;
  readonly #side: 0 | 1;

  constructor(pairs: MinorPairs, side: 0 | 1) {
    this.#pairs = pairs;
    this.#side = side;
  }

  /** The amount at a place. */
  at(index: number): Minor {
    return this.#pairs.at(index, this.#side);
  }
}

/** Sums that grow, a few cells for each thing summed; those past 2^53 stand aside. */
export class SumTable {
  #cells = new Float64Array(1024);
  readonly #large = new Map<number, bigint>();
  /** Whether all sums stand in their cells. */
  #isExact = true;
  #length = 0;

  /** Makes room for so many cells at zero; gives the first. */
  open(count: number): number {
    const first = this.#length;
    this.#length += count;
    if (this.#length > this.#cells.length) {
      const wider = new Float64Array(Math.max(this.#length, this.#cells.length * 2));
      wider.set(this.#cells);
      this.#cells = wider;
    }
    return first;
  }

  /** The sum in a cell. */
  at(cell: number): Minor {
    if (this.#isExact) return this.#cells[cell]!;
    return this.#large.get(cell) ?? this.#cells[cell]!;
  }

  /** Adds to a cell. */
  add(cell: number, by: Minor): void {
    if (typeof by === 'number' && this.#isExact) {
      const sum = this.#cells[cell]! + by;
      if (sum <= LARGEST && sum >= -LARGEST) {
        this.#cells[cell] = sum;
        return;
      }
    }
    this.set(cell, addMinor(this.at(cell), by));
  }

  /**
   * Adds an amount that is also its base to the sums of a pool and of a month.
   *
   * Same as `add` on the side of the amount: to the pool, and to currency and base of the month.
   */
  addPlain(pool: number, month: number, amount: number): void {
    const side = amount > 0 ? 0 : 1;
    const by = amount > 0 ? amount : -amount;
    const cells = this.#cells;
    const ofPool = pool + side;
    const ofMonth = month + side;
    const ofBase = ofMonth + 2;
    const all = cells[ofPool]! + by;
    const sum = cells[ofMonth]! + by;
    const base = cells[ofBase]! + by;
    if (this.#isExact && all <= LARGEST && sum <= LARGEST && base <= LARGEST) {
      cells[ofPool] = all;
      cells[ofMonth] = sum;
      cells[ofBase] = base;
      return;
    }
    this.add(ofPool, by);
    this.add(ofMonth, by);
    this.add(ofBase, by);
  }

  /** Puts a sum in a cell. */
  set(cell: number, sum: Minor): void {
    if (typeof sum === 'number') {
      this.#large.delete(cell);
      this.#cells[cell] = sum;
    } else this.#large.set(cell, sum);
    this.#isExact = this.#large.size === 0;
  }
}
