/**
 * A cube's facts and members as bytes, and back.
 *
 * The bytes begin with a line of JSON (format, definition, members, what each column is) and go on
 * with the columns as they stand in memory, little-endian, and a digest of it all. Aggregates are
 * not among them: they are computed again when they are asked for. A snapshot is only restored into
 * a cube of the same definition, whole or not at all.
 */
import type { CompiledCube } from './compile-cube.ts';
import { OlapError } from './errors.ts';
import type { Key, Level } from './hierarchy.ts';
import type { CodeArray, IntColumn } from './int-column.ts';
import { DIGEST_BYTES, digestOf } from './snapshot-digest.ts';
import type { ValueColumn } from './value-column.ts';
import type { ValueDictionary } from './value-dictionary.ts';

const FORMAT = 'kontor-olap-2';

type Kind = 'u8' | 'u16' | 'i32' | 'f64';

/** Where a column stands behind the header. */
interface Piece {
  readonly kind: Kind;
  readonly length: number;
}

/** What a snapshot says of itself. */
interface Header {
  readonly format: typeof FORMAT;
  readonly definition: unknown;
  readonly rows: number;
  readonly removals: readonly number[];
  readonly dimensions: readonly SavedDimension[];
  readonly values: readonly { readonly nulls: number; readonly largest: number }[];
  readonly dictionaries: readonly (readonly Key[])[];
  readonly objects: readonly (readonly unknown[])[];
  readonly keys: readonly (readonly [Key, number])[] | null;
  readonly pieces: readonly Piece[];
}

interface SavedDimension {
  readonly leaves: number;
  readonly state: unknown;
  readonly levels: readonly SavedLevel[];
}

interface SavedLevel {
  readonly keys: readonly Key[];
  readonly parents: readonly number[];
  readonly orderKeys: readonly Key[] | null;
}

/** The cube as bytes. */
export function snapshotOf(cube: CompiledCube): Uint8Array {
  const columns = columnsOf(cube);
  const { facts } = cube;
  const header: Header = {
    format: FORMAT,
    definition: cube.definition,
    rows: facts.rows,
    removals: facts.removals,
    dimensions: cube.loaders.map(({ dimension, saved }) => ({
      leaves: dimension.leafCount,
      state: saved(),
      levels: [...dimension.levels.values()].map(savedLevel),
    })),
    values: facts.values.map(({ nulls, largest }) => ({ nulls, largest })),
    dictionaries: facts.dictionaries.map(({ values }) => values),
    objects: facts.objects.map(({ values }) => values),
    keys: facts.rowOfKey === null ? null : [...facts.rowOfKey],
    pieces: columns.map(({ array, length }) => ({ kind: kindOf(array), length })),
  };
  return joined(header, columns);
}

/**
 * Fills an empty cube from a snapshot.
 *
 * @throws OlapError OLAP_BAD_SNAPSHOT — of another format, another definition, or cut off; or the
 *   cube has facts
 */
export function restoreSnapshot(cube: CompiledCube, bytes: Uint8Array): void {
  if (cube.facts.rows > 0) {
    throw new OlapError('OLAP_BAD_SNAPSHOT', { reason: 'the cube it should fill has facts' });
  }
  const { header, start } = readHeader(bytes);
  if (JSON.stringify(header.definition) !== JSON.stringify(cube.definition)) {
    const reason = 'it is of another definition; load the facts again';
    throw new OlapError('OLAP_BAD_SNAPSHOT', { reason });
  }
  const pieces = readPieces(bytes, start, header.pieces);
  const { facts } = cube;
  facts.rows = header.rows;
  facts.removals.push(...header.removals);
  facts.removed = header.removals.length === 0 ? null : marked(header.rows, header.removals);
  for (const [index, saved] of header.dimensions.entries()) {
    const { dimension, restore } = cube.loaders[index]!;
    const levels = [...dimension.levels.values()];
    for (const [at, level] of levels.entries()) restoreLevel(level, saved.levels[at]!, pieces);
    dimension.leafCount = saved.leaves;
    dimension.generation++;
    restore(saved.state);
  }
  for (const column of facts.leaves) takePiece(column, pieces);
  for (const [index, column] of facts.values.entries()) {
    takePiece(column as IntColumn, pieces);
    Object.assign(column, header.values[index]);
  }
  for (const [index, dictionary] of facts.dictionaries.entries()) {
    takePiece(dictionary.codes, pieces);
    restoreDictionary(dictionary, header.dictionaries[index]!);
  }
  for (const [index, column] of facts.objects.entries()) {
    column.values.push(...header.objects[index]!);
  }
  for (const [key, row] of header.keys ?? []) facts.rowOfKey!.set(key, row);
}

/** All columns of a cube in the order of the bytes. */
function columnsOf({ loaders, facts }: CompiledCube): (IntColumn | ValueColumn)[] {
  return [
    ...loaders.flatMap(({ dimension }) =>
      [...dimension.levels.values()].map(({ ofLeaf }) => ofLeaf),
    ),
    ...facts.leaves,
    ...facts.values,
    ...facts.dictionaries.map(({ codes }) => codes),
  ];
}

function savedLevel({ keys, parents, orderKeys }: Level): SavedLevel {
  return { keys, parents, orderKeys: orderKeys ?? null };
}

function restoreLevel(level: Level, saved: SavedLevel, pieces: Pieces): void {
  level.keys.length = 0;
  level.parents.length = 0;
  level.homonym.length = 0;
  level.lastOfKey.clear();
  level.order = undefined;
  for (const [code, key] of saved.keys.entries()) {
    level.homonym.push(level.lastOfKey.get(key) ?? -1);
    level.lastOfKey.set(key, code);
    level.keys.push(key);
    level.parents.push(saved.parents[code]!);
  }
  if (saved.orderKeys !== null) level.orderKeys?.push(...saved.orderKeys);
  takePiece(level.ofLeaf, pieces);
}

function restoreDictionary(dictionary: ValueDictionary, values: readonly Key[]): void {
  for (const [index, value] of values.entries()) {
    dictionary.values.push(value);
    dictionary.codeOf.set(value, index + 1);
  }
}

function marked(rows: number, removals: readonly number[]): Uint8Array {
  const removed = new Uint8Array(rows);
  for (const row of removals) removed[row] = 1;
  return removed;
}

// — Bytes —

type AnyArray = CodeArray | Float64Array;

function kindOf(array: AnyArray): Kind {
  if (array instanceof Uint8Array) return 'u8';
  if (array instanceof Uint16Array) return 'u16';
  return array instanceof Int32Array ? 'i32' : 'f64';
}

const BYTES = { u8: 1, u16: 2, i32: 4, f64: 8 } as const;

/** Columns begin at multiples of 8 bytes. */
const aligned = (at: number): number => Math.ceil(at / 8) * 8;

function joined(header: Header, columns: readonly (IntColumn | ValueColumn)[]): Uint8Array {
  const text = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  let size = aligned(text.length);
  for (const { kind, length } of header.pieces) size = aligned(size + BYTES[kind] * length);
  const bytes = new Uint8Array(size + DIGEST_BYTES);
  bytes.set(text);
  let at = aligned(text.length);
  for (const { array, length } of columns) {
    const cells = array.subarray(0, length);
    bytes.set(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength), at);
    at = aligned(at + cells.byteLength);
  }
  bytes.set(digestOf(bytes.subarray(0, size)), size);
  return bytes;
}

function readHeader(bytes: Uint8Array): { header: Header; start: number } {
  const end = bytes.indexOf(10);
  const text = end < 0 ? '' : new TextDecoder().decode(bytes.subarray(0, end));
  let header: Header | undefined;
  try {
    header = JSON.parse(text) as Header;
  } catch {
    // No JSON, no header: told below.
  }
  if (header?.format !== FORMAT) {
    throw new OlapError('OLAP_BAD_SNAPSHOT', { reason: `it does not begin with ${FORMAT}` });
  }
  checkDigest(bytes);
  return { header, start: aligned(end + 1) };
}

/** Whatever was changed or cut off shows here, so that what follows may believe the header. */
function checkDigest(bytes: Uint8Array): void {
  const size = Math.max(0, bytes.length - DIGEST_BYTES);
  const digest = digestOf(bytes.subarray(0, size));
  if (digest.every((byte, at) => byte === bytes[size + at])) return;
  const reason = 'it was changed or cut off on its way: fetch it again, or load the facts';
  throw new OlapError('OLAP_BAD_SNAPSHOT', { reason });
}

/** Gives the arrays in the order of the bytes, one by one. */
type Pieces = () => AnyArray;

function readPieces(bytes: Uint8Array, start: number, pieces: readonly Piece[]): Pieces {
  let at = start;
  const arrays = pieces.map(({ kind, length }) => {
    const copy = bytes.slice(at, at + BYTES[kind] * length).buffer;
    at = aligned(at + BYTES[kind] * length);
    return arrayOf(kind, copy);
  });
  let taken = 0;
  return () => arrays[taken++]!;
}

function arrayOf(kind: Kind, buffer: ArrayBuffer): AnyArray {
  switch (kind) {
    case 'u8':
      return new Uint8Array(buffer);
    case 'u16':
      return new Uint16Array(buffer);
    case 'i32':
      return new Int32Array(buffer);
    default:
      return new Float64Array(buffer);
  }
}

function takePiece(column: IntColumn, pieces: Pieces): void {
  const array = pieces() as CodeArray;
  column.array = array;
  column.length = array.length;
}
