/**
 * Cells by their numbers in mixed radix: a digit a level, counted in the order of the members, so
 * that cells in the order of their numbers are cells in the order of a reader.
 */
import type { Cuboid } from './cuboid.ts';
import { reserveCodes, widen } from './int-column.ts';
import type { Level } from './hierarchy.ts';
import { rising } from './key-sort.ts';
import { memberOrder } from './member-order.ts';
import { BLOCK_ROWS } from './row-block.ts';
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
  const into = rising(present.length);
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

/** Members of a level that its order is copied for, a block each. */
const ORDER_MAX = BLOCK_ROWS;

/** Rows of one call of a loop: `states/lane-kernels` says why. */
const TURN_ROWS = 256;

// What the loops read and write, in one place for good, for the same reason.
const memory = new ArrayBuffer(12 * BLOCK_ROWS);
const restOf = new Int32Array(memory, 0, BLOCK_ROWS);
const codeOf = new Int32Array(memory, 4 * BLOCK_ROWS, BLOCK_ROWS);
const orderOf = new Int32Array(memory, 8 * BLOCK_ROWS, ORDER_MAX);

/** Gives new cells their members, read from their numbers, which rise and are below 2^31. */
export function pushPlaces(cuboid: Cuboid, places: readonly Place[], cells: Int32Array): void {
  for (const [column, { radix }] of places.entries()) {
    const codes = cuboid.codes[column]!;
    widen(codes, radix - 1);
    reserveCodes(codes, cells.length);
    codes.length = cells.length;
  }
  for (let start = 0; start < cells.length; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, cells.length - start);
    restOf.set(cells.subarray(start, start + count));
    for (const [column, place] of places.entries()) {
      splitBlock(place, count);
      cuboid.codes[column]!.array.set(codeOf.subarray(0, count), start);
    }
  }
  cuboid.cells = cells.length;
  cuboid.isOrdered = true;
}

/** Takes the digit of a place from what is left of each number, and writes its member. */
function splitBlock({ placeValue, ordered }: Place, count: number): void {
  const isShort = ordered.length <= ORDER_MAX;
  if (isShort) orderOf.set(ordered);
  for (let from = 0; from < count; from += TURN_ROWS) {
    splitTurn(placeValue, isShort, from, Math.min(from + TURN_ROWS, count));
  }
  if (isShort) return;
  for (let row = 0; row < count; row++) codeOf[row] = ordered[codeOf[row]!]!;
}

// Same as the digit rest ÷ placeValue and what is left of it, as a product with the reciprocal: a
// half more than the whole number is too far from the next one for the rounding of a double to
// matter below 2^31.

function splitTurn(placeValue: number, isShort: boolean, from: number, to: number): void {
  const reciprocal = 1 / placeValue;
  for (let row = from; row < to; row++) {
    const number = restOf[row]!;
    const digit = ((number + 0.5) * reciprocal) | 0;
    restOf[row] = number - Math.imul(digit, placeValue);
    codeOf[row] = digit;
  }
  if (!isShort) return;
  for (let row = from; row < to; row++) codeOf[row] = orderOf[codeOf[row]!]!;
}
