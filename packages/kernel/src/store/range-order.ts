/**
 * The one order of all stores, and the fingerprint of a range.
 *
 * Text is ordered by its UTF-8 bytes, which is the order of its code points: SQLite `binary` and
 * PostgreSQL `collate "C"` do so, JavaScript's `<` does not above U+FFFF. Ranges are half-open in
 * their bounds and closed in their exact places. The digest is count and sum of versions: sound
 * where versions rise with every commit, or are uniform random numbers of 53 bits
 * (docs/internals/store.md).
 */
import { KernelError } from '../errors.ts';
import type { Collection, IndexValue, Position, Range } from './contract.ts';
import { isPlainText } from './plain-text.ts';

/**
 * Compares two texts by code points; negative, 0 or positive.
 *
 * @example
 * ['a', 'B', '\u{1F600}', '\uFF61'].sort(compareText) // => ['B', 'a', '\uFF61', '\u{1F600}']
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? codePointRank(x) - codePointRank(y) : x - y;
  }
  return a.length - b.length;
}

// Surrogates (D800–DFFF) stand for code points above FFFF, so they go behind E000–FFFF.
const codePointRank = (unit: number): number => (unit < 0xe000 ? unit + 0x10000 : unit);

/** Compares two values of one indexed field: numbers by value, text by code points. */
export function compareValues(a: IndexValue, b: IndexValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareText(String(a), String(b));
}

/** Compares two places of one index: field by field, then by id. */
export function comparePositions(a: Position, b: Position): number {
  for (let i = 0; i < a.values.length; i++) {
    const order = compareValues(a.values[i]!, b.values[i]!);
    if (order !== 0) return order;
  }
  return compareText(a.id, b.id);
}

/** The fields of an index or unique index; none for the order of ids. */
export function indexFields(collection: Collection, index: string | undefined): readonly string[] {
  if (index === undefined) return [];
  const { indexes, unique } = collection;
  const of = [indexes, unique].find((declared) => Object.hasOwn(declared, index));
  const fields = of?.[index];
  if (fields === undefined) {
    throw new KernelError('KERNEL_BAD_RANGE', {
      collection: collection.name,
      index,
      reason: 'there is no such index; declare it in indexes or unique',
    });
  }
  return fields;
}

/**
 * Where a document stands in an index: undefined when one of the indexed fields is absent or null.
 */
export function positionOf(
  collection: Collection,
  index: string | undefined,
  id: string,
  document: object,
): Position | undefined {
  const fields = indexFields(collection, index);
  const values: IndexValue[] = [];
  for (const field of fields) {
    const value = (document as Readonly<Record<string, IndexValue | null | undefined>>)[field];
    if (value === undefined || value === null) return undefined;
    values.push(value);
  }
  return { values, id };
}

/** Whether a place of the range's index lies in the range. */
export function inRange(range: Range, position: Position): boolean {
  const { equals = [], from, to, first, last } = range;
  for (let i = 0; i < equals.length; i++) {
    if (compareValues(position.values[i]!, equals[i]!) !== 0) return false;
  }
  const next = position.values[equals.length] ?? position.id;
  if (from !== undefined && compareValues(next, from) < 0) return false;
  if (to !== undefined && compareValues(next, to) >= 0) return false;
  if (first !== undefined && comparePositions(position, first) < 0) return false;
  return last === undefined || comparePositions(position, last) <= 0;
}

/**
 * The fingerprint of a range: how many documents, and the sum of their versions.
 *
 * @example
 * rangeDigest([{ version: 5 }, { version: 6 }]) // => '2:11'
 * rangeDigest([]) // => '0:0'
 */
export function rangeDigest(rows: Iterable<{ readonly version: number }>): string {
  let count = 0;
  let exact = 0n;
  let sum = 0;
  for (const { version } of rows) {
    count++;
    // Numbers add exactly below 2^53; what has gathered moves to the bigint before it could round.
    if (version > Number.MAX_SAFE_INTEGER - sum) {
      exact += BigInt(sum);
      sum = 0;
    }
    sum += version;
  }
  return `${count}:${exact + BigInt(sum)}`;
}

/**
 * Checks that a range fits its index; every adapter calls it before it reads.
 *
 * @throws KernelError KERNEL_BAD_RANGE — an unknown index, too many or wrongly typed values
 */
export function checkRange(collection: Collection, range: Range): void {
  const fields = indexFields(collection, range.index);
  const equals = range.equals ?? [];
  if (!Array.isArray(equals)) refuseRange(collection, range, 'equals is no list of values');
  if (equals.length > fields.length) {
    refuseRange(
      collection,
      range,
      `equals has ${equals.length} values, the index ${fields.length} fields`,
    );
  }
  equals.forEach((value, i) => checkValue(collection, range, `equals[${i}]`, fields[i], value));
  const next = fields[equals.length];
  if (range.from !== undefined) checkValue(collection, range, 'from', next, range.from);
  if (range.to !== undefined) checkValue(collection, range, 'to', next, range.to);
  if (range.first !== undefined) checkPosition(collection, range, 'first', fields, range.first);
  if (range.last !== undefined) checkPosition(collection, range, 'last', fields, range.last);
}

function checkPosition(
  collection: Collection,
  range: Range,
  path: 'first' | 'last',
  fields: readonly string[],
  position: Position,
): void {
  if (position.values.length !== fields.length) {
    refuseRange(collection, range, `${path} needs ${fields.length} values and the id`);
  }
  position.values.forEach((value, i) => checkValue(collection, range, path, fields[i], value));
  checkValue(collection, range, `${path}.id`, undefined, position.id);
}

/** One bound: of the field's kind, or text where the id is meant (`field` undefined). */
function checkValue(
  collection: Collection,
  range: Range,
  path: string,
  field: string | undefined,
  value: unknown,
): void {
  const kind = field === undefined ? 'text' : collection.fields[field];
  const what = field === undefined ? 'the id' : `field '${field}'`;
  if (kind === 'integer' && !Number.isSafeInteger(value)) {
    refuseRange(collection, range, `${path} must be a whole number below 2^53, as ${what} is`);
  }
  if (kind === 'text' && (typeof value !== 'string' || !isPlainText(value))) {
    refuseRange(collection, range, `${path} must be text without U+0000, as ${what} is`);
  }
}

function refuseRange(collection: Collection, range: Range, reason: string): never {
  throw new KernelError('KERNEL_BAD_RANGE', {
    collection: collection.name,
    ...(range.index !== undefined && { index: range.index }),
    reason,
  });
}
