/**
 * Arrow streams of columns laid out by hand: so layouts can be written that flechette only reads,
 * and every length can be another than it should be. The flatbuffers around them are its own.
 */
import type { DataType } from '@uwdata/flechette';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const { resolve } = createRequire(import.meta.url);
const entry = resolve('@uwdata/flechette').replace(/(.*flechette)\/.*/, '$1');
const at = pathToFileURL(`${entry}/src/encode/encode-ipc.js`).href;
const { encodeIPC } = (await import(/* @vite-ignore */ at)) as {
  encodeIPC(data: object, options: object): { finish(): Uint8Array };
};

/** A column of a batch, and the columns within it; one buffer a row, in the order of the layout. */
export interface LaidColumn {
  readonly type: DataType;
  readonly name?: string;
  readonly length: number;
  readonly buffers: readonly Uint8Array[];
  readonly children?: readonly LaidColumn[];
  /** Of a column of views: its buffers of data, among `buffers`. */
  readonly viewBuffers?: number;
}

/** What a batch says of itself, which may be changed before it is written. */
export interface BatchHead {
  nodes: { length: number; nullCount: number }[];
  regions: { offset: number; length: number }[];
  variadic: number[];
}

/** A batch of one column as a stream; `damage` changes what the batch says. */
export function streamOf(column: LaidColumn, damage?: (head: BatchHead) => void): Uint8Array {
  const fields = [fieldOf(column, 'units')];
  return encode({ schema: { fields, metadata: null }, records: [batchOf([column], damage)] });
}

/** A batch of two columns as a stream: it has as many rows as the first of them. */
export function pairStream(first: LaidColumn, second: LaidColumn): Uint8Array {
  const fields = [fieldOf(first, 'units'), fieldOf(second, 'more')];
  return encode({ schema: { fields, metadata: null }, records: [batchOf([first, second])] });
}

/** The same with a dictionary before it. */
export function dictionaryStream(
  indices: LaidColumn,
  values: LaidColumn,
  damage: { id?: number; values?: (head: BatchHead) => void; indices?: (head: BatchHead) => void },
): Uint8Array {
  const dictionaries = [
    {
      id: damage.id ?? 0,
      data: batchOf([values], damage.values),
      isDelta: false,
      isOrdered: false,
    },
  ];
  const records = [batchOf([indices], damage.indices)];
  return encode({
    schema: { fields: [fieldOf(indices, 'shop')], metadata: null },
    dictionaries,
    records,
  });
}

/** Bytes of numbers, in the order in which they lie. */
export const int32 = (...values: readonly number[]): Uint8Array =>
  new Uint8Array(Int32Array.from(values).buffer);
export const int64 = (...values: readonly bigint[]): Uint8Array =>
  new Uint8Array(BigInt64Array.from(values).buffer);
export const letters = (text: string): Uint8Array => new TextEncoder().encode(text);
export const none = new Uint8Array(0);

/** A view of a text that is short enough to stand in it. */
export const shortView = (text: string): Uint8Array => {
  const bytes = new Uint8Array(16);
  bytes.set(int32(text.length));
  bytes.set(letters(text), 4);
  return bytes;
};

/** A view of a longer one: its length, its beginning, the buffer and the place in it. */
export const longView = (text: string, buffer: number, offset: number): Uint8Array => {
  const bytes = new Uint8Array(16);
  bytes.set(int32(text.length));
  bytes.set(letters(text).subarray(0, 4), 4);
  bytes.set(int32(buffer, offset), 8);
  return bytes;
};

export const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

function fieldOf({ type }: LaidColumn, name: string) {
  return { name, type, nullable: true, metadata: null };
}

function batchOf(columns: readonly LaidColumn[], damage?: (head: BatchHead) => void) {
  const head: BatchHead = { nodes: [], regions: [], variadic: [] };
  const buffers: Uint8Array[] = [];
  let byteLength = 0;
  const lay = ({ length, buffers: own, children = [], viewBuffers }: LaidColumn): void => {
    head.nodes.push({ length, nullCount: 0 });
    for (const buffer of own) {
      head.regions.push({ offset: byteLength, length: buffer.length });
      buffers.push(buffer);
      byteLength += Math.ceil(buffer.length / 8) * 8;
    }
    if (viewBuffers !== undefined) head.variadic.push(viewBuffers);
    children.forEach(lay);
  };
  columns.forEach(lay);
  damage?.(head);
  return { ...head, length: columns[0]!.length, buffers, byteLength };
}

const encode = (data: object): Uint8Array =>
  Uint8Array.from(encodeIPC(data, { format: 'stream' }).finish());
