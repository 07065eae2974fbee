/**
 * Tables, vectors and texts of a FlatBuffer, none of them beyond its bytes.
 *
 * Offsets may lead to one part many times, so whoever reads spends for each.
 *
 * @source FlatBuffers, "FlatBuffer internals": tables, vtables, vectors
 */
import { expectFile, type FileBudget } from './file-budget.ts';

/** Bytes that hold a FlatBuffer, and where they are in the file. */
export interface FlatBuffer {
  readonly view: DataView;
  readonly budget: FileBudget;
  readonly where: string;
}

/** The place of a field by its slot in the vtable (4, 6, …); 0 where it has its default. */
export type FlatTable = (slot: number) => number;

/** The table that the offset at a place leads to. */
export function flatTable(buffer: FlatBuffer, at: number): FlatTable {
  buffer.budget.values(1);
  const table = follow(buffer, at);
  inside(buffer, table, 4);
  const vtable = table - buffer.view.getInt32(table, true);
  inside(buffer, vtable, 4);
  const size = buffer.view.getInt16(vtable, true);
  expect(buffer, size >= 4, `a vtable of ${size} bytes`);
  inside(buffer, vtable, size);
  return (slot) => {
    const offset = slot + 2 <= size ? buffer.view.getInt16(vtable + slot, true) : 0;
    if (offset === 0) return 0;
    // The widest field of a table has eight bytes; each field is read by its own width below.
    inside(buffer, table + offset, 1);
    return table + offset;
  };
}

/** How many entries a vector has, and where the first is; none where the field is absent. */
export function flatVector(
  buffer: FlatBuffer,
  at: number,
  stride: number,
): { readonly count: number; readonly first: number } {
  if (at === 0) return { count: 0, first: 0 };
  const vector = follow(buffer, at);
  inside(buffer, vector, 4);
  const count = buffer.view.getUint32(vector, true);
  inside(buffer, vector + 4, count * stride);
  buffer.budget.values(count);
  return { count, first: vector + 4 };
}

/** A text; an empty one where the field is absent. */
export function flatText(buffer: FlatBuffer, at: number): string {
  const { count, first } = flatVector(buffer, at, 1);
  const { view } = buffer;
  return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + first, count));
}

/** A number of a field: of two bytes, four, or eight; another where the field is absent. */
export function flatNumber(
  buffer: FlatBuffer,
  at: number,
  bytes: 1 | 2 | 4 | 8,
  absent: number,
): number {
  if (at === 0) return absent;
  inside(buffer, at, bytes);
  if (bytes === 1) return buffer.view.getUint8(at);
  if (bytes === 2) return buffer.view.getInt16(at, true);
  if (bytes === 4) return buffer.view.getInt32(at, true);
  return Number(buffer.view.getBigInt64(at, true));
}

function follow(buffer: FlatBuffer, at: number): number {
  inside(buffer, at, 4);
  return at + buffer.view.getInt32(at, true);
}

function inside(buffer: FlatBuffer, at: number, bytes: number): void {
  const end = buffer.view.byteLength;
  expect(buffer, at >= 0 && at + bytes <= end, `bytes ${at} to ${at + bytes} of ${end}`);
}

function expect({ budget, where }: FlatBuffer, isSound: boolean, what: string): void {
  expectFile(isSound, budget.format, where, what);
}
