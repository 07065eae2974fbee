/**
 * Records of a slot and the loops that fill them: rows, up to three sums of whole numbers, and the
 * three limbs of one sum of floats (`float-limbs`), side by side.
 *
 *     rows | whole sum | whole sum | whole sum | high limb | middle limb | low limb
 *
 * All loops stand for
 *
 *     for each row: record = records at slot × stride;
 *       record[0] += 1; record[1 …] += the row's whole numbers; then the limbs of its float
 *
 * and differ in how many numbers there are. They are written out, as adding each column by itself
 * takes twice as long. All that they read and write has one place for good, at the top of this
 * file: V8 knows where such an array is and how long, and compiles a loop over them as C would,
 * while one over arrays that it is handed looks up both at each access (three times as long; bench
 * olap). So a block of rows is copied here first, which costs a tenth of what it saves.
 *
 * The records are those of one cuboid at a time: whoever clears them fills them and reads them
 * before anything of another's may run.
 */
import { BLOCK_ROWS } from '../row-block.ts';
import { RECORD_LIMBS, rounderOf } from './float-limbs.ts';

/** Columns of whole numbers that a record has at most. */
export const WHOLES_MAX = 3;

/** Slots that there are records for, whatever they hold. */
export const SLOTS_MAX = 2 ** 17;

const STRIDE_MAX = 1 + WHOLES_MAX + RECORD_LIMBS;

// One buffer for all: a loop has one address at hand to see whether it has been given away.
const RECORD_NUMBERS = SLOTS_MAX * STRIDE_MAX;
const memory = new ArrayBuffer((RECORD_NUMBERS + 9 * BLOCK_ROWS) * 8);
const records = new Float64Array(memory, 0, RECORD_NUMBERS);

/** The place of a block after the records; a block of whole numbers takes half of one. */
const blockAt = (place: number): readonly [ArrayBuffer, number, number] => [
  memory,
  (RECORD_NUMBERS + place * BLOCK_ROWS) * 8,
  BLOCK_ROWS,
];

// A block on its way into the records or out of them, by row: its slots, and what is added or read.
const slotOf = new Int32Array(...blockAt(0));
const firstInts = new Int32Array(...blockAt(0.5));
const secondInts = new Int32Array(...blockAt(1));
const thirdInts = new Int32Array(...blockAt(1.5));
const rowCounts = new Float64Array(...blockAt(2));
const firsts = new Float64Array(...blockAt(3));
const seconds = new Float64Array(...blockAt(4));
const thirds = new Float64Array(...blockAt(5));
const highs = new Float64Array(...blockAt(6));
const middles = new Float64Array(...blockAt(7));
const lows = new Float64Array(...blockAt(8));
/** Floats on their way in, and numbers of a record on their way out. */
const floats = highs;

const INTS = [firstInts, secondInts, thirdInts];
const PLAIN = [rowCounts, firsts, seconds, thirds];
const LIMBS = [highs, middles, lows];

/**
 * Rows of one call of a loop. V8 knows the arrays at the top of a file only in a function that it
 * compiled for its next call, not in one that it compiled while it ran, as it does with long loops;
 * and not in one that it took into its caller, which is why the loops for all shapes of a record
 * are one function: it is too long for that.
 */
const TURN_ROWS = 256;

/** What a record holds. */
export interface RecordShape {
  /** Sums of whole numbers, at most `WHOLES_MAX`. */
  readonly wholes: number;
  /** The place of the high limb of floats; undefined without floats. */
  readonly top: number | undefined;
}

/** The numbers in a record. */
export const strideOf = ({ wholes, top }: RecordShape): number =>
  1 + wholes + (top === undefined ? 0 : RECORD_LIMBS);

/** Empties the records of the first `slots`, at most `SLOTS_MAX`. */
export function clearRecords(shape: RecordShape, slots: number): void {
  records.fill(0, 0, slots * strideOf(shape));
}

/** Rows `offset … offset + count − 1` of columns, at most a block, and the slots they go to. */
export interface RecordRows {
  readonly slots: Int32Array;
  readonly count: number;
  readonly offset: number;
  readonly wholes: readonly Int32Array[];
  readonly float: Float64Array | undefined;
  /** Whether there may be null (NaN) among the floats; it adds nothing. */
  readonly hasNulls: boolean;
}

/** Adds rows to the records. */
export function addRows(shape: RecordShape, rows: RecordRows): void {
  const { slots, count, offset, wholes, float, hasNulls } = rows;
  slotOf.set(slots.subarray(0, count));
  for (const [index, column] of wholes.entries()) {
    INTS[index]!.set(column.subarray(offset, offset + count));
  }
  if (float !== undefined) floats.set(float.subarray(offset, offset + count));
  if (hasNulls) clearNulls(count);
  const top = shape.top ?? 0;
  const [high, middle] = [rounderOf(top), rounderOf(top - 1)];
  for (let from = 0; from < count; from += TURN_ROWS) {
    const to = Math.min(from + TURN_ROWS, count);
    addTurn(wholes.length, float !== undefined, high, middle, from, to);
  }
}

function clearNulls(count: number): void {
  for (let row = 0; row < count; row++) if (Number.isNaN(floats[row])) floats[row] = 0;
}

function addTurn(
  wholes: number,
  hasFloat: boolean,
  high: number,
  middle: number,
  from: number,
  to: number,
): void {
  if (wholes === 0 && !hasFloat) {
    for (let row = from; row < to; row++) records[slotOf[row]!]! += 1;
  } else if (wholes === 1 && !hasFloat) {
    for (let row = from; row < to; row++) {
      const at = Math.imul(slotOf[row]!, 2);
      records[at]! += 1;
      records[(at + 1) | 0]! += firstInts[row]!;
    }
  } else if (wholes === 2 && !hasFloat) {
    for (let row = from; row < to; row++) {
      const at = Math.imul(slotOf[row]!, 3);
      records[at]! += 1;
      records[(at + 1) | 0]! += firstInts[row]!;
      records[(at + 2) | 0]! += secondInts[row]!;
    }
  } else if (wholes === 3 && !hasFloat) {
    for (let row = from; row < to; row++) {
      const at = Math.imul(slotOf[row]!, 4);
      records[at]! += 1;
      records[(at + 1) | 0]! += firstInts[row]!;
      records[(at + 2) | 0]! += secondInts[row]!;
      records[(at + 3) | 0]! += thirdInts[row]!;
    }
  } else if (wholes === 0) {
    for (let row = from; row < to; row++) {
      const at = Math.imul(slotOf[row]!, 4);
      records[at]! += 1;
      addFloatTo((at + 1) | 0, floats[row]!, high, middle);
    }
  } else if (wholes === 1) {
    for (let row = from; row < to; row++) {
      const at = Math.imul(slotOf[row]!, 5);
      records[at]! += 1;
      records[(at + 1) | 0]! += firstInts[row]!;
      addFloatTo((at + 2) | 0, floats[row]!, high, middle);
    }
  } else if (wholes === 2) {
    for (let row = from; row < to; row++) {
      const at = Math.imul(slotOf[row]!, 6);
      records[at]! += 1;
      records[(at + 1) | 0]! += firstInts[row]!;
      records[(at + 2) | 0]! += secondInts[row]!;
      addFloatTo((at + 3) | 0, floats[row]!, high, middle);
    }
  } else {
    for (let row = from; row < to; row++) {
      const at = Math.imul(slotOf[row]!, 7);
      records[at]! += 1;
      records[(at + 1) | 0]! += firstInts[row]!;
      records[(at + 2) | 0]! += secondInts[row]!;
      records[(at + 3) | 0]! += thirdInts[row]!;
      addFloatTo((at + 4) | 0, floats[row]!, high, middle);
    }
  }
}

/** Adds the limbs of a float to a place and the two after it. */
function addFloatTo(at: number, value: number, high: number, middle: number): void {
  const first = value + high - high;
  const rest = value - first;
  const second = rest + middle - middle;
  records[at]! += first;
  records[(at + 1) | 0]! += second;
  records[(at + 2) | 0]! += rest - second;
}

/** Leaves at most 2^31 units in the lower limbs of the first `slots`. */
export function carryRecords(shape: RecordShape, slots: number): void {
  const [high, middle] = [rounderOf(shape.top!), rounderOf(shape.top! - 1)];
  const stride = strideOf(shape);
  for (let slot = 0; slot < slots; slot++) {
    const at = slot * stride + 1 + shape.wholes;
    const second = records[at + 2]! + middle - middle;
    records[at + 2]! -= second;
    records[at + 1]! += second;
    const first = records[at + 1]! + high - high;
    records[at + 1]! -= first;
    records[at]! += first;
  }
}

/** Cells `offset … offset + count − 1` of a finer cuboid, at most a block, and where they go. */
export interface RecordCells {
  readonly slots: Int32Array;
  readonly count: number;
  readonly offset: number;
  /** By number of the record. */
  readonly columns: readonly Float64Array[];
}

/** Adds cells to the records. */
export function addCells(shape: RecordShape, cells: RecordCells): void {
  const { slots, count, offset, columns } = cells;
  const plain = 1 + shape.wholes;
  slotOf.set(slots.subarray(0, count));
  for (let lane = 0; lane < columns.length; lane++) {
    const block = lane < plain ? PLAIN[lane]! : LIMBS[lane - plain]!;
    block.set(columns[lane]!.subarray(offset, offset + count));
  }
  const stride = strideOf(shape);
  for (let from = 0; from < count; from += TURN_ROWS) {
    addTurnOfCells(plain, stride, from, Math.min(from + TURN_ROWS, count));
  }
}

function addTurnOfCells(plain: number, stride: number, from: number, to: number): void {
  if (plain === 1) {
    for (let row = from; row < to; row++) {
      records[Math.imul(slotOf[row]!, stride)]! += rowCounts[row]!;
    }
  } else if (plain === 2) {
    for (let row = from; row < to; row++) {
      const at = Math.imul(slotOf[row]!, stride);
      records[at]! += rowCounts[row]!;
      records[(at + 1) | 0]! += firsts[row]!;
    }
  } else if (plain === 3) {
    for (let row = from; row < to; row++) {
      const at = Math.imul(slotOf[row]!, stride);
      records[at]! += rowCounts[row]!;
      records[(at + 1) | 0]! += firsts[row]!;
      records[(at + 2) | 0]! += seconds[row]!;
    }
  } else {
    for (let row = from; row < to; row++) {
      const at = Math.imul(slotOf[row]!, stride);
      records[at]! += rowCounts[row]!;
      records[(at + 1) | 0]! += firsts[row]!;
      records[(at + 2) | 0]! += seconds[row]!;
      records[(at + 3) | 0]! += thirds[row]!;
    }
  }
  if (plain === stride) return;
  for (let row = from; row < to; row++) {
    const at = (Math.imul(slotOf[row]!, stride) + plain) | 0;
    records[at]! += highs[row]!;
    records[(at + 1) | 0]! += middles[row]!;
    records[(at + 2) | 0]! += lows[row]!;
  }
}

/** The slots of the first `slots` that have rows. */
export function slotsWithRows(shape: RecordShape, slots: number): Int32Array {
  const found = new Int32Array(slots);
  let count = 0;
  for (let first = 0; first < slots; first += BLOCK_ROWS) {
    const passed = findSlots(strideOf(shape), first, Math.min(first + BLOCK_ROWS, slots));
    found.set(slotOf.subarray(0, passed), count);
    count += passed;
  }
  return found.subarray(0, count);
}

/** Each slot is written, and stays where it has rows. */
function findSlots(stride: number, from: number, to: number): number {
  let count = 0;
  for (let slot = from; slot < to; slot++) {
    slotOf[count] = slot;
    count = (count + (records[Math.imul(slot, stride)] === 0 ? 0 : 1)) | 0;
  }
  return count;
}

/**
 * Writes the records of some slots to columns, one a number of the record, from cell `at` on.
 *
 * @param slots - null: the first `count`
 */
export function readRecords(
  columns: readonly Float64Array[],
  at: number,
  count: number,
  slots: Int32Array | null,
): void {
  const stride = columns.length;
  for (let start = 0; start < count; start += BLOCK_ROWS) {
    const size = Math.min(BLOCK_ROWS, count - start);
    if (slots !== null) slotOf.set(slots.subarray(start, start + size));
    for (let lane = 0; lane < stride; lane++) {
      if (slots === null) readRun((Math.imul(start, stride) + lane) | 0, stride, size);
      else readSlots(lane, stride, size);
      columns[lane]!.set(floats.subarray(0, size), at + start);
    }
  }
}

function readRun(first: number, stride: number, count: number): void {
  let at = first;
  for (let row = 0; row < count; row++) {
    floats[row] = records[at]!;
    at = (at + stride) | 0;
  }
}

function readSlots(lane: number, stride: number, count: number): void {
  for (let row = 0; row < count; row++) {
    floats[row] = records[(Math.imul(slotOf[row]!, stride) + lane) | 0]!;
  }
}
