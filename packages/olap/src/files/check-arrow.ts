/**
 * Whether an Arrow file or stream is as long as it says, before a reader believes it.
 *
 * Reads what stands between the data: the footer, the messages, the lengths of columns and buffers,
 * and the offsets of texts and lists. Work is in proportion to the bytes.
 *
 * @source Apache Arrow, "Serialization and interprocess communication (IPC)", format/Message.fbs
 */
import { type ArrowBatch, checkArrowBatch, checkArrowDictionary } from './arrow-batch.ts';
import { type ArrowField, arrowFields, readMetadata } from './arrow-field.ts';
import { expectFile, type FileBudget, fileBudget } from './file-budget.ts';
import { type FlatBuffer, flatNumber, flatTable, flatVector } from './flat-buffer.ts';
import { checkRowCount } from './unreadable.ts';

const MAGIC = 'ARROW1';
const CONTINUATION = -1;
/** What a message is, by the number of its header. */
const HEADER = { schema: 1, dictionary: 2, records: 3 } as const;

/** What is known of a file so far. */
interface Reading {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly budget: FileBudget;
  fields: readonly ArrowField[] | undefined;
  rows: number;
}

/**
 * Refuses bytes whose lengths cannot be.
 *
 * @throws OlapError OLAP_UNREADABLE_FILE — with the message and the column
 * @throws OlapError OLAP_TOO_LARGE — more rows or values than a file may have
 */
export function checkArrow(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const budget = fileBudget('Arrow', bytes.length);
  const reading: Reading = { bytes, view, budget, fields: undefined, rows: 0 };
  const head = new TextDecoder().decode(bytes.subarray(0, MAGIC.length));
  if (head === MAGIC) checkFile(reading);
  else checkStream(reading);
}

function checkStream(reading: Reading): void {
  let message = 0;
  let at = 0;
  while (at < reading.bytes.length) {
    const next = checkMessage(reading, at, `message ${message++}`);
    if (next === undefined) return;
    at = next;
  }
}

/** Blocks of a footer: the offset of a message, the length of its head, of its body. */
const BLOCK_BYTES = 24;

function checkFile(reading: Reading): void {
  const { view, budget } = reading;
  const end = view.byteLength - MAGIC.length - 4;
  const length = end < MAGIC.length ? 0 : view.getInt32(end, true);
  const isInside = length > 0 && length <= end;
  expectFile(isInside, 'Arrow', 'footer', `its length is ${length}, with ${end} bytes before it`);
  const buffer = part(reading, end - length, end, 'footer', budget);
  const footer = flatTable(buffer, 0);
  readMetadata(buffer, footer(12));
  if (footer(6) !== 0) reading.fields = arrowFields(buffer, footer(6));
  for (const [slot, kind] of [
    [8, 'dictionary'],
    [10, 'batch'],
  ] as const) {
    const { count, first } = flatVector(buffer, footer(slot), BLOCK_BYTES);
    for (let index = 0; index < count; index++) {
      const at = flatNumber(buffer, first + index * BLOCK_BYTES, 8, 0);
      checkMessage(reading, at, `${kind} ${index}`);
    }
  }
}

/** Gives the place after a message; undefined where the stream says that it ends. */
function checkMessage(reading: Reading, start: number, where: string): number | undefined {
  const { view, budget } = reading;
  const isStart = start >= 0 && start + 4 <= view.byteLength;
  expectFile(isStart, 'Arrow', where, `it begins at ${start} of ${view.byteLength} bytes`);
  let length = view.getInt32(start, true);
  let at = start + 4;
  if (length === CONTINUATION) {
    expectFile(at + 4 <= view.byteLength, 'Arrow', where, 'it has no length');
    length = view.getInt32(at, true);
    at += 4;
  }
  if (length === 0) return undefined;
  const isInside = length > 0 && at + length <= view.byteLength;
  expectFile(
    isInside,
    'Arrow',
    where,
    `its head has ${length} bytes, ${view.byteLength - at} left`,
  );
  return checkBody(reading, part(reading, at, at + length, where, budget), at + length);
}

function checkBody(reading: Reading, buffer: FlatBuffer, at: number): number {
  const message = flatTable(buffer, 0);
  const header = message(8);
  if (header === 0) return at;
  const type = flatNumber(buffer, message(6), 1, 0);
  const length = Math.max(0, flatNumber(buffer, message(10), 8, 0));
  const end = at + length;
  const { byteLength } = reading.view;
  const what = `its body has ${length} bytes, ${byteLength - at} left`;
  expectFile(end <= byteLength, 'Arrow', buffer.where, what);
  const version = flatNumber(buffer, message(4), 2, 0);
  const body = part(reading, at, end, buffer.where, buffer.budget).view;
  if (type === HEADER.schema) reading.fields ??= arrowFields(buffer, header);
  else if (type === HEADER.records) {
    checkRecords(reading, readBatch(buffer, header, version, body));
  } else if (type === HEADER.dictionary) {
    checkDictionary(reading, buffer, header, version, body);
  }
  return end;
}

function checkRecords(reading: Reading, batch: ArrowBatch): void {
  reading.rows += batch.rows;
  checkRowCount('Arrow', reading.rows);
  expectFile(reading.fields !== undefined, 'Arrow', batch.where, 'no schema stands before it');
  checkArrowBatch(batch, reading.fields);
}

function checkDictionary(
  { fields = [] }: Reading,
  buffer: FlatBuffer,
  header: number,
  version: number,
  body: DataView,
): void {
  const dictionary = flatTable(buffer, header);
  const id = flatNumber(buffer, dictionary(4), 8, 0);
  const field = fieldOf(fields, id);
  const isKnown = field !== undefined && dictionary(6) !== 0;
  expectFile(isKnown, 'Arrow', buffer.where, `no column has the dictionary ${id}`);
  checkArrowDictionary(readBatch(buffer, dictionary(6), version, body), field);
}

/** The last field of the schema with that dictionary: it is the one that the reader takes. */
function fieldOf(fields: readonly ArrowField[], id: number): ArrowField | undefined {
  const inside = fields.map(
    (field) => fieldOf(field.children, id) ?? (field.dictionary?.id === id ? field : undefined),
  );
  return inside.findLast((field) => field !== undefined);
}

const VERSION_4 = 3;

function readBatch(buffer: FlatBuffer, at: number, version: number, body: DataView): ArrowBatch {
  const batch = flatTable(buffer, at);
  const rows = flatNumber(buffer, batch(4), 8, 0);
  expectFile(rows >= 0, 'Arrow', buffer.where, `${rows} rows`);
  expectFile(batch(10) === 0, 'Arrow', buffer.where, 'it is compressed: export without');
  // Before version 4 each buffer began with the id of a page.
  const page = version < VERSION_4 ? 8 : 0;
  const number = (place: number) => flatNumber(buffer, place, 8, 0);
  return {
    where: buffer.where,
    rows,
    nodeLengths: entriesOf(buffer, batch(6), 16, number),
    regions: entriesOf(buffer, batch(8), 16 + page, (place) => ({
      offset: number(place + page),
      length: number(place + page + 8),
    })),
    viewBuffers: entriesOf(buffer, batch(12), 8, number),
    body,
    budget: buffer.budget,
  };
}

function entriesOf<Entry>(
  buffer: FlatBuffer,
  at: number,
  stride: number,
  read: (place: number) => Entry,
): Entry[] {
  const { count, first } = flatVector(buffer, at, stride);
  return Array.from({ length: count }, (_, index) => read(first + index * stride));
}

function part(
  { bytes }: Reading,
  from: number,
  to: number,
  where: string,
  budget: FileBudget,
): FlatBuffer {
  return { view: new DataView(bytes.buffer, bytes.byteOffset + from, to - from), where, budget };
}
