/**
 * Whether the runs of a Parquet page give no more values than the page has: a run of a few bytes
 * may say two billion.
 *
 * @source Apache Parquet, "Encodings": RLE/bit-packing hybrid, delta encoding, ALP
 */
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { type ByteCursor, readByte, readVarint, skip } from './compact-thrift.ts';
import { expectFile, type FileBudget } from './file-budget.ts';

/** Packed runs are filled up to eight values, by some writers to 63 groups of eight. */
const FILLED_MAX = 512;

/**
 * Walks runs of levels or indices, of so many bits each, up to the number of values.
 *
 * @returns how many of them are `counted`
 */
export function checkRuns(cursor: ByteCursor, bits: number, values: number, counted = -1): number {
  let seen = 0;
  let found = 0;
  while (seen < values) {
    const header = readVarint(cursor);
    const isPacked = header % 2 === 1;
    const count = Math.floor(header / 2) * (isPacked ? 8 : 1);
    const most = values - seen + (isPacked ? FILLED_MAX : 0);
    expect(cursor, count <= most, `a run of ${count} values where ${values - seen} are left`);
    if (isPacked) found += countPacked(cursor, bits, Math.min(count, values - seen), counted);
    else if (readRunValue(cursor, bits) === counted) found += count;
    if (isPacked) moveBehind(cursor, (count / 8) * bits);
    seen += count;
  }
  return found;
}

function readRunValue(cursor: ByteCursor, bits: number): number {
  let value = 0;
  for (let byte = 0; byte < (bits + 7) >> 3; byte++) value += readByte(cursor) * 256 ** byte;
  return value;
}

/** Of levels, which have eight bits at most; of indices nothing is counted. */
function countPacked(cursor: ByteCursor, bits: number, values: number, counted: number): number {
  if (counted < 0) return 0;
  const { view, offset } = cursor;
  const byteAt = (at: number) => (at < view.byteLength ? view.getUint8(at) : 0);
  let found = 0;
  for (let index = 0; index < values; index++) {
    const bit = index * bits;
    const at = offset + (bit >> 3);
    const pair = byteAt(at) | (byteAt(at + 1) << 8);
    if (((pair >> (bit & 7)) & ((1 << bits) - 1)) === counted) found++;
  }
  return found;
}

/** Some writers leave out what fills the last run up. */
function moveBehind(cursor: ByteCursor, bytes: number): void {
  cursor.offset = Math.min(cursor.view.byteLength, cursor.offset + bytes);
}

const BLOCK_MAX = 65_536;

/** Walks the blocks of delta-encoded whole numbers. */
export function checkDeltas(cursor: ByteCursor, values: number): void {
  const block = readVarint(cursor);
  const parts = readVarint(cursor);
  const isSound = block <= BLOCK_MAX && parts >= 1 && Number.isInteger(block / parts);
  expect(cursor, isSound, `blocks of ${block} deltas in ${parts} parts`);
  readVarint(cursor);
  readVarint(cursor);
  let seen = 1;
  while (seen < values) {
    readVarint(cursor);
    const widths = Array.from({ length: parts }, () => readByte(cursor));
    for (const width of widths) {
      if (seen >= values) break;
      expect(cursor, width <= 64, `deltas of ${width} bits`);
      moveBehind(cursor, ((block / parts) * width) / 8);
      seen += block / parts;
    }
  }
}

/** Texts that share their beginnings: what they are when written out is spent for. */
export function checkSharedTexts(cursor: ByteCursor, values: number, budget: FileBudget): void {
  const prefixes = readDeltas(cursor, values);
  const suffixes = readDeltas(cursor, values);
  let last = 0;
  for (let index = 0; index < values; index++) {
    const prefix = prefixes[index]!;
    const suffix = suffixes[index]!;
    const isSound = prefix >= 0 && prefix <= last && suffix >= 0;
    expect(cursor, isSound, `text ${index} shares ${prefix} of ${last} bytes and adds ${suffix}`);
    last = prefix + suffix;
    budget.letters(last);
  }
}

function readDeltas(cursor: ByteCursor, values: number): Int32Array {
  checkDeltas({ ...cursor }, values);
  const numbers = new Int32Array(values);
  deltaBinaryUnpack(cursor, values, numbers);
  return numbers;
}

/** The vectors of ALP-encoded floats: none has more exceptions than values. */
export function checkAlp(cursor: ByteCursor): void {
  skip(cursor, 7);
  const vector = 2 ** cursor.view.getUint8(cursor.offset - 5);
  const values = cursor.view.getInt32(cursor.offset - 4, true);
  const first = cursor.offset;
  const vectors = Math.ceil(values / vector);
  skip(cursor, Math.max(0, vectors * 4));
  for (let index = 0; index < vectors; index++) {
    cursor.offset = first + cursor.view.getUint32(first + index * 4, true);
    skip(cursor, 4);
    const exceptions = cursor.view.getUint16(cursor.offset - 2, true);
    expect(cursor, exceptions <= vector, `${exceptions} exceptions of ${vector} values`);
  }
}

function expect(cursor: ByteCursor, isSound: boolean, what: string): void {
  if (!isSound) expectFile(false, 'Parquet', `${cursor.where}, byte ${cursor.offset}`, what);
}
