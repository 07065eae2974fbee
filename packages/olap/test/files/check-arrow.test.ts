/**
 * Arrow files of all layouts that are taken in, and what is said of those that are damaged: of each
 * rule one file, sound but for one length.
 *
 * @source Apache Arrow, "Columnar format", "Serialization and interprocess communication (IPC)"
 */
import {
  binary,
  binaryView,
  bool,
  dateDay,
  decimal,
  dictionary,
  duration,
  field,
  fixedSizeBinary,
  fixedSizeList,
  float64,
  int32 as int32Type,
  largeList,
  largeUtf8,
  list,
  nullType,
  struct,
  tableFromArrays,
  tableToIPC,
  timestamp,
  utf8,
  utf8View,
} from '@uwdata/flechette';
import { describe, expect, test } from 'vitest';
import { OlapError } from '../../src/errors.ts';
import { arrowRows } from '../../src/files/arrow-rows.ts';
import {
  type BatchHead,
  dictionaryStream,
  int32,
  int64,
  joined,
  type LaidColumn,
  letters,
  longView,
  none,
  pairStream,
  shortView,
  streamOf,
} from './arrow-build.ts';

const LONG = 'a text of over twelve letters';

const numbers: LaidColumn = { type: int32Type(), length: 2, buffers: [none, int32(7, 9)] };
const texts: LaidColumn = {
  type: utf8(),
  length: 2,
  buffers: [none, int32(0, 1, 3), letters('abb')],
};
const wideTexts: LaidColumn = {
  type: largeUtf8(),
  length: 2,
  buffers: [none, int64(0n, 1n, 3n), letters('abb')],
};
const lists: LaidColumn = {
  type: list(field('of', int32Type())),
  length: 2,
  buffers: [none, int32(0, 1, 2)],
  children: [numbers],
};
const pairs: LaidColumn = {
  type: fixedSizeList(field('of', int32Type()), 2),
  length: 1,
  buffers: [none],
  children: [numbers],
};
const views: LaidColumn = {
  type: utf8View(),
  length: 3,
  buffers: [
    none,
    joined(shortView('ab'), longView(LONG, 0, 2), shortView('')),
    letters(`__${LONG}`),
  ],
  viewBuffers: 1,
};
const rawViews: LaidColumn = { ...views, type: binaryView() };
const indices: LaidColumn = {
  type: dictionary(utf8(), int32Type(), false, 0),
  length: 3,
  buffers: [none, int32(1, 0, 1)],
};

/** The column as it is read. */
const read = (bytes: Uint8Array): unknown[] => arrowRows(bytes).flatMap(Object.values);

describe('a sound stream', () => {
  test.each([
    ['whole numbers', numbers, [7, 9]],
    ['texts', texts, ['a', 'bb']],
    ['texts with wide offsets', wideTexts, ['a', 'bb']],
    ['views of texts', views, ['ab', LONG, '']],
    [
      'views of texts without a buffer',
      {
        ...views,
        buffers: [none, joined(shortView('ab'), shortView('c'))],
        length: 2,
        viewBuffers: 0,
      },
      ['ab', 'c'],
    ],
    [
      'views of two buffers',
      {
        ...views,
        buffers: [
          none,
          joined(longView(LONG, 1, 0), longView(LONG, 0, 2), shortView('')),
          letters(`__${LONG}`),
          letters(LONG),
        ],
        viewBuffers: 2,
      },
      [LONG, LONG, ''],
    ],
  ] as const)('of %s is read', (_, column, values) => {
    expect(read(streamOf(column))).toEqual(values);
  });

  test('of views of bytes is read', () => {
    const [first, second] = read(streamOf(rawViews)).map((value) => Object.values(value as object));
    expect([first, second]).toEqual([[...letters('ab')], [...letters(LONG)]]);
  });

  test('of lists and of pairs is read', () => {
    const plain = (value: unknown): unknown => Array.from(value as Iterable<number>);
    expect(read(streamOf(lists)).map(plain)).toEqual([[7], [9]]);
    expect(read(streamOf(pairs)).map(plain)).toEqual([[7, 9]]);
  });

  test('of texts in a dictionary is read', () => {
    expect(read(dictionaryStream(indices, texts, {}))).toEqual(['bb', 'a', 'bb']);
  });

  test.each([
    ['booleans', bool(), [true, null, false]],
    ['doubles', float64(), [1.5, null, -2]],
    ['decimals', decimal(10, 2), [1.25, null, -2]],
    ['days', dateDay(), [new Date(0), null, new Date(86_400_000)]],
    ['instants', timestamp(), [new Date(5), null, new Date(9)]],
    ['durations', duration(), [5n, null, 9n]],
    ['bytes', binary(), [letters('ab'), null, none]],
    ['bytes of one length', fixedSizeBinary(2), [letters('ab'), null, letters('cd')]],
    ['lists with wide offsets', largeList(field('of', utf8())), [['a'], null, ['b', 'cc']]],
    ['structs', struct({ w: int32Type() }), [{ w: 1 }, null, { w: 3 }]],
    ['nulls', nullType(), [null, null, null]],
    ['texts in a dictionary', dictionary(utf8()), ['a', null, 'a']],
  ] as const)('of %s passes, as a file and as a stream', (_, type, values) => {
    for (const format of ['file', 'stream'] as const) {
      const table = tableFromArrays({ units: [...values] }, { types: { units: type } });
      const rows = arrowRows(tableToIPC(table, { format }) as Uint8Array);
      expect(rows).toHaveLength(3);
      expect(rows.map(({ units }) => units === null)).toEqual(values.map((one) => one === null));
    }
  });
});

const node = (at: number, length: number) => (head: BatchHead) =>
  void (head.nodes[at]!.length = length);
const region = (at: number, change: Partial<BatchHead['regions'][number]>) => (head: BatchHead) =>
  void Object.assign(head.regions[at]!, change);
const withBuffer = (column: LaidColumn, at: number, buffer: Uint8Array): LaidColumn => ({
  ...column,
  buffers: column.buffers.with(at, buffer),
});
const column = 'message 1, column units';

/** What is said of bytes; nothing where they are read. */
function reasonOf(bytes: Uint8Array): string {
  try {
    arrowRows(bytes);
  } catch (error) {
    if (OlapError.is(error, 'OLAP_UNREADABLE_FILE')) return error.details.reason;
    throw error;
  }
  return 'it is read';
}

describe('a batch that cannot be', () => {
  test.each([
    // what is damaged · the stream · where and why
    [
      'a column of fewer values',
      pairStream(numbers, { ...numbers, length: 1 }),
      'message 1, column more: 1 values in a batch of 2',
    ],
    ['values below zero', streamOf(numbers, node(0, -1)), 'message 1: -1 rows'],
    [
      'a buffer that is missing',
      streamOf(numbers, (head) => void head.regions.pop()),
      `${column}: it has a buffer too few`,
    ],
    [
      'a buffer beyond the body',
      streamOf(numbers, region(1, { offset: 8 })),
      `${column}: a buffer of 8 bytes from 8 in a body of 8`,
    ],
    [
      'a buffer before the body',
      streamOf(numbers, region(1, { offset: -8 })),
      `${column}: a buffer of 8 bytes from -8 in a body of 8`,
    ],
    [
      'a buffer of less than no bytes',
      streamOf(numbers, region(1, { length: -1 })),
      `${column}: a buffer of -1 bytes from 0 in a body of 8`,
    ],
    [
      'a buffer that is too short',
      streamOf(numbers, region(1, { length: 4 })),
      `${column}: a buffer of 4 bytes, not 8`,
    ],
    [
      'offsets that are too few',
      streamOf(texts, region(1, { length: 8 })),
      `${column}: a buffer of 8 bytes, not 12`,
    ],
    [
      'offsets that fall',
      streamOf(withBuffer(texts, 1, int32(0, 3, 1))),
      `${column}: offset 2 is 1 after 3`,
    ],
    [
      'offsets below zero',
      streamOf(withBuffer(texts, 1, int32(-1, 1, 3))),
      `${column}: offset 0 is -1 after 0`,
    ],
    [
      'wide offsets that fall',
      streamOf(withBuffer(wideTexts, 1, int64(0n, 3n, 1n))),
      `${column}: offset 2 is 1 after 3`,
    ],
    [
      'texts beyond their bytes',
      streamOf(withBuffer(texts, 1, int32(0, 1, 4))),
      `${column}: a buffer of 3 bytes, not 4`,
    ],
    [
      'lists beyond their values',
      streamOf(withBuffer(lists, 1, int32(0, 1, 3))),
      'message 1, column of: 2 values where 3 are needed',
    ],
    [
      'pairs beyond their values',
      streamOf({ ...pairs, length: 2 }),
      'message 1, column of: 2 values where 4 are needed',
    ],
    [
      'pairs of less than none',
      streamOf({
        ...pairs,
        type: fixedSizeList(field('of', int32Type()), -2),
      }),
      `${column}: -2 values in its lists`,
    ],
    [
      'values of no bytes',
      streamOf({ ...numbers, type: fixedSizeBinary(0) }),
      `${column}: values of 0 bytes`,
    ],
    [
      'views that are too few',
      streamOf(views, region(1, { length: 32 })),
      `${column}: a buffer of 32 bytes, not 48`,
    ],
    [
      'buffers of views below zero',
      streamOf({ ...views, viewBuffers: -1 }),
      `${column}: -1 data buffers of 3`,
    ],
    [
      'more buffers of views than buffers',
      streamOf({ ...views, viewBuffers: 4 }),
      `${column}: 4 data buffers of 3`,
    ],
    [
      'a buffer of views that is missing',
      streamOf({ ...views, viewBuffers: 2 }),
      `${column}: it has a buffer too few`,
    ],
    [
      'a view beyond its buffer',
      streamOf(withBuffer(views, 1, joined(shortView('ab'), longView(LONG, 0, 3), shortView('')))),
      `${column}: view 1 of 29 bytes ends at 32 of 31`,
    ],
    [
      'a view before its buffer',
      streamOf(withBuffer(views, 1, joined(shortView('ab'), longView(LONG, 0, -1), shortView('')))),
      `${column}: view 1 of 29 bytes ends at 28 of 31`,
    ],
    [
      'a view of a buffer that is not there',
      streamOf(withBuffer(views, 1, joined(shortView('ab'), longView(LONG, 1, 0), shortView('')))),
      `${column}: view 1 of 29 bytes ends at 29 of undefined`,
    ],
    [
      'a view of less than no bytes',
      streamOf(withBuffer(views, 1, joined(int32(-1, 0, 0, 0), shortView('a'), shortView('')))),
      `${column}: view 0 of -1 bytes ends at 0 of 0`,
    ],
    [
      'views of bytes beyond their buffer',
      streamOf(withBuffer(rawViews, 2, letters(LONG))),
      `${column}: view 1 of 29 bytes ends at 31 of 29`,
    ],
    [
      'a dictionary of no column',
      dictionaryStream(indices, texts, { id: 7 }),
      'message 1: no column has the dictionary 7',
    ],
    [
      'a dictionary that is too short',
      dictionaryStream(indices, texts, {
        values: region(2, { length: 2 }),
      }),
      'message 1, column shop: a buffer of 2 bytes, not 3',
    ],
    [
      'indices that are too few',
      dictionaryStream(indices, texts, {
        indices: region(1, { length: 8 }),
      }),
      'message 2, column shop: a buffer of 8 bytes, not 12',
    ],
  ] as const)('%s', (_, bytes, reason) => {
    expect(reasonOf(bytes)).toBe(reason);
  });
});

/** A sound stream, or file, with a word of 32 bits put in one place. */
function withWord(bytes: Uint8Array, at: number, word: number): Uint8Array {
  const damaged = Uint8Array.from(bytes);
  new DataView(damaged.buffer).setInt32(at, word, true);
  return damaged;
}

describe('a file or stream that cannot be', () => {
  const stream = streamOf(numbers);
  const file = tableToIPC(tableFromArrays({ units: [1] }), { format: 'file' }) as Uint8Array;
  const size = file.length;

  test.each([
    [
      'a footer of no length',
      withWord(file, size - 10, 0),
      `footer: its length is 0, with ${size - 10} bytes before it`,
    ],
    [
      'a footer longer than the file',
      withWord(file, size - 10, size),
      `footer: its length is ${size}, with ${size - 10} bytes before it`,
    ],
    ['a file that is cut', file.subarray(0, 8), 'footer: its length is 0, with -2 bytes before it'],
    ['a message that has no length', stream.subarray(0, 4), 'message 0: it has no length'],
    [
      'a message below zero',
      withWord(stream, 4, -8),
      `message 0: its head has -8 bytes, ${stream.length - 8} left`,
    ],
    [
      'a message beyond the stream',
      withWord(stream, 4, 4096),
      `message 0: its head has 4096 bytes, ${stream.length - 8} left`,
    ],
    [
      'a body that is cut',
      stream.subarray(0, stream.length - 16),
      'message 1: its body has 8 bytes, 0 left',
    ],
    [
      'a batch before its schema',
      stream.subarray(8 + new DataView(stream.buffer).getInt32(4, true)),
      'message 0: no schema stands before it',
    ],
  ] as const)('%s', (_, bytes, reason) => {
    expect(reasonOf(Uint8Array.from(bytes))).toBe(reason);
  });

  test('more values than its bytes may stand for', () => {
    const nothing: LaidColumn = { type: nullType(), length: 19_000_000, buffers: [] };
    expect(() => arrowRows(streamOf(nothing))).toThrow(
      expect.objectContaining({ code: 'OLAP_TOO_LARGE' }),
    );
  });

  test('more rows than a file may have', () => {
    const nothing: LaidColumn = { type: nullType(), length: 20_000_001, buffers: [] };
    expect(() => arrowRows(streamOf(nothing))).toThrow(/rows of the Arrow file/);
  });
});
