/**
 * Cells by their numbers in mixed radix: a digit a level, counted in the order of the members, so
 * that cells in the order of their numbers are cells in the order of a reader.
 */
import type { Cuboid } from './cuboid.ts';
import { type CodeArray, reserveCodes, widen } from './int-column.ts';
import type { Level } from './hierarchy.ts';
import { memberOrder } from './member-order.ts';
import { placeValues } from './slot-map.ts';
import type { SumLanes } from './states/sum-lanes.ts';

/** A digit of a number in mixed radix: a level of a grain. */
export interface Place {
  readonly radix: number;
  readonly placeValue: number;
  /** By digit: the code of the member. */
  readonly ordered: Int32Array;
  /** By code of the member: the digit. */
  readonly position: Int32Array;
}

/** The digits of the cells of a grain, the first level counting most. */
export function placesOf(grain: readonly Level[]): { places: Place[]; product: number } {
  const radices = grain.map((level) => Math.max(1, level.keys.length));
  const { values, product } = placeValues(radices);
  const places = grain.map((level, column) => ({
    radix: radices[column]!,
    placeValue: values[column]!,
    ...memberOrder(level),
  }));
  return { places, product };
}

/**
 * Makes a slot for each possible cell into a cell for each that has rows.
 *
 * @param lanes - the records of the cuboid, which has no cells yet
 */
export function closeDense(
  dense: Cuboid,
  lanes: SumLanes,
  places: readonly Place[],
  slots: number,
): Cuboid {
  const present = lanes.slotsWithRows(slots);
  const isFull = present.length === slots;
  const sums = lanes.read(present.length, isFull ? null : present);
  const cuboid = isFull ? dense : withSlots(dense, lanes, present);
  lanes.write(sums);
  pushPlaces(cuboid, places, present);
  return cuboid;
}

/** The cuboid with some slots of the states that have filled columns of their own; no rows yet. */
function withSlots(dense: Cuboid, { rest }: SumLanes, present: Int32Array): Cuboid {
  const into = new Int32Array(present.length);
  for (let index = 0; index < into.length; index++) into[index] = index;
  const range = { cells: present, start: 0, count: present.length };
  const states = [...dense.states].map(([id, state]) => {
    if (!rest.includes(state)) return [id, state] as const;
    const kept = state.fresh(dense.rows);
    kept.reserve(present.length);
    kept.merge(state, range, into);
    return [id, kept] as const;
  });
  return { ...dense, states: new Map(states) };
}

/**
 * Gives new cells their members, read from their numbers, which rise and are below 2^31; the array
 * of the numbers is used up.
 */
export function pushPlaces(cuboid: Cuboid, places: readonly Place[], cells: Int32Array): void {
  for (const [column, place] of places.entries()) {
    const codes = cuboid.codes[column]!;
    widen(codes, place.radix - 1);
    reserveCodes(codes, cells.length);
    const isLast = column === places.length - 1;
    if (isLast) translate(cells, place.ordered, codes.array);
    else splitDigits(cells, place, codes.array);
    codes.length = cells.length;
  }
  cuboid.cells = cells.length;
  cuboid.isOrdered = true;
}

// Same as the digit rest ÷ placeValue and what is left of it, as a product with the reciprocal: a
// half more than the whole number is too far from the next one for the rounding of a double to
// matter below 2^31. One loop a width of code.

function splitDigits(rest: Int32Array, place: Place, codes: CodeArray): void {
  if (codes instanceof Uint8Array) splitToBytes(rest, place, codes);
  else if (codes instanceof Uint16Array) splitToWords(rest, place, codes);
  else splitToInts(rest, place, codes);
}

function splitToBytes(rest: Int32Array, place: Place, codes: Uint8Array): void {
  const { placeValue, ordered } = place;
  const reciprocal = 1 / placeValue;
  for (let index = 0; index < rest.length; index++) {
    const number = rest[index]!;
    const digit = ((number + 0.5) * reciprocal) | 0;
    rest[index] = number - Math.imul(digit, placeValue);
    codes[index] = ordered[digit]!;
  }
}

function splitToWords(rest: Int32Array, place: Place, codes: Uint16Array): void {
  const { placeValue, ordered } = place;
  const reciprocal = 1 / placeValue;
  for (let index = 0; index < rest.length; index++) {
    const number = rest[index]!;
    const digit = ((number + 0.5) * reciprocal) | 0;
    rest[index] = number - Math.imul(digit, placeValue);
    codes[index] = ordered[digit]!;
  }
}

function splitToInts(rest: Int32Array, place: Place, codes: Int32Array): void {
  const { placeValue, ordered } = place;
  const reciprocal = 1 / placeValue;
  for (let index = 0; index < rest.length; index++) {
    const number = rest[index]!;
    const digit = ((number + 0.5) * reciprocal) | 0;
    rest[index] = number - Math.imul(digit, placeValue);
    codes[index] = ordered[digit]!;
  }
}

function translate(digits: Int32Array, ordered: Int32Array, codes: CodeArray): void {
  for (let index = 0; index < digits.length; index++) codes[index] = ordered[digits[index]!]!;
}
