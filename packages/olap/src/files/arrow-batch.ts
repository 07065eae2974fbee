/**
 * Whether the columns of an Arrow batch are as long as it says: every buffer inside the body, every
 * offset inside its buffer.
 *
 * @source Apache Arrow, "Columnar format", buffer listing for each layout
 */
import type { ArrowField } from './arrow-field.ts';
import { expectFile, type FileBudget } from './file-budget.ts';

/** A part of the body of a batch, in bytes. */
export interface ArrowRegion {
  readonly offset: number;
  readonly length: number;
}

/** A batch: how long its columns are, and where in the body they lie. */
export interface ArrowBatch {
  readonly where: string;
  readonly rows: number;
  readonly nodeLengths: readonly number[];
  readonly regions: readonly ArrowRegion[];
  /** Data buffers of each column of views. */
  readonly viewBuffers: readonly number[];
  readonly body: DataView;
  readonly budget: FileBudget;
}

/** A batch, and how far it is checked. */
interface Walk extends ArrowBatch {
  readonly next: { node: number; region: number; views: number };
}

/**
 * Checks the columns of a batch, one after another.
 *
 * @throws OlapError OLAP_UNREADABLE_FILE, OLAP_TOO_LARGE
 */
export function checkArrowBatch(batch: ArrowBatch, fields: readonly ArrowField[]): void {
  const walk = { ...batch, next: { node: 0, region: 0, views: 0 } };
  for (const field of fields) {
    const length = checkColumn(walk, field, !('dictionary' in field));
    expect(walk, field, length === batch.rows, `${length} values in a batch of ${batch.rows}`);
  }
}

/** The values of a dictionary, by the field whose dictionary it is. */
export function checkArrowDictionary(batch: ArrowBatch, field: ArrowField): void {
  const walk = { ...batch, next: { node: 0, region: 0, views: 0 } };
  checkColumn(walk, field, true);
}

/** Gives the number of values; of indices where they are in a dictionary. */
function checkColumn(walk: Walk, field: ArrowField, isPlain: boolean): number {
  const length = walk.nodeLengths[walk.next.node++] ?? -1;
  expect(walk, field, Number.isSafeInteger(length) && length >= 0, `${length} values`);
  walk.budget.values(length);
  const { layout } = field;
  if (isPlain && layout.kind === 'nothing') return length;
  nextRegion(walk, field, 0);
  if (!isPlain) nextRegion(walk, field, length * field.dictionary!.width);
  else if (layout.kind === 'bits') nextRegion(walk, field, length / 8);
  else if (layout.kind === 'fixed') checkFixed(walk, field, length, layout.width);
  else if (layout.kind === 'text') checkTexts(walk, field, length, layout.width);
  else if (layout.kind === 'list') checkLists(walk, field, length, layout.width);
  else if (layout.kind === 'views') checkViews(walk, field, length);
  else if (layout.kind === 'fixedList') checkChildren(walk, field, length * layout.stride);
  else checkChildren(walk, field, length);
  return length;
}

function checkFixed(walk: Walk, field: ArrowField, length: number, width: number): void {
  expect(walk, field, width >= 1 && Number.isInteger(width), `values of ${width} bytes`);
  nextRegion(walk, field, length * width);
}

function checkTexts(walk: Walk, field: ArrowField, length: number, width: 4 | 8): void {
  const end = lastOffset(walk, field, length, width);
  nextRegion(walk, field, end);
}

function checkLists(walk: Walk, field: ArrowField, length: number, width: 4 | 8): void {
  checkChildren(walk, field, lastOffset(walk, field, length, width));
}

function checkChildren(walk: Walk, field: ArrowField, atLeast: number): void {
  expect(walk, field, atLeast >= 0, `${atLeast} values in its lists`);
  for (const child of field.children) {
    const length = checkColumn(walk, child, child.dictionary === undefined);
    expect(walk, child, length >= atLeast, `${length} values where ${atLeast} are needed`);
  }
}

/** Offsets must not fall: so each value is read once, and none beyond the last. */
function lastOffset(walk: Walk, field: ArrowField, length: number, width: 4 | 8): number {
  const region = nextRegion(walk, field, length === 0 ? 0 : (length + 1) * width);
  if (length === 0) return 0;
  let last = 0;
  for (let index = 0; index <= length; index++) {
    const at = region.offset + index * width;
    const offset =
      width === 4 ? walk.body.getInt32(at, true) : Number(walk.body.getBigInt64(at, true));
    expect(walk, field, offset >= last, `offset ${index} is ${offset} after ${last}`);
    last = offset;
  }
  return last;
}

const VIEW_BYTES = 16;
const INLINE_BYTES_MAX = 12;

/** Views may share bytes, so all that they show is spent for. */
function checkViews(walk: Walk, field: ArrowField, length: number): void {
  const views = nextRegion(walk, field, length * VIEW_BYTES);
  const buffers = walk.viewBuffers[walk.next.views++] ?? 0;
  const isFew = buffers >= 0 && buffers <= walk.regions.length;
  expect(walk, field, isFew, `${buffers} data buffers of ${walk.regions.length}`);
  const data = Array.from({ length: buffers }, () => nextRegion(walk, field, 0));
  for (let index = 0; index < length; index++) {
    const at = views.offset + index * VIEW_BYTES;
    const size = walk.body.getInt32(at, true);
    const from = walk.body.getInt32(at + 12, true);
    const end = size <= INLINE_BYTES_MAX ? 0 : from + size;
    const held = size <= INLINE_BYTES_MAX ? 0 : data[walk.body.getInt32(at + 8, true)]?.length;
    const isSound = size >= 0 && (end === 0 || (from >= 0 && end <= (held ?? -1)));
    expect(walk, field, isSound, `view ${index} of ${size} bytes ends at ${end} of ${held}`);
    walk.budget.letters(size);
  }
}

function nextRegion(walk: Walk, field: ArrowField, bytes: number): ArrowRegion {
  const region = walk.regions[walk.next.region++];
  expect(walk, field, region !== undefined, 'it has a buffer too few');
  const { offset, length } = region;
  const end = walk.body.byteLength;
  const isInside = offset >= 0 && length >= 0 && offset + length <= end;
  expect(walk, field, isInside, `a buffer of ${length} bytes from ${offset} in a body of ${end}`);
  expect(walk, field, length >= bytes, `a buffer of ${length} bytes, not ${Math.ceil(bytes)}`);
  return region;
}

function expect(walk: Walk, field: ArrowField, isSound: boolean, what: string): asserts isSound {
  if (!isSound) expectFile(false, 'Arrow', `${walk.where}, column ${field.name}`, what);
}
