/**
 * Whether a data page of a Parquet column has the values that it says, before there is room made
 * for them.
 *
 * @source Apache Parquet, "Data pages", "Encodings"
 */
import type { PageHeader, SchemaElement, SchemaTree } from 'hyparquet/src/types.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import { snappyUncompress } from 'hyparquet';
import { type ByteCursor, readByte, skip } from './compact-thrift.ts';
import { expectFile, type FileBudget } from './file-budget.ts';
import { checkAlp, checkDeltas, checkRuns, checkSharedTexts } from './parquet-runs.ts';

/** A page, as its header tells it. */
export interface ParquetPage {
  readonly header: PageHeader;
  /** The bytes after the header, as they are in the file. */
  readonly bytes: Uint8Array;
  readonly codec: string;
  /** From the root of the schema to the column. */
  readonly path: readonly SchemaTree[];
  readonly where: string;
  readonly budget: FileBudget;
}

/** Three bytes of Snappy are 64 at most: a copy of that many. */
const SNAPPY_MAX = 22;

/** Checks what is in a data page; of a codec that the reader refuses, nothing. */
export function checkPageData(page: ParquetPage): void {
  if (page.header.data_page_header_v2 !== undefined) checkSecond(page);
  else checkFirst(page);
}

/** Whether a page is as large as its bytes can be. */
export function checkPageSize({ header, bytes, codec, where }: ParquetPage): void {
  const size = header.uncompressed_page_size;
  const most = codec === 'SNAPPY' ? SNAPPY_MAX * bytes.length : Number.MAX_SAFE_INTEGER;
  const isSound = Number.isInteger(size) && size >= 0 && size <= most;
  expectFile(isSound, 'Parquet', where, `${size} bytes out of ${bytes.length} compressed ones`);
}

/** Pages of the first kind: levels have their length before them, and are compressed too. */
function checkFirst(page: ParquetPage): void {
  const data = page.header.data_page_header;
  const bytes = plainBytes(page, page.bytes, page.header.uncompressed_page_size);
  if (data === undefined || bytes === undefined) return;
  const cursor = cursorOf(bytes, page.where);
  const repetition = getMaxRepetitionLevel([...page.path]);
  const definition = getMaxDefinitionLevel([...page.path]);
  if (repetition > 0) checkLevels(takeLevels(cursor), repetition, data.num_values);
  const present =
    definition === 0
      ? data.num_values
      : checkLevels(takeLevels(cursor), definition, data.num_values);
  checkValues(page, cursor, data.encoding, present);
}

/** Pages of the second kind: the header has the length of the levels, which are not compressed. */
function checkSecond(page: ParquetPage): void {
  const { header, bytes, path, where } = page;
  const data = header.data_page_header_v2!;
  const repeated = data.repetition_levels_byte_length;
  const defined = data.definition_levels_byte_length;
  const levels = repeated + defined;
  const isSound = repeated >= 0 && defined >= 0 && levels <= bytes.length;
  expectFile(isSound, 'Parquet', where, `levels of ${repeated} and ${defined} bytes`);
  const repetition = getMaxRepetitionLevel([...path]);
  const definition = getMaxDefinitionLevel([...path]);
  const nullsMost = definition === 0 ? 0 : data.num_values;
  const isCount = data.num_nulls >= 0 && data.num_nulls <= nullsMost && data.num_rows >= 0;
  expectFile(isCount, 'Parquet', where, `${data.num_nulls} nulls, ${data.num_rows} rows`);
  const from = (start: number, end: number) => cursorOf(bytes.subarray(start, end), where);
  if (repetition > 0) checkLevels(from(0, repeated), repetition, data.num_values);
  if (definition > 0) checkLevels(from(repeated, levels), definition, data.num_values);
  const rest = bytes.subarray(levels);
  const size = header.uncompressed_page_size - levels;
  const isPlain = data.is_compressed === false || size === 0;
  const values = isPlain ? rest : plainBytes(page, rest, size);
  if (values === undefined) return;
  checkValues(page, cursorOf(values, where), data.encoding, data.num_values - data.num_nulls);
}

function plainBytes({ codec, where }: ParquetPage, bytes: Uint8Array, size: number) {
  if (codec === 'UNCOMPRESSED') return bytes;
  if (codec !== 'SNAPPY') return undefined;
  expectFile(size >= 0, 'Parquet', where, `${size} bytes of values`);
  const plain = new Uint8Array(size);
  snappyUncompress(bytes, plain);
  return plain;
}

function takeLevels(cursor: ByteCursor): ByteCursor {
  skip(cursor, 4);
  const from = cursor.offset;
  const length = cursor.view.getUint32(from - 4, true);
  skip(cursor, length);
  const { buffer, byteOffset } = cursor.view;
  return { view: new DataView(buffer, byteOffset + from, length), offset: 0, where: cursor.where };
}

/** Gives how many values are there, and no null. */
function checkLevels(cursor: ByteCursor, highest: number, values: number): number {
  return checkRuns(cursor, 32 - Math.clz32(highest), values, highest);
}

function checkValues(page: ParquetPage, cursor: ByteCursor, encoding: string, values: number) {
  const { element } = page.path.at(-1)!;
  if (values === 0) return;
  if (encoding === 'RLE' && element.type === 'BOOLEAN') checkRuns(takeLevels(cursor), 1, values);
  else if (/DICTIONARY$|^RLE$/.test(encoding)) checkIndices(cursor, values);
  else if (encoding === 'DELTA_BINARY_PACKED') checkDeltas(cursor, values);
  else if (encoding === 'DELTA_LENGTH_BYTE_ARRAY') checkDeltas(cursor, values);
  else if (encoding === 'DELTA_BYTE_ARRAY') checkSharedTexts(cursor, values, page.budget);
  else if (encoding === 'BYTE_STREAM_SPLIT') skip(cursor, values * widthOf(element));
  else if (encoding === 'ALP') checkAlp(cursor);
}

function checkIndices(cursor: ByteCursor, values: number): void {
  const bits = readByte(cursor);
  expectFile(bits <= 32, 'Parquet', cursor.where, `indices of ${bits} bits`);
  if (bits > 0) checkRuns(cursor, bits, values);
}

const widthOf = ({ type, type_length: length }: SchemaElement): number =>
  type === 'FIXED_LEN_BYTE_ARRAY' ? (length ?? 0) : /64$|^DOUBLE$/.test(type ?? '') ? 8 : 4;

const cursorOf = (bytes: Uint8Array, where: string): ByteCursor => ({
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  offset: 0,
  where,
});
