/**
 * Loops that add a block of rows to records of a slot: the rows, up to three sums of whole numbers,
 * and one compensated sum of floats with its error.
 *
 * All of them stand for
 *
 *     for each row: record = lanes at slot × stride;
 *       record[0] += 1; record[1 …] += the row's whole numbers; then its float, compensated
 *
 * and differ in how many numbers there are. They are written out, as adding each column by itself
 * takes twice as long; four rows stand in each turn of a loop, which saves another quarter (bench
 * olap). `| 0` keeps the arithmetic of places in 32 bits, where it needs no test for overflow.
 *
 * @source D. E. Knuth, "The Art of Computer Programming", volume 2, 4.2.2, theorem B (the error of
 *   an addition, exactly and without a branch)
 */

/** Adds rows `offset … offset + count − 1` of columns to the records at their slots. */
export type LaneKernel = (
  lanes: Float64Array,
  slots: Int32Array,
  count: number,
  offset: number,
  wholes: readonly Int32Array[],
  float: Float64Array | undefined,
) => void;

/** The loop for so many columns of whole numbers, and one of floats or none. */
export function laneKernel(wholes: number, hasFloat: boolean): LaneKernel {
  return (hasFloat ? WITH_FLOAT : WITHOUT_FLOAT)[wholes]!;
}

/** Columns of whole numbers that one loop adds up at most. */
export const WHOLES_MAX = 3;

const WITHOUT_FLOAT: readonly LaneKernel[] = [addRows, addOne, addTwo, addThree];
const WITH_FLOAT: readonly LaneKernel[] = [addFloat, addOneFloat, addTwoFloat, addThreeFloat];

function addRows(lanes: Float64Array, slots: Int32Array, count: number): void {
  for (let index = 0; index < count; index++) lanes[slots[index]!]! += 1;
}

function addOne(
  lanes: Float64Array,
  slots: Int32Array,
  count: number,
  offset: number,
  wholes: readonly Int32Array[],
): void {
  const one = wholes[0]!;
  let index = 0;
  let row = offset;
  for (; index + 3 < count; index = (index + 4) | 0, row = (row + 4) | 0) {
    putOne(lanes, slots, index, row, one);
    putOne(lanes, slots, (index + 1) | 0, (row + 1) | 0, one);
    putOne(lanes, slots, (index + 2) | 0, (row + 2) | 0, one);
    putOne(lanes, slots, (index + 3) | 0, (row + 3) | 0, one);
  }
  for (; index < count; index++, row++) putOne(lanes, slots, index, row, one);
}

function putOne(
  lanes: Float64Array,
  slots: Int32Array,
  index: number,
  row: number,
  one: Int32Array,
): void {
  const at = Math.imul(slots[index]!, 2);
  lanes[at]! += 1;
  lanes[(at + 1) | 0]! += one[row]!;
}

function addTwo(
  lanes: Float64Array,
  slots: Int32Array,
  count: number,
  offset: number,
  wholes: readonly Int32Array[],
): void {
  const [one, two] = [wholes[0]!, wholes[1]!];
  let index = 0;
  let row = offset;
  for (; index + 3 < count; index = (index + 4) | 0, row = (row + 4) | 0) {
    putTwo(lanes, slots, index, row, one, two);
    putTwo(lanes, slots, (index + 1) | 0, (row + 1) | 0, one, two);
    putTwo(lanes, slots, (index + 2) | 0, (row + 2) | 0, one, two);
    putTwo(lanes, slots, (index + 3) | 0, (row + 3) | 0, one, two);
  }
  for (; index < count; index++, row++) putTwo(lanes, slots, index, row, one, two);
}

function putTwo(
  lanes: Float64Array,
  slots: Int32Array,
  index: number,
  row: number,
  one: Int32Array,
  two: Int32Array,
): void {
  const at = Math.imul(slots[index]!, 3);
  lanes[at]! += 1;
  lanes[(at + 1) | 0]! += one[row]!;
  lanes[(at + 2) | 0]! += two[row]!;
}

function addThree(
  lanes: Float64Array,
  slots: Int32Array,
  count: number,
  offset: number,
  wholes: readonly Int32Array[],
): void {
  const [one, two, three] = [wholes[0]!, wholes[1]!, wholes[2]!];
  let index = 0;
  let row = offset;
  for (; index + 3 < count; index = (index + 4) | 0, row = (row + 4) | 0) {
    putThree(lanes, slots, index, row, one, two, three);
    putThree(lanes, slots, (index + 1) | 0, (row + 1) | 0, one, two, three);
    putThree(lanes, slots, (index + 2) | 0, (row + 2) | 0, one, two, three);
    putThree(lanes, slots, (index + 3) | 0, (row + 3) | 0, one, two, three);
  }
  for (; index < count; index++, row++) putThree(lanes, slots, index, row, one, two, three);
}

function putThree(
  lanes: Float64Array,
  slots: Int32Array,
  index: number,
  row: number,
  one: Int32Array,
  two: Int32Array,
  three: Int32Array,
): void {
  const at = Math.imul(slots[index]!, 4);
  lanes[at]! += 1;
  lanes[(at + 1) | 0]! += one[row]!;
  lanes[(at + 2) | 0]! += two[row]!;
  lanes[(at + 3) | 0]! += three[row]!;
}

function addFloat(
  lanes: Float64Array,
  slots: Int32Array,
  count: number,
  offset: number,
  _wholes: readonly Int32Array[],
  float: Float64Array | undefined,
): void {
  const floats = float!;
  let index = 0;
  let row = offset;
  for (; index + 3 < count; index = (index + 4) | 0, row = (row + 4) | 0) {
    putFloat(lanes, slots, index, row, floats);
    putFloat(lanes, slots, (index + 1) | 0, (row + 1) | 0, floats);
    putFloat(lanes, slots, (index + 2) | 0, (row + 2) | 0, floats);
    putFloat(lanes, slots, (index + 3) | 0, (row + 3) | 0, floats);
  }
  for (; index < count; index++, row++) putFloat(lanes, slots, index, row, floats);
}

function putFloat(
  lanes: Float64Array,
  slots: Int32Array,
  index: number,
  row: number,
  floats: Float64Array,
): void {
  const at = Math.imul(slots[index]!, 3);
  lanes[at]! += 1;
  addFloatTo(lanes, (at + 1) | 0, floats[row]!);
}

function addOneFloat(
  lanes: Float64Array,
  slots: Int32Array,
  count: number,
  offset: number,
  wholes: readonly Int32Array[],
  float: Float64Array | undefined,
): void {
  const [one, floats] = [wholes[0]!, float!];
  let index = 0;
  let row = offset;
  for (; index + 3 < count; index = (index + 4) | 0, row = (row + 4) | 0) {
    putOneFloat(lanes, slots, index, row, one, floats);
    putOneFloat(lanes, slots, (index + 1) | 0, (row + 1) | 0, one, floats);
    putOneFloat(lanes, slots, (index + 2) | 0, (row + 2) | 0, one, floats);
    putOneFloat(lanes, slots, (index + 3) | 0, (row + 3) | 0, one, floats);
  }
  for (; index < count; index++, row++) putOneFloat(lanes, slots, index, row, one, floats);
}

function putOneFloat(
  lanes: Float64Array,
  slots: Int32Array,
  index: number,
  row: number,
  one: Int32Array,
  floats: Float64Array,
): void {
  const at = Math.imul(slots[index]!, 4);
  lanes[at]! += 1;
  lanes[(at + 1) | 0]! += one[row]!;
  addFloatTo(lanes, (at + 2) | 0, floats[row]!);
}

function addTwoFloat(
  lanes: Float64Array,
  slots: Int32Array,
  count: number,
  offset: number,
  wholes: readonly Int32Array[],
  float: Float64Array | undefined,
): void {
  const [one, two, floats] = [wholes[0]!, wholes[1]!, float!];
  let index = 0;
  let row = offset;
  for (; index + 3 < count; index = (index + 4) | 0, row = (row + 4) | 0) {
    putTwoFloat(lanes, slots, index, row, one, two, floats);
    putTwoFloat(lanes, slots, (index + 1) | 0, (row + 1) | 0, one, two, floats);
    putTwoFloat(lanes, slots, (index + 2) | 0, (row + 2) | 0, one, two, floats);
    putTwoFloat(lanes, slots, (index + 3) | 0, (row + 3) | 0, one, two, floats);
  }
  for (; index < count; index++, row++) putTwoFloat(lanes, slots, index, row, one, two, floats);
}

function putTwoFloat(
  lanes: Float64Array,
  slots: Int32Array,
  index: number,
  row: number,
  one: Int32Array,
  two: Int32Array,
  floats: Float64Array,
): void {
  const at = Math.imul(slots[index]!, 5);
  lanes[at]! += 1;
  lanes[(at + 1) | 0]! += one[row]!;
  lanes[(at + 2) | 0]! += two[row]!;
  addFloatTo(lanes, (at + 3) | 0, floats[row]!);
}

function addThreeFloat(
  lanes: Float64Array,
  slots: Int32Array,
  count: number,
  offset: number,
  wholes: readonly Int32Array[],
  float: Float64Array | undefined,
): void {
  const [one, two, three, floats] = [wholes[0]!, wholes[1]!, wholes[2]!, float!];
  let index = 0;
  let row = offset;
  for (; index + 3 < count; index = (index + 4) | 0, row = (row + 4) | 0) {
    putThreeFloat(lanes, slots, index, row, one, two, three, floats);
    putThreeFloat(lanes, slots, (index + 1) | 0, (row + 1) | 0, one, two, three, floats);
    putThreeFloat(lanes, slots, (index + 2) | 0, (row + 2) | 0, one, two, three, floats);
    putThreeFloat(lanes, slots, (index + 3) | 0, (row + 3) | 0, one, two, three, floats);
  }
  for (; index < count; index++, row++)
    putThreeFloat(lanes, slots, index, row, one, two, three, floats);
}

function putThreeFloat(
  lanes: Float64Array,
  slots: Int32Array,
  index: number,
  row: number,
  one: Int32Array,
  two: Int32Array,
  three: Int32Array,
  floats: Float64Array,
): void {
  const at = Math.imul(slots[index]!, 6);
  lanes[at]! += 1;
  lanes[(at + 1) | 0]! += one[row]!;
  lanes[(at + 2) | 0]! += two[row]!;
  lanes[(at + 3) | 0]! += three[row]!;
  addFloatTo(lanes, (at + 4) | 0, floats[row]!);
}

/** Adds a float to the sum at a place, and the error of the addition to the place after it. */
function addFloatTo(lanes: Float64Array, at: number, value: number): void {
  const before = lanes[at]!;
  const sum = before + value;
  const added = sum - before;
  lanes[at] = sum;
  lanes[(at + 1) | 0]! += before - (sum - added) + (value - added);
}

// — Cells of a finer cuboid, a lane or two at a time —

/** Adds values from `offset` on to one lane of the records. */
export function addToLane(
  lanes: Float64Array,
  slots: Int32Array,
  count: number,
  place: { readonly stride: number; readonly lane: number; readonly offset: number },
  values: Float64Array,
): void {
  const { stride, lane, offset } = place;
  for (let index = 0; index < count; index++) {
    lanes[(Math.imul(slots[index]!, stride) + lane) | 0]! += values[(offset + index) | 0]!;
  }
}

/** Adds values of two columns to a lane of the records and the one after it. */
export function addToTwoLanes(
  lanes: Float64Array,
  slots: Int32Array,
  count: number,
  place: { readonly stride: number; readonly lane: number; readonly offset: number },
  one: Float64Array,
  two: Float64Array,
): void {
  const { stride, lane, offset } = place;
  for (let index = 0; index < count; index++) {
    const from = (offset + index) | 0;
    const at = (Math.imul(slots[index]!, stride) + lane) | 0;
    lanes[at]! += one[from]!;
    lanes[(at + 1) | 0]! += two[from]!;
  }
}

/** Adds compensated sums to a lane of the records, and their errors to the one after it. */
export function addToFloatLanes(
  lanes: Float64Array,
  slots: Int32Array,
  count: number,
  place: { readonly stride: number; readonly lane: number; readonly offset: number },
  sums: Float64Array,
  errors: Float64Array,
): void {
  const { stride, lane, offset } = place;
  for (let index = 0; index < count; index++) {
    const from = (offset + index) | 0;
    const at = (Math.imul(slots[index]!, stride) + lane) | 0;
    addFloatTo(lanes, at, sums[from]!);
    lanes[(at + 1) | 0]! += errors[from]!;
  }
}
