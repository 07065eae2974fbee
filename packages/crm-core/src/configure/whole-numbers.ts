/**
 * Lists of whole numbers, exact at any size, without an object for each number.
 *
 * Numbers stand in limbs of 34 bits, each in a double. That leaves 19 bits: a limb times a factor
 * below 2^18 is exact, and so is the sum of 2^18 limbs. What passes 34 bits is handed to the next
 * limb once and no further, so no limb waits for the one before; limbs may therefore be a little
 * above 2^34, by less than 2^20. All numbers of a list have as many limbs as its largest one. For
 * lists of numbers of some hundred bits this takes a fraction of the time that a bigint each takes.
 *
 * @source D. Knuth, "The Art of Computer Programming", volume 2, section 4.3.1; numbers whose
 * carries wait: A. Avizienis, "Signed-digit number representations for fast parallel arithmetic"
 * (1961)
 */
import { assert } from '@kontor/kernel';
import type { Scratch } from './scratch.ts';

/** The limbs of number n begin at n · `width`, lowest first. None is below 0. */
export interface WholeNumbers {
  readonly width: number;
  readonly limbs: Float64Array;
}

/** The limbs of number n begin at n · `stride`, which is `width` filled up with limbs of 0. */
export interface Terms {
  readonly width: number;
  /** A multiple of `TERM_BLOCK`. */
  readonly stride: number;
  readonly limbs: Float64Array;
  /** By number, 1 where it was worked out; the limbs of others hold anything, and count as 0. */
  readonly isWanted: Uint8Array;
}

/** Rows of places in lists of numbers. */
export interface Rows {
  readonly cells: Int32Array;
  readonly columns: number;
  /** By row, 1 where it counts; others come to 0. */
  readonly isWanted: Uint8Array;
}

/** Bits of a limb. */
export const LIMB_BITS = 34;
const LIMB = 2 ** LIMB_BITS;
// Dividing by a power of two is multiplying by its part of one, to the last bit, and quicker.
const PART_OF_LIMB = 1 / LIMB;
/** A limb times less than this is exact, and so is the sum of so many limbs. */
const SAFE_FACTOR = 2 ** 18;
/** Half of a limb's bits: a limb times a half is exact. */
const HALF = 2 ** (LIMB_BITS / 2);
const PART_OF_HALF = 1 / HALF;
/** So many limbs are added up side by side. */
export const TERM_BLOCK = 4;

/**
 * By row, the product of a number of each list: that to which the list's column points.
 *
 * @param room the products stand in it, and are gone when it is used again
 */
export function products(lists: readonly WholeNumbers[], rows: Rows, room: Scratch): Terms {
  const { isWanted } = rows;
  const width = lists.reduce((sum, list) => sum + list.width, 1);
  const stride = Math.ceil(width / TERM_BLOCK) * TERM_BLOCK;
  const terms = { width, stride, limbs: room.cells(isWanted.length * stride), isWanted };
  const widths = lists.map((list) => list.width);
  const widest = widths.indexOf(Math.max(...widths));
  const areShort = widths.every((one, column) => one === 1 || column === widest);
  const used =
    widest >= 0 && areShort
      ? scaleRows(lists, rows, terms, widest)
      : multiplyRows(lists, rows, terms);
  return { ...terms, width: used };
}

/**
 * Writes the products where all lists but the widest have numbers of one limb: most rows are one
 * number times a factor, and need no other room. How many limbs products have.
 */
function scaleRows(
  lists: readonly WholeNumbers[],
  rows: Rows,
  terms: Terms,
  widest: number,
): number {
  const { cells, columns, isWanted } = rows;
  const { width, limbs } = lists[widest]!;
  const { stride, limbs: made } = terms;
  const short = [...lists.keys()].filter((column) => column !== widest);
  const factors = short.map((column) => lists[column]!.limbs);
  for (let row = 0; row < isWanted.length; row++) {
    if (isWanted[row] === 0) continue;
    const first = row * columns;
    let factor = 1;
    for (let at = 0; at < short.length && factor < SAFE_FACTOR; at++) {
      factor *= factors[at]![cells[first + short[at]!]!]!;
    }
    // A larger factor is for the other way, which then makes all of the rows.
    if (factor >= SAFE_FACTOR) return multiplyRows(lists, rows, terms);
    const start = cells[first + widest]! * width;
    let to = row * stride;
    const end = to + stride;
    let over = 0;
    for (let limb = 0; limb < width; limb++) {
      const product = limbs[start + limb]! * factor;
      const passed = Math.floor(product * PART_OF_LIMB);
      made[to++] = product - passed * LIMB + over;
      over = passed;
    }
    for (; to < end; to++) {
      made[to] = over;
      over = 0;
    }
  }
  return width + 1;
}

/** Writes the products, each in turn; how many limbs the largest has. */
function multiplyRows(
  lists: readonly WholeNumbers[],
  { cells, columns, isWanted }: Rows,
  { stride, limbs }: Terms,
): number {
  let [product, next] = [new Float64Array(stride), new Float64Array(stride)];
  let most = 1;
  for (let row = 0; row < isWanted.length; row++) {
    if (isWanted[row] === 0) continue;
    let width = 1;
    product[0] = 1;
    for (let column = 0; column < columns; column++) {
      const list = lists[column]!;
      const place = cells[row * columns + column]!;
      if (column === 0) width = copy(list, place, product);
      else {
        width = multiply(product, width, list, place, next);
        [product, next] = [next, product];
      }
    }
    if (width > most) most = width;
    product.fill(0, width);
    limbs.set(product, row * stride);
  }
  return most;
}

/** Writes one of the numbers; how many limbs it has. */
function copy({ width, limbs }: WholeNumbers, place: number, number: Float64Array): number {
  for (let limb = 0; limb < width; limb++) number[limb] = limbs[place * width + limb]!;
  return usedOf(number, width);
}

/** Writes a number of so many limbs times one of the list; how many limbs the product has. */
function multiply(
  number: Float64Array,
  used: number,
  { width, limbs }: WholeNumbers,
  place: number,
  product: Float64Array,
): number {
  for (let at = 0; at < used; at++) product[at] = 0;
  for (let limb = 0; limb < width; limb++) {
    const factor = limbs[place * width + limb]!;
    const high = Math.floor(factor * PART_OF_HALF);
    const low = factor - high * HALF;
    let over = 0;
    for (let at = 0; at < used; at++) {
      // The limb times the high half counts HALF-fold: of it HALF-fold a whole limb passes at once.
      const ofHigh = number[at]! * high;
      const passed = Math.floor(ofHigh * PART_OF_HALF);
      const sum = number[at]! * low + (ofHigh - passed * HALF) * HALF + product[limb + at]! + over;
      const carried = Math.floor(sum * PART_OF_LIMB);
      product[limb + at] = sum - carried * LIMB;
      over = passed + carried;
    }
    product[limb + used] = over;
  }
  return usedOf(product, used + width);
}

function usedOf(number: Float64Array, width: number): number {
  let used = width;
  while (used > 1 && number[used - 1] === 0) used--;
  return used;
}

/**
 * The sum of each row: of the numbers to which some of its columns point.
 *
 * @param open the columns that count
 */
export function sums(
  terms: Terms,
  { cells, columns, isWanted }: Rows,
  open: readonly number[],
  room: Scratch,
): WholeNumbers {
  const { stride, isWanted: isTerm } = terms;
  assert(open.length < SAFE_FACTOR, 'a variable has fewer values than can be added up at once');
  const sumStride = stride + 1;
  const made = room.cells(isWanted.length * sumStride);
  const starts = new Int32Array(open.length);
  for (let row = 0; row < isWanted.length; row++) {
    if (isWanted[row] === 0) continue;
    let count = 0;
    for (let at = 0; at < open.length; at++) {
      const place = cells[row * columns + open[at]!]!;
      if (isTerm[place] === 1) starts[count++] = place * stride;
    }
    addUp(terms, { starts, count }, made, row * sumStride);
  }
  return shortened({ limbs: made, stride: sumStride, width: terms.width + 1, isWanted });
}

/** Where so many numbers begin. */
interface Starts {
  readonly starts: Int32Array;
  readonly count: number;
}

/** Writes the sum of these terms from `to` on. */
function addUp({ width, limbs }: Terms, { starts, count }: Starts, sums: Float64Array, to: number) {
  let over = 0;
  for (let block = 0; block < width; block += TERM_BLOCK) {
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let at = 0; at < count; at++) {
      const from = starts[at]! + block;
      first += limbs[from]!;
      second += limbs[from + 1]!;
      third += limbs[from + 2]!;
      fourth += limbs[from + 3]!;
    }
    const ofFirst = passedBy(first);
    const ofSecond = passedBy(second);
    const ofThird = passedBy(third);
    const ofFourth = passedBy(fourth);
    const place = to + block;
    sums[place] = first - ofFirst * LIMB + over;
    sums[place + 1] = second - ofSecond * LIMB + ofFirst;
    sums[place + 2] = third - ofThird * LIMB + ofSecond;
    sums[place + 3] = fourth - ofFourth * LIMB + ofThird;
    sums[place + 4] = ofFourth;
    over = ofFourth;
  }
}

/** What is above the bits of a limb, in limbs. */
const passedBy = (sum: number): number => Math.floor(sum * PART_OF_LIMB);

/** These numbers, without the highest limbs that none of them needs. */
function shortened({ limbs, stride, width, isWanted }: Terms): WholeNumbers {
  let used = width;
  while (used > 1 && isUnused(limbs, stride, isWanted, used - 1)) used--;
  const kept = new Float64Array(isWanted.length * used);
  for (let place = 0; place < isWanted.length; place++) {
    if (isWanted[place] === 0) continue;
    for (let limb = 0; limb < used; limb++) {
      kept[place * used + limb] = limbs[place * stride + limb]!;
    }
  }
  return { width: used, limbs: kept };
}

function isUnused(
  limbs: Float64Array,
  stride: number,
  isWanted: Uint8Array,
  limb: number,
): boolean {
  for (let place = 0; place < isWanted.length; place++) {
    if (isWanted[place] === 1 && limbs[place * stride + limb] !== 0) return false;
  }
  return true;
}

/** One of the numbers. */
export function numberAt({ width, limbs }: WholeNumbers, place: number): bigint {
  let number = 0n;
  for (let limb = width - 1; limb >= 0; limb--) {
    number = (number << BigInt(LIMB_BITS)) + BigInt(limbs[place * width + limb]!);
  }
  return number;
}
