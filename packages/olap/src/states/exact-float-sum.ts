/**
 * Sums of floats without any error, for facts that may go again.
 *
 * A float is a whole number of a power of two, so it is cut into limbs on a fixed grid: limb j is a
 * double of multiples of 2^(32·j), and takes no more than 2^31 of them from a row. Such numbers
 * are added without rounding a million times, before what passes 2^31 is carried to the limb above.
 * So a sum is the same in whatever order its rows came, and what was added can be taken out again
 * to the bit. It is rounded once, when it is read: to the double nearest to the true sum.
 *
 * Limbs are there as the values need them: three for amounts from a hundredth to a billion.
 *
 * @source U. Kulisch, "Computer Arithmetic and Validity", 2008 (long accumulators); J. Shewchuk,
 *   "Adaptive Precision Floating-Point Arithmetic", 1997 (sums of parts that do not overlap)
 */
import { blockValues, type RowBlock } from '../row-block.ts';
import type { ValueColumn } from '../value-column.ts';
import { roundedSum } from './rounded-sum.ts';
import { type CellRange, grownDoubles, ownState, type StateColumn } from './state-column.ts';

const LIMB_BITS = 32;
/** Additions of 2^31 units that a limb takes before it is carried: together below 2^52. */
const ADDITIONS_MAX = 2 ** 20;
/** The grid of the highest limb is 2^960, as the rounding constant must stay below 2^1024. */
const TOP_LIMB_MAX = 30;
/** From here on a sum may pass what its limbs hold. */
const EXACT_BELOW = 2 ** 960;

/** A limb of every slot. */
interface Limb {
  /** 2^31 units: what is beyond is carried. */
  readonly most: number;
  /** Added to a double and taken off again, it leaves the nearest multiple of the grid. */
  readonly rounder: number;
  parts: Float64Array;
}

/** Exact sums of one column of floats by slot. */
export class ExactFloatSums implements StateColumn {
  readonly id: string;
  readonly isAdditive = true;
  /** From the highest on; each is one step of the grid below the one before. */
  private limbs: Limb[] = [];
  /** Where the highest limb stands. */
  private top = 0;
  private slots = 0;
  /** No limb of any slot is further from 0 than 2^31 units × (1 + this). */
  private additions = 0;
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
    this.carry();
    return this.rounded(slot, new Float64Array(this.limbs.length));
  }

  /** The sums of some slots. */
  numbers(slots: Int32Array): Float64Array {
    this.carry();
    const parts = new Float64Array(this.limbs.length);
    return Float64Array.from(slots, (slot) => this.rounded(slot, parts));
  }

  reserve(slots: number): void {
    this.slots = Math.max(this.slots, slots);
    for (const limb of this.limbs) limb.parts = grownDoubles(limb.parts, slots);
  }

  clear(slots: number): void {
    for (const { parts } of this.limbs) parts.fill(0, 0, slots);
  }

  add(block: RowBlock, slots: Int32Array, sign: 1 | -1): void {
    const { array, offset } = blockValues(block, this.source);
    const { count } = block;
    if (this.rest.length < count) this.rest = new Float64Array(count);
    const { rest } = this;
    const largest = readBlock(array as Float64Array, offset, count, rest);
    if (largest === 0) return;
    this.expect(count);
    this.limb(topLimbOf(largest));
    for (let place = this.top; ; place--) {
      if (!addToLimb(this.limb(place), rest, slots, count, sign)) return;
    }
  }

  merge(from: StateColumn, range: CellRange, slots: Int32Array, signs?: Int8Array): void {
    const other = ownState(ExactFloatSums, from);
    if (other.limbs.length === 0) return;
    other.carry();
    const { cells, start } = range;
    for (let at = 0; at < range.count; at += ADDITIONS_MAX / 2) {
      const count = Math.min(ADDITIONS_MAX / 2, range.count - at);
      this.expect(count);
      for (const [index, { parts }] of other.limbs.entries()) {
        const into = this.limb(other.top - index).parts;
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

  /** Makes sure that so many more additions stay exact. */
  private expect(more: number): void {
    if (this.additions + more > ADDITIONS_MAX) this.carry();
    this.additions += more;
  }

  /** The limb at a place of the grid; it is made, with all between, where there is none. */
  private limb(place: number): Limb {
    if (this.limbs.length === 0) this.top = place - 1;
    while (this.top < place) this.limbs.unshift(limbAt(++this.top, this.slots));
    while (this.top - place >= this.limbs.length) {
      this.limbs.push(limbAt(this.top - this.limbs.length, this.slots));
    }
    return this.limbs[this.top - place]!;
  }

  /** Leaves at most 2^31 units in each limb. */
  private carry(): void {
    if (this.additions === 0) return;
    for (let index = this.limbs.length - 1; index > 0; index--) {
      carryLimb(this.limbs[index]!.parts, this.limbs[index - 1]!);
    }
    while (this.top < TOP_LIMB_MAX && passes(this.limbs[0]!)) {
      const { parts } = this.limbs[0]!;
      carryLimb(parts, this.limb(this.top + 1));
    }
    this.additions = 0;
  }

  private rounded(slot: number, parts: Float64Array): number {
    for (let index = 0; index < parts.length; index++) {
      parts[index] = this.limbs[index]!.parts[slot]!;
    }
    return roundedSum(parts);
  }
}

function limbAt(place: number, slots: number): Limb {
  const rounder = 1.5 * 2 ** (52 + LIMB_BITS * place);
  return { most: mostAt(place), rounder, parts: new Float64Array(slots) };
}

const mostAt = (place: number): number => 2 ** (31 + LIMB_BITS * place);

/** The lowest limb of which a value is at most 2^31 units. */
function topLimbOf(value: number): number {
  const place = Math.ceil((Math.log2(value) - 31) / LIMB_BITS);
  // The logarithm is rounded, so that it may be off by one near a power of two.
  return Math.min(TOP_LIMB_MAX, value > mostAt(place) ? place + 1 : place);
}

/** Copies a block's values, null as 0; returns the largest magnitude. */
function readBlock(
  array: Float64Array,
  offset: number,
  count: number,
  values: Float64Array,
): number {
  let largest = 0;
  for (let row = 0; row < count; row++) {
    const value = array[offset + row]!;
    // NaN is null, and the only value that differs from itself.
    values[row] = value === value ? value : 0;
    const magnitude = Math.abs(value);
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}

/** Adds what is on the grid of a limb, and leaves the rest; returns whether there is any. */
function addToLimb(
  { rounder, parts }: Limb,
  rest: Float64Array,
  slots: Int32Array,
  count: number,
  sign: 1 | -1,
): boolean {
  let isLeft = false;
  for (let row = 0; row < count; row++) {
    const value = rest[row]!;
    const part = value + rounder - rounder;
    const left = value - part;
    parts[slots[row]!]! += sign * part;
    rest[row] = left;
    if (left !== 0) isLeft = true;
  }
  return isLeft;
}

/** Moves what is on the grid of the limb above. */
function carryLimb(parts: Float64Array, { rounder, parts: above }: Limb): void {
  for (let slot = 0; slot < parts.length; slot++) {
    const carried = parts[slot]! + rounder - rounder;
    above[slot]! += carried;
    parts[slot]! -= carried;
  }
}

const passes = ({ most, parts }: Limb): boolean => parts.some((part) => Math.abs(part) > most);
