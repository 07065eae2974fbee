/**
 * Limbs of a float: limb j is a double of whole multiples of 2^(32·j), its units.
 *
 * A float is a whole number of a power of two, so it is the sum of a few limbs, of which each but
 * the highest is no more than 2^31 units. Such limbs are added as doubles without rounding.
 *
 * @source U. Kulisch, "Computer Arithmetic and Validity", 2008 (long accumulators)
 */
import type { ValueColumn } from '../value-column.ts';

const LIMB_BITS = 32;

/** The unit of the highest limb is 2^960, as its rounder must stay below 2^1024. */
export const TOP_LIMB_MAX = 30;

/** Limbs that records have room for: amounts from a hundredth to a billion are no more. */
export const RECORD_LIMBS = 3;

/** Additions of 2^31 units that a limb takes before it is carried: together about 2^51. */
export const ADDITIONS_MAX = 2 ** 20;

/** A limb below so many units can be rounded to those of the limb above. */
export const UNITS_MAX = 2 ** 51;

/** What a limb counts. */
export const unitOf = (place: number): number => 2 ** (LIMB_BITS * place);

/** Added to a double below 2^51 units and taken off again, it leaves the nearest whole units. */
export const rounderOf = (place: number): number => 1.5 * 2 ** (52 + LIMB_BITS * place);

/** The lowest limb of which a value above 0 is at most 2^31 units. */
export function topLimbOf(value: number): number {
  const place = Math.ceil((Math.log2(value) - 31) / LIMB_BITS);
  // The logarithm is rounded, so that it may be off by one near a power of two.
  return Math.min(TOP_LIMB_MAX, value > 2 ** 31 * unitOf(place) ? place + 1 : place);
}

/** Moves what is whole units of the limb above, which a rounder leaves. */
export function carryLimb(parts: Float64Array, above: Float64Array, rounder: number): void {
  for (let slot = 0; slot < parts.length; slot++) {
    const carried = parts[slot]! + rounder - rounder;
    above[slot]! += carried;
    parts[slot]! -= carried;
  }
}

/** How many rows of a column are known to be whole units of a limb. */
interface Fineness {
  readonly lowest: number;
  rows: number;
  isWhole: boolean;
}

const finenessOf = new WeakMap<ValueColumn, Fineness>();

/** Whether the limbs of records, from `top` on, hold every value of a column without a rest. */
export function fitsRecords(column: ValueColumn, top: number): boolean {
  const lowest = top - RECORD_LIMBS + 1;
  let known = finenessOf.get(column);
  if (known?.lowest !== lowest) {
    known = { lowest, rows: 0, isWhole: true };
    finenessOf.set(column, known);
  }
  // Rows are only ever appended, so that those seen before are not looked at again.
  const { array, length } = column;
  known.isWhole &&= areWhole(array as Float64Array, known.rows, length, top);
  known.rows = length;
  return known.isWhole;
}

function areWhole(values: Float64Array, from: number, to: number, top: number): boolean {
  const [high, middle, low] = [rounderOf(top), rounderOf(top - 1), rounderOf(top - 2)];
  for (let row = from; row < to; row++) {
    const value = values[row]!;
    const rest = value - (value + high - high);
    const last = rest - (rest + middle - middle);
    // NaN is null, and the only value that differs from itself.
    if (last + low - low !== last && value === value) return false;
  }
  return true;
}
