/**
 * Whether bytes are a struct of Thrift's compact protocol that its reader may be given: no list is
 * longer than the bytes that are left, no number wider than 64 bits.
 *
 * @source Apache Thrift, "Thrift compact protocol encoding"
 */
import { expectFile } from './file-budget.ts';

/** Bytes with a place in them, which moves. */
export interface ByteCursor {
  readonly view: DataView;
  offset: number;
  /** The path to what is read. */
  readonly where: string;
}

const DEPTH_MAX = 32;
const LIST = 9;
const STRUCT = 12;
const WIDTHS: Readonly<Record<number, number>> = { 1: 0, 2: 0, 3: 1, 7: 8 };

/**
 * Moves the cursor behind a struct.
 *
 * @throws OlapError OLAP_UNREADABLE_FILE
 */
export function skipStruct(cursor: ByteCursor, depth = 0): void {
  expect(cursor, depth <= DEPTH_MAX, `structs nest over ${DEPTH_MAX} deep`);
  for (;;) {
    const byte = readByte(cursor);
    const type = byte & 15;
    if (type === 0) return;
    if (byte >> 4 === 0) readVarint(cursor);
    skipValue(cursor, type, depth);
  }
}

function skipValue(cursor: ByteCursor, type: number, depth: number): void {
  const width = WIDTHS[type];
  if (width !== undefined) skip(cursor, width);
  else if (type >= 4 && type <= 6) readVarint(cursor);
  else if (type === 8) skip(cursor, readVarint(cursor));
  else if (type === LIST) skipList(cursor, depth + 1);
  else if (type === STRUCT) skipStruct(cursor, depth + 1);
  else expect(cursor, false, `a field of type ${type}`);
}

function skipList(cursor: ByteCursor, depth: number): void {
  expect(cursor, depth <= DEPTH_MAX, `lists nest over ${DEPTH_MAX} deep`);
  const byte = readByte(cursor);
  const type = byte & 15;
  const count = byte >> 4 === 15 ? readVarint(cursor) : byte >> 4;
  const left = cursor.view.byteLength - cursor.offset;
  expect(cursor, count <= left, `a list of ${count}, with ${left} bytes left`);
  for (let index = 0; index < count; index++) {
    if (type === 1 || type === 2) skip(cursor, 1);
    else skipValue(cursor, type, depth);
  }
}

const VARINT_BYTES_MAX = 10;

/** A whole number of up to 64 bits, 7 a byte; beyond 2^53 not exactly. */
export function readVarint(cursor: ByteCursor): number {
  let value = 0;
  for (let index = 0; index < VARINT_BYTES_MAX; index++) {
    const byte = readByte(cursor);
    value += (byte & 127) * 2 ** (7 * index);
    if (byte < 128) return value;
  }
  expect(cursor, false, `a number of over ${VARINT_BYTES_MAX} bytes`);
  return value;
}

/** One byte. */
export function readByte(cursor: ByteCursor): number {
  skip(cursor, 1);
  return cursor.view.getUint8(cursor.offset - 1);
}

/** Moves the cursor on. */
export function skip(cursor: ByteCursor, bytes: number): void {
  const left = cursor.view.byteLength - cursor.offset;
  expect(cursor, bytes <= left, `${bytes} bytes, with ${left} left`);
  cursor.offset += bytes;
}

function expect(cursor: ByteCursor, isSound: boolean, what: string): void {
  if (!isSound) expectFile(false, 'Parquet', `${cursor.where}, byte ${cursor.offset}`, what);
}
