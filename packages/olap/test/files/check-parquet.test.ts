/**
 * Parquet files that are taken in, and what is said of those that are damaged: of each rule one
 * file, sound but for one length.
 *
 * @source Apache Parquet, "File format", "Data pages", "Encodings"
 */
import type { FileMetaData } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { OlapError } from '../../src/errors.ts';
import { parquetRows } from '../../src/files/parquet-rows.ts';
import { dataPage, dictionaryPage, parquetOf, secondPage, withHeader } from './parquet-build.ts';

/** 7 and 9, as whole numbers of four bytes. */
const VALUES = [7, 0, 0, 0, 9, 0, 0, 0];
/** A run of two levels of 1, behind its length; the same by itself. */
const RUN = [4, 1];
const LEVELS = [2, 0, 0, 0, ...RUN];
const plain = dataPage(2, VALUES);
const nullable = dataPage(2, [...LEVELS, ...VALUES]);
/** Indices of one bit: a run of two zeros. */
const indices = dataPage(2, [1, 4, 0], 'RLE_DICTIONARY');

/** The column as it is read. */
const read = async (bytes: ArrayBuffer): Promise<unknown[]> =>
  (await parquetRows(bytes)).flatMap(Object.values);

describe('a sound file', () => {
  test.each([
    ['a page', parquetOf([plain]), [7, 9]],
    ['two pages', parquetOf([dataPage(1, [7, 0, 0, 0]), dataPage(1, [9, 0, 0, 0])]), [7, 9]],
    ['levels', parquetOf([nullable], { isNullable: true }), [7, 9]],
    [
      'a null',
      parquetOf([dataPage(2, [4, 0, 0, 0, 2, 1, 2, 0, 7, 0, 0, 0])], { isNullable: true }),
      [7, null],
    ],
    ['a page of the second version', parquetOf([secondPage({}, VALUES)]), [7, 9]],
    [
      'one with levels',
      parquetOf([secondPage({ definition_levels_byte_length: 2 }, [...RUN, ...VALUES])], {
        isNullable: true,
      }),
      [7, 9],
    ],
  ] as const)('of %s is read', async (_, bytes, values) => {
    expect(await read(bytes)).toEqual(values);
  });

  test('of a dictionary is read', async () => {
    const dictionary = dictionaryPage(1, [7, 0, 0, 0]);
    const change = ({ row_groups: [group] }: FileMetaData): void => {
      group!.columns[0]!.meta_data!.dictionary_page_offset = 4n;
    };
    expect(await read(parquetOf([dictionary, indices], { change }))).toEqual([7, 7]);
  });
});

type Meta = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>;

/** The file with something else said of its column. */
const withMeta = (change: Partial<Meta>): ArrayBuffer =>
  parquetOf([plain], {
    change: ({ row_groups: [group] }) => void Object.assign(group!.columns[0]!.meta_data!, change),
  });
const withWhole = (change: (metadata: FileMetaData) => void): ArrayBuffer =>
  parquetOf([plain], { change });

/** The root of the schema says two children, and has one: behind its name stands their number. */
function withTwoChildren(): ArrayBuffer {
  const bytes = new Uint8Array(parquetOf([plain]));
  const name = [...new TextEncoder().encode('root')];
  const at = bytes.findIndex((_, place) =>
    name.every((code, index) => bytes[place + index] === code),
  );
  bytes[at + name.length + 1] = 4;
  return bytes.buffer;
}

/** What is said of bytes; nothing where they are read. */
async function reasonOf(bytes: ArrayBuffer): Promise<string> {
  try {
    await parquetRows(bytes);
  } catch (error) {
    if (OlapError.is(error, 'OLAP_UNREADABLE_FILE')) return error.details.reason;
    throw error;
  }
  return 'it is read';
}

const column = 'row group 0, column units';
const page = `${column}, page 0`;

describe('a file that cannot be', () => {
  test.each([
    ['a file of no bytes', new ArrayBuffer(4), /^footer: the file has 4 bytes$/],
    [
      'a file that ends otherwise',
      parquetOf([plain]).slice(0, -1),
      /^footer: the file does not end in PAR1$/,
    ],
    ['rows below zero', withWhole((all) => void (all.num_rows = -1n)), /^metadata: its rows: -1$/],
    [
      'other rows than in its groups',
      withWhole((all) => void (all.num_rows = 3n)),
      /^metadata: 3 rows, and 2 in the row groups$/,
    ],
    [
      'rows of a group below zero',
      withWhole((all) => void (all.row_groups[0]!.num_rows = -2n)),
      /^row group 0: its rows: -2$/,
    ],
    [
      'a schema with more than a tree',
      withWhole((all) => void all.schema.push({ name: 'more', type: 'INT32' })),
      /^schema, more: it nests over 32 deep, or no tree$/,
    ],
    ['a schema with less', withTwoChildren(), /^schema: it has fewer elements than it says$/],
    [
      'bytes of a column below zero',
      withMeta({ total_compressed_size: -1n }),
      /^row group 0, column units: its bytes: -1$/,
    ],
    [
      'a column with more bytes than the file',
      withMeta({ total_compressed_size: 4096n }),
      /^row group 0, column units: the columns have more bytes than the file$/,
    ],
    [
      'a first page behind the file',
      withMeta({ data_page_offset: 4096n }),
      /^row group 0, column units: bytes 4096 to \d+ of \d+$/,
    ],
    [
      'other values than rows',
      withMeta({ num_values: 3n }),
      /^row group 0, column units: 3 values of 2 rows$/,
    ],
  ] as const)('%s', async (_, bytes, reason) => {
    expect(await reasonOf(bytes)).toMatch(reason);
  });

  test.each([
    // what is damaged · its pages · whether the column has levels · why
    [
      'a page beyond its column',
      [withHeader(plain, { compressed_page_size: 9 })],
      false,
      `${page}: it has 9 bytes, 8 left`,
    ],
    [
      'a page below zero',
      [withHeader(plain, { compressed_page_size: -1 })],
      false,
      `${page}: its bytes: -1`,
    ],
    [
      'more values than the column',
      [dataPage(3, [...VALUES, 1, 0, 0, 0])],
      false,
      `${page}: 3 values where 2 are left`,
    ],
    ['values below zero', [dataPage(-2, VALUES)], false, `${page}: its values: -2`],
    [
      'a second dictionary',
      [dictionaryPage(1, VALUES), dictionaryPage(1, VALUES), indices],
      false,
      `${column}, page 1: it is a second dictionary`,
    ],
    [
      'a dictionary of more values than bits',
      [dictionaryPage(65, VALUES), indices],
      false,
      `${page}: 65 values in 64 bits`,
    ],
    [
      'levels longer than the page',
      [dataPage(2, [200, 0, 0, 0, ...RUN, ...VALUES])],
      true,
      `${page}, byte 4: 200 bytes, with 10 left`,
    ],
    [
      'a run of more levels than values',
      [dataPage(2, [2, 0, 0, 0, 6, 1, ...VALUES])],
      true,
      `${page}, byte 1: a run of 3 values where 2 are left`,
    ],
    [
      'a run that is cut',
      [dataPage(2, [1, 0, 0, 0, 4, ...VALUES])],
      true,
      `${page}, byte 1: 1 bytes, with 0 left`,
    ],
    [
      'indices of too many bits',
      [dataPage(2, [33, 4, 0], 'RLE_DICTIONARY')],
      false,
      `${page}: indices of 33 bits`,
    ],
    [
      'a run of more indices than values',
      [dataPage(2, [1, 8, 0], 'RLE_DICTIONARY')],
      false,
      `${page}, byte 2: a run of 4 values where 2 are left`,
    ],
    [
      'deltas in parts of no size',
      [dataPage(2, [128, 1, 3, 2, 0], 'DELTA_BINARY_PACKED')],
      false,
      `${page}, byte 3: blocks of 128 deltas in 3 parts`,
    ],
    [
      'deltas of too many bits',
      [dataPage(2, [128, 1, 1, 2, 0, 0, 65], 'DELTA_BINARY_PACKED')],
      false,
      `${page}, byte 7: deltas of 65 bits`,
    ],
    [
      'levels of more bytes than the page',
      [secondPage({ definition_levels_byte_length: 9 }, VALUES)],
      true,
      `${page}: levels of 0 and 9 bytes`,
    ],
    [
      'levels below zero',
      [secondPage({ definition_levels_byte_length: -1 }, VALUES)],
      true,
      `${page}: levels of 0 and -1 bytes`,
    ],
    [
      'nulls where there are none',
      [secondPage({ num_nulls: 1 }, VALUES)],
      false,
      `${page}: 1 nulls, 2 rows`,
    ],
    [
      'more nulls than values',
      [secondPage({ num_nulls: 3, definition_levels_byte_length: 2 }, [...RUN, ...VALUES])],
      true,
      `${page}: 3 nulls, 2 rows`,
    ],
  ] as const)('%s', async (_, pages, isNullable, reason) => {
    expect(await reasonOf(parquetOf(pages, { isNullable }))).toBe(reason);
  });

  test('more rows than a file may have', async () => {
    const change = (all: FileMetaData): void => {
      all.num_rows = 20_000_001n;
    };
    await expect(parquetRows(withWhole(change))).rejects.toMatchObject({ code: 'OLAP_TOO_LARGE' });
  });
});
