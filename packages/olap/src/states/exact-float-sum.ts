/**
 * Sums of floats (rates, scores) without any error.
 *
 * A value is cut into limbs (`float-limbs`). A limb takes a million additions of 2^31 units, before
 * what passes 2^31 is carried to the limb above; the highest one is watched by the sum of all
 * magnitudes. So a sum is the same in whatever order its rows came, and what was added can be taken
 * out again to the bit. It is rounded once, when it is read: to the double nearest to the true sum.
 * Money never goes this way.
 *
 * @source U. Kulisch, "Computer Arithmetic and Validity", 2008 (long accumulators); J. Shewchuk,
 *   "Adaptive Precision Floating-Point Arithmetic", 1997 (sums of parts that do not overlap)
 */
import { blockValues, type RowBlock } from '../row-block.ts';
import type { ValueColumn } from '../value-column.ts';
import {
  ADDITIONS_MAX,
  carryLimb,
  fitsRecords,
  RECORD_LIMBS,
  rounderOf,
  TOP_LIMB_MAX,
  topLimbOf,
  UNITS_MAX,
  unitOf,
} from './float-limbs.ts';
import { roundedSum } from './rounded-sum.ts';
import { type CellRange, grownDoubles, ownState, type StateColumn } from './state-column.ts';

/** From here on a sum may pass what its limbs hold. */
const EXACT_BELOW = unitOf(TOP_LIMB_MAX);
/** The greatest doubles stay whole: with the rounder of the top limb they would be infinite. */
const CUT_BELOW = 2 ** 1000;

/** Exact sums of one column of floats by slot. */
export class ExactFloatSums implements StateColumn {
  readonly id: string;
  readonly isAdditive = true;
  /** By slot, from the highest limb on; each is one place below the one before. */
  readonly limbs: Float64Array[] = [];
  /** The place of the highest limb. */
  top = 0;
  private slots = 0;
  /** No lower limb of any slot is further from 0 than 2^31 units × (1 + this). */
  private additions = 0;
  /** What has come into the highest limb is together no more, over all slots. */
  private bound = 0;
  /** What is left of a block's values below the limbs that they have gone into. */
  private rest = new Float64Array(0);

  constructor(readonly source: ValueColumn) {
    this.id = `floatSum:${source.name}`;
  }

  /** Whether rows can be taken out again: not where sums may have passed all limbs. */
  get isRetractable(): boolean {
    return this.source.largest < EXACT_BELOW;
  }

  /** The sum of a slot, rounded once. */
  at(slot: number): number {
    return this.numbers(Int32Array.of(slot))[0]!;
  }

  /** The sums of some slots, each rounded once. */
  numbers(slots: Int32Array): Float64Array {
    const numbers = new Float64Array(slots.length);
    if (this.limbs.length === 0) return numbers;
    this.carry();
    this.limb(this.top - RECORD_LIMBS + 1);
    roundLimbs(this.limbs, slots, numbers);
    return numbers;
  }

  /** Whether records hold the sums of rows, each at most once, that come into an empty column. */
  expectRows(): boolean {
    const { source } = this;
    if (source.largest === 0) return false;
    this.expect(source.length, topLimbOf(source.largest), source.length * source.largest);
    return fitsRecords(source, this.top) && this.openRecords();
  }

  /** Whether records hold the sums of another column's cells, which come in each once. */
  expectCells(from: StateColumn, cells: number): boolean {
    const other = ownState(ExactFloatSums, from);
    if (other.limbs.length === 0) return false;
    this.expectMerge(other, cells);
    other.limb(other.top - RECORD_LIMBS + 1);
    return other.limbs.length === RECORD_LIMBS && this.openRecords();
  }

  /** Makes the limbs of a record. */
  private openRecords(): boolean {
    this.limb(this.top - RECORD_LIMBS + 1);
    this.additions = ADDITIONS_MAX;
    return this.top < TOP_LIMB_MAX;
  }

  reserve(slots: number): void {
    this.slots = Math.max(this.slots, slots);
    for (const [index, limb] of this.limbs.entries()) this.limbs[index] = grownDoubles(limb, slots);
  }

  clear(slots: number): void {
    for (const limb of this.limbs) limb.fill(0, 0, slots);
  }

  add(block: RowBlock, slots: Int32Array, sign: 1 | -1): void {
    const { largest } = this.source;
    if (largest === 0) return;
    const { array, offset } = blockValues(block, this.source);
    const { count } = block;
    if (this.rest.length < count) this.rest = new Float64Array(count);
    const { rest } = this;
    // NaN is null, and the only value that differs from itself.
    for (let row = 0; row < count; row++) {
      const value = array[offset + row]!;
      rest[row] = value === value ? value : 0;
    }
    this.expect(count, topLimbOf(largest), count * largest);
    for (let place = this.top; ; place--) {
      if (!addToLimb(this.limb(place), rounderOf(place), rest, slots, count, sign)) return;
    }
  }

  merge(from: StateColumn, range: CellRange, slots: Int32Array, signs?: Int8Array): void {
    const other = ownState(ExactFloatSums, from);
    if (other.limbs.length === 0) return;
    const { cells, start } = range;
    for (let at = 0; at < range.count; at += ADDITIONS_MAX / 2) {
      const count = Math.min(ADDITIONS_MAX / 2, range.count - at);
      this.expectMerge(other, count);
      for (const [index, parts] of other.limbs.entries()) {
        const into = this.limb(other.top - index);
        for (let pair = at; pair < at + count; pair++) {
          const cell = cells === null ? start + pair : cells[pair]!;
          const part = parts[cell]!;
          into[slots[pair]!]! += signs === undefined ? part : signs[pair]! * part;
        }
      }
    }
  }

  fresh(): ExactFloatSums {
    return new ExactFloatSums(this.source);
  }

  /**
   * Makes sure that so many more additions stay exact.
   *
   * @param top - the limb of which each addition is at most 2^31 units
   * @param magnitudes - what is added is together no more
   */
  private expect(count: number, top: number, magnitudes: number): void {
    if (this.limbs.length === 0) this.top = top;
    this.limb(this.top);
    while (this.top < top) this.raise();
    this.bound += magnitudes;
    // An addition may bring half a unit by rounding, half from below, and one at the next carry.
    const units = (): number => this.bound / unitOf(this.top) + 2 * count;
    while (units() > UNITS_MAX && this.top < TOP_LIMB_MAX) this.raise();
    this.bound = units() * unitOf(this.top);
    if (this.additions + count > ADDITIONS_MAX) this.carry();
    this.additions += count;
  }

  /** The same for cells of a column, whose highest limb goes into the highest one here. */
  private expectMerge(other: ExactFloatSums, cells: number): void {
    other.carry();
    this.expect(cells, other.top, other.bound);
    while (other.top < this.top) other.raise();
  }

  /** The limb at a place, at most the highest; it is made, with all between, if there is none. */
  private limb(place: number): Float64Array {
    const { limbs, top } = this;
    while (top - place >= limbs.length) limbs.push(new Float64Array(this.slots));
    return limbs[top - place]!;
  }

  /** Puts a limb above the highest. */
  private raise(): void {
    this.carry();
    const parts = new Float64Array(this.slots);
    this.top++;
    carryLimb(this.limbs[0]!, parts, rounderOf(this.top));
    this.limbs.unshift(parts);
    this.bound += this.slots * unitOf(this.top);
  }

  /** Leaves at most 2^31 units in each lower limb. */
  private carry(): void {
    if (this.additions === 0) return;
    for (let index = this.limbs.length - 1; index > 0; index--) {
      carryLimb(this.limbs[index]!, this.limbs[index - 1]!, rounderOf(this.top - index + 1));
    }
    this.additions = 0;
  }
}

/** Adds what is whole units of a limb, and leaves the rest; returns whether there is any. */
function addToLimb(
  parts: Float64Array,
  rounder: number,
  rest: Float64Array,
  slots: Int32Array,
  count: number,
  sign: 1 | -1,
): boolean {
  let isLeft = false;
  for (let row = 0; row < count; row++) {
    const value = rest[row]!;
    const part = Math.abs(value) < CUT_BELOW ? value + rounder - rounder : value;
    const left = value - part;
    parts[slots[row]!]! += sign * part;
    rest[row] = left;
    if (left !== 0) isLeft = true;
  }
  return isLeft;
}

/** Rounds the sums of slots; mostly the first two or three limbs tell. */
function roundLimbs(
  limbs: readonly Float64Array[],
  slots: Int32Array,
  numbers: Float64Array,
): void {
  const [high, middle, low] = limbs as [Float64Array, Float64Array, Float64Array];
  const isThree = limbs.length === RECORD_LIMBS;
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index]!;
    const sum = high[slot]! + middle[slot]!;
    const lost = middle[slot]! - (sum - high[slot]!);
    if (lost === 0 && isThree) numbers[index] = sum + low[slot]! + 0;
    else if (sum + 2 * lost - sum !== 2 * lost) numbers[index] = sum;
    else numbers[index] = roundedSum(limbs, slot);
  }
}
