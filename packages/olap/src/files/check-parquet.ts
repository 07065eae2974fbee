/**
 * Whether a Parquet file is as long as it says, before its reader believes it: the footer, then the
 * columns that are read, page by page.
 *
 * Work is in proportion to the bytes: pages are unpacked once more than the reader does, and no
 * part of the file belongs to two columns.
 *
 * @source Apache Parquet, "File format", parquet.thrift
 */
import { type FileMetaData, parquetMetadata } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { parquetSchema } from 'hyparquet/src/metadata.js';
import { getTreePath, isFlatColumn } from 'hyparquet/src/schema.js';
import type { ColumnMetaData, RowGroup, SchemaElement, SchemaTree } from 'hyparquet/src/types.js';
import { type ByteCursor, skipStruct } from './compact-thrift.ts';
import { expectFile, type FileBudget, fileBudget } from './file-budget.ts';
import { checkPageData, checkPageSize, type ParquetPage } from './parquet-page.ts';
import { checkRowCount } from './unreadable.ts';

/** Bytes at the end: the length of the metadata, and the letters `PAR1`. */
const END_BYTES = 8;
const COLUMNS_MAX = 10_000;
const DEPTH_MAX = 32;

/**
 * The metadata of a Parquet file whose columns are as long as they say.
 *
 * @param columns - those that are read; absent: all
 * @throws OlapError OLAP_UNREADABLE_FILE — with the row group, the column and the page
 * @throws OlapError OLAP_TOO_LARGE — more rows or values than a file may have
 */
export function checkParquet(bytes: ArrayBuffer, columns?: readonly string[]): FileMetaData {
  checkFooter(bytes);
  const metadata = parquetMetadata(bytes);
  checkSchema(metadata.schema);
  checkGroups(metadata.row_groups, metadata.num_rows);
  const budget = fileBudget('Parquet', bytes.byteLength);
  const root = parquetSchema(metadata);
  let used = 0;
  for (const [index, group] of metadata.row_groups.entries()) {
    for (const [column, { meta_data: data }] of group.columns.entries()) {
      const where = `row group ${index}, column ${data?.path_in_schema.join('.') ?? column}`;
      expectFile(data !== undefined, 'Parquet', where, 'it has no metadata');
      if (columns?.includes(data.path_in_schema[0]!) === false) continue;
      used += whole(data.total_compressed_size, where, 'its bytes');
      const isOnce = used <= bytes.byteLength;
      expectFile(isOnce, 'Parquet', where, 'the columns have more bytes than the file');
      checkChunk({ bytes, data, group, path: pathOf(root, data, where), where, budget });
    }
  }
  return metadata;
}

function checkFooter(bytes: ArrayBuffer): void {
  const end = bytes.byteLength - END_BYTES;
  expectFile(end >= 0, 'Parquet', 'footer', `the file has ${bytes.byteLength} bytes`);
  const view = new DataView(bytes);
  const magic = view.getUint32(end + 4, true) === 0x31524150;
  expectFile(magic, 'Parquet', 'footer', 'the file does not end in PAR1');
  const length = view.getUint32(end, true);
  expectFile(length <= end, 'Parquet', 'footer', `its length is ${length}, ${end} bytes before it`);
  skipStruct({ view: new DataView(bytes, end - length, length), offset: 0, where: 'metadata' });
}

/** The schema is a list of a tree, each element with the number of its children. */
function checkSchema(schema: readonly SchemaElement[]): void {
  const left: number[] = [1];
  for (const { num_children: children = 0, name } of schema) {
    while (left.length > 0 && left.at(-1) === 0) left.pop();
    const isSound = left.length > 0 && left.length <= DEPTH_MAX && children >= 0;
    expectFile(
      isSound,
      'Parquet',
      `schema, ${name}`,
      `it nests over ${DEPTH_MAX} deep, or no tree`,
    );
    left[left.length - 1]! -= 1;
    if (children > 0) left.push(children);
  }
  const isWhole = left.every((count) => count === 0);
  expectFile(isWhole, 'Parquet', 'schema', 'it has fewer elements than it says');
}

function checkGroups(groups: readonly RowGroup[], rows: bigint): void {
  const total = whole(rows, 'metadata', 'its rows');
  checkRowCount('Parquet', total);
  let sum = 0;
  for (const [index, { num_rows: count, columns }] of groups.entries()) {
    const where = `row group ${index}`;
    sum += whole(count, where, 'its rows');
    const isFew = columns.length <= COLUMNS_MAX && columns.length === groups[0]!.columns.length;
    expectFile(isFew, 'Parquet', where, `${columns.length} columns`);
  }
  expectFile(sum === total, 'Parquet', 'metadata', `${total} rows, and ${sum} in the row groups`);
}

function pathOf(root: SchemaTree, data: ColumnMetaData, where: string): SchemaTree[] {
  const path = getTreePath(root, data.path_in_schema);
  const isVariant = path.some(({ element }) => element.logical_type?.type === 'VARIANT');
  expectFile(!isVariant, 'Parquet', where, 'it is of variants, of which facts are not made');
  return path;
}

/** A column in a row group. */
interface Chunk {
  readonly bytes: ArrayBuffer;
  readonly data: ColumnMetaData;
  readonly group: RowGroup;
  readonly path: readonly SchemaTree[];
  readonly where: string;
  readonly budget: FileBudget;
}

function checkChunk(chunk: Chunk): void {
  const { bytes, data, group, path, where, budget } = chunk;
  const first = data.dictionary_page_offset || data.data_page_offset;
  const start = whole(first, where, 'its first page');
  const size = whole(data.total_compressed_size, where, 'its bytes');
  const isInside = start + size <= bytes.byteLength;
  const total = bytes.byteLength;
  expectFile(isInside, 'Parquet', where, `bytes ${start} to ${start + size} of ${total}`);
  const values = whole(data.num_values, where, 'its values');
  const rows = Number(group.num_rows);
  const isFlat = isFlatColumn([...path]);
  expectFile(!isFlat || values === rows, 'Parquet', where, `${values} values of ${rows} rows`);
  budget.values(Math.max(values, rows));
  checkPages(chunk, new DataView(bytes, start, size), values);
}

function checkPages(chunk: Chunk, view: DataView, values: number): void {
  const reader = { view, offset: 0 };
  let left = values;
  let hasDictionary = false;
  for (let page = 0; left > 0; page++) {
    const where = `${chunk.where}, page ${page}`;
    const one = readPage(chunk, reader, where);
    const dictionary = one.header.dictionary_page_header;
    if (one.header.type === 'DICTIONARY_PAGE' && dictionary !== undefined) {
      expectFile(!hasDictionary, 'Parquet', where, 'it is a second dictionary');
      hasDictionary = true;
      checkDictionary(one, dictionary.num_values);
    } else {
      left -= checkData(one, left);
    }
  }
  const rest = view.byteLength - reader.offset;
  // Of a flat column the reader leaves what comes after the last value; of others it reads on.
  const isRead = rest <= 1 || isFlatColumn([...chunk.path]);
  expectFile(isRead, 'Parquet', chunk.where, `${rest} bytes too many`);
}

function readPage(chunk: Chunk, reader: { view: DataView; offset: number }, where: string) {
  const { view } = reader;
  skipStruct({ view, offset: reader.offset, where } satisfies ByteCursor);
  const header = parquetHeader(reader);
  const size = whole(header.compressed_page_size, where, 'its bytes');
  const rest = view.byteLength - reader.offset;
  expectFile(size <= rest, 'Parquet', where, `it has ${size} bytes, ${rest} left`);
  const bytes = new Uint8Array(view.buffer, view.byteOffset + reader.offset, size);
  reader.offset += size;
  const { path, budget } = chunk;
  const page = { header, bytes, codec: chunk.data.codec, path, where, budget };
  checkPageSize(page);
  return page;
}

/** The smallest values are bits. */
function checkDictionary({ header, where, budget }: ParquetPage, given: number): void {
  const count = whole(given, where, 'its values');
  const most = header.uncompressed_page_size * 8;
  expectFile(count <= most, 'Parquet', where, `${count} values in ${most} bits`);
  budget.values(count);
}

/** Gives the number of values, nulls too. */
function checkData(page: ParquetPage, left: number): number {
  const { header, where } = page;
  const data = header.type === 'DATA_PAGE' ? header.data_page_header : header.data_page_header_v2;
  expectFile(data !== undefined, 'Parquet', where, `it is no page of data, but ${header.type}`);
  const values = whole(data.num_values, where, 'its values');
  expectFile(values <= left, 'Parquet', where, `${values} values where ${left} are left`);
  checkPageData(page);
  return values;
}

function whole(value: unknown, where: string, what: string): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  const isCount = Number.isSafeInteger(number) && (number as number) >= 0;
  expectFile(isCount, 'Parquet', where, `${what}: ${String(value)}`);
  return number as number;
}
