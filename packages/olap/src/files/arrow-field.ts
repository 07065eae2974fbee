/**
 * Fields of an Arrow schema, as far as they say how many bytes a column has.
 *
 * @source Apache Arrow, format/Schema.fbs
 */
import { expectFile } from './file-budget.ts';
import { type FlatBuffer, flatNumber, type FlatTable, flatTable } from './flat-buffer.ts';
import { flatText, flatVector } from './flat-buffer.ts';

/** How the values of a column lie in its buffers. */
export type ArrowLayout =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'bits' }
  /** Values of so many bytes each. */
  | { readonly kind: 'fixed'; readonly width: number }
  /** Bytes or lists between offsets of so many bytes each. */
  | { readonly kind: 'text' | 'list'; readonly width: 4 | 8 }
  | { readonly kind: 'views' }
  | { readonly kind: 'fixedList'; readonly stride: number }
  | { readonly kind: 'struct' };

/** A field. */
export interface ArrowField {
  readonly name: string;
  readonly layout: ArrowLayout;
  readonly children: readonly ArrowField[];
  /** Where the values stand in a dictionary: its id, and the bytes of an index. */
  readonly dictionary?: { readonly id: number; readonly width: number };
}

const DEPTH_MAX = 64;

/** The fields of the schema at a place. */
export function arrowFields(buffer: FlatBuffer, at: number): ArrowField[] {
  const schema = flatTable(buffer, at);
  readMetadata(buffer, schema(8));
  return readFields(buffer, schema(6), 0);
}

function readFields(buffer: FlatBuffer, at: number, depth: number): ArrowField[] {
  expectFile(depth < DEPTH_MAX, 'Arrow', buffer.where, `fields nest over ${DEPTH_MAX} deep`);
  const { count, first } = flatVector(buffer, at, 4);
  return Array.from({ length: count }, (_, index) => readField(buffer, first + 4 * index, depth));
}

function readField(buffer: FlatBuffer, at: number, depth: number): ArrowField {
  const field = flatTable(buffer, at);
  readMetadata(buffer, field(16));
  const name = flatText(buffer, field(4));
  const typeId = flatNumber(buffer, field(8), 1, 0);
  const children = readFields(buffer, field(14), depth + 1);
  const type = field(10) === 0 ? () => 0 : flatTable(buffer, field(10));
  const layout = layoutOf({ buffer, type, typeId, name });
  const base = { name, layout, children };
  return field(12) === 0 ? base : { ...base, dictionary: readDictionary(buffer, field(12)) };
}

/** What was written beside the data is kept by the reader too, so it is spent for. */
export function readMetadata(buffer: FlatBuffer, at: number): void {
  const { count, first } = flatVector(buffer, at, 4);
  for (let index = 0; index < count; index++) {
    const entry = flatTable(buffer, first + 4 * index);
    flatText(buffer, entry(4));
    flatText(buffer, entry(6));
  }
}

function readDictionary(buffer: FlatBuffer, at: number): { id: number; width: number } {
  const dictionary = flatTable(buffer, at);
  const index = dictionary(6);
  const bits = index === 0 ? 32 : flatNumber(buffer, flatTable(buffer, index)(4), 4, 0);
  return { id: flatNumber(buffer, dictionary(4), 8, 0), width: bits / 8 };
}

interface TypeAt {
  readonly buffer: FlatBuffer;
  readonly type: FlatTable;
  readonly typeId: number;
  readonly name: string;
}

/** The layouts of the types that have one alone, by the number of the type. */
const LAYOUTS: Readonly<Record<number, ArrowLayout>> = {
  1: { kind: 'nothing' },
  4: { kind: 'text', width: 4 },
  5: { kind: 'text', width: 4 },
  6: { kind: 'bits' },
  10: { kind: 'fixed', width: 8 },
  12: { kind: 'list', width: 4 },
  13: { kind: 'struct' },
  17: { kind: 'list', width: 4 },
  18: { kind: 'fixed', width: 8 },
  19: { kind: 'text', width: 8 },
  20: { kind: 'text', width: 8 },
  21: { kind: 'list', width: 8 },
  23: { kind: 'views' },
  24: { kind: 'views' },
};

/** Unions, runs and views of lists are left out: facts have none, and they share without bound. */
function layoutOf({ buffer, type, typeId, name }: TypeAt): ArrowLayout {
  if (typeId === 10) flatText(buffer, type(6));
  const known = LAYOUTS[typeId];
  if (known !== undefined) return known;
  const number = (slot: number, bytes: 2 | 4, absent: number) =>
    flatNumber(buffer, type(slot), bytes, absent);
  if (typeId === 16) return { kind: 'fixedList', stride: number(4, 4, 0) };
  const width = widthOf(typeId, number);
  const what = `column ${name} is of type ${typeId}, of which columns of facts are not made`;
  expectFile(width !== undefined, 'Arrow', buffer.where, what);
  return { kind: 'fixed', width };
}

function widthOf(
  typeId: number,
  number: (slot: number, bytes: 2 | 4, absent: number) => number,
): number | undefined {
  if (typeId === 2) return number(4, 4, 0) / 8;
  if (typeId === 3) return [2, 4, 8][number(4, 2, 0)];
  if (typeId === 7) return Math.abs(number(6, 4, 0)) > 1000 ? undefined : number(8, 4, 128) / 8;
  if (typeId === 8) return [4, 8][number(4, 2, 1)];
  if (typeId === 9) return [4, 4, 8, 8][number(4, 2, 1)];
  if (typeId === 11) return [4, 8, 16][number(4, 2, 0)];
  return typeId === 15 ? number(4, 4, 0) : undefined;
}
