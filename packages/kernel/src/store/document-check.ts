/**
 * What every store can hold, checked before anything is sent: the same data is refused everywhere.
 *
 * PostgreSQL knows no U+0000 and no lone surrogates; JSON knows no NaN, −0, undefined, Date or
 * bigint; B-trees end at entries of about 2,700 bytes. A document that one store would lose or
 * change is refused by all, with the path of the part at fault.
 */
import { KernelError } from '../errors.ts';
import type { Batch, Check, Collection, Write } from './contract.ts';
import { isPlainId, isPlainText, utf8Length } from './plain-text.ts';
import { checkRange } from './range-order.ts';

/** JSON parsers of databases end near 1,000 levels; we end before them. */
const DEPTH_MAX = 200;
const INDEXED_TEXT_BYTES_MAX = 512;

/**
 * Checks one document against its collection and against what all stores can hold.
 *
 * The schema judges, it does not change: what is stored is the document itself.
 *
 * @returns the document's id
 * @throws KernelError KERNEL_REFUSED_DOCUMENT — names the path of the first part at fault
 */
export function checkDocument(collection: Collection, document: object): string {
  const found = faultOf(document, []);
  if (found !== undefined) refuse(collection, found.path.replace(/^\./, ''), found.reason);
  if (Array.isArray(document)) refuse(collection, '', 'is an array; store an object that holds it');
  checkSchema(collection, document);
  for (const fields of Object.values(collection.indexes))
    checkIndexed(collection, fields, document);
  for (const fields of Object.values(collection.unique)) checkIndexed(collection, fields, document);
  const id: unknown = collection.id(document);
  if (!isPlainId(id)) {
    refuse(collection, 'id', `is ${show(id)}; an id is printable ASCII of 1 to 255 bytes`);
  }
  return id;
}

/**
 * A write whose document was checked and is a copy that nobody else holds: a transaction makes
 * them, which checks when it is told, and the store need not do so once more.
 *
 * Known by a private field: an object that was made of one, with another document, is none.
 */
export class CheckedWrite {
  readonly kind: 'put' | 'insert';
  readonly collection: Collection;
  readonly document: object;
  readonly #id: string;

  /** @param id - what `checkDocument` gives for the document */
  constructor(kind: 'put' | 'insert', collection: Collection, document: object, id: string) {
    this.kind = kind;
    this.collection = collection;
    this.document = document;
    this.#id = id;
  }

  /** The id of the document of a checked write; undefined of any other one. */
  static idOf(write: object): string | undefined {
    return #id in write ? write.#id : undefined;
  }
}

/**
 * Checks a batch as a whole, before a store touches anything; every adapter calls it first.
 *
 * @returns the ids of the documents, one per write
 * @throws KernelError KERNEL_BAD_BATCH — too many writes, an id or an increment that is impossible
 * @throws KernelError KERNEL_REFUSED_DOCUMENT, KERNEL_BAD_RANGE — as of the parts
 */
export function checkBatch(batch: Batch, maxBatch: number): readonly string[] {
  if (batch.writes.length > maxBatch) {
    const reason = `it has ${batch.writes.length} writes, this store takes ${maxBatch}; split it`;
    throw new KernelError('KERNEL_BAD_BATCH', { reason });
  }
  if (batch.id !== undefined && !isPlainId(batch.id)) {
    const reason = `its id is ${show(batch.id)}; give printable ASCII of 1 to 255 bytes`;
    throw new KernelError('KERNEL_BAD_BATCH', { reason });
  }
  for (const check of batch.checks) checkCheck(check);
  return batch.writes.map(checkWrite);
}

function checkCheck(check: Check): void {
  if (check.kind === 'range') checkRange(check.collection, check.range);
  else checkId(check.collection, check.id);
}

function checkWrite(write: Write): string {
  if (write.kind === 'put' || write.kind === 'insert') {
    return CheckedWrite.idOf(write) ?? checkDocument(write.collection, write.document);
  }
  checkId(write.collection, write.id);
  if (write.kind === 'increment') checkIncrement(write);
  return write.id;
}

/**
 * Checks an id that is asked for or written.
 *
 * @throws KernelError KERNEL_BAD_BATCH — not printable ASCII of 1 to 255 bytes
 */
export function checkId(collection: Collection, id: string): void {
  if (isPlainId(id)) return;
  throw new KernelError('KERNEL_BAD_BATCH', {
    collection: collection.name,
    reason: `the id ${show(id)} is not printable ASCII of 1 to 255 bytes`,
  });
}

function checkIncrement(write: Write & { readonly kind: 'increment' }): void {
  const { collection, field, id } = write;
  const indexes = [...Object.values(collection.indexes), ...Object.values(collection.unique)];
  const reason = [write.by, write.min ?? 0n, write.max ?? 0n].some((x) => typeof x !== 'bigint')
    ? `the increment of '${field}' needs by, min and max as bigint`
    : !isPlainText(field) || field === '' || field === '__proto__'
      ? `'${field}' is no field that can be incremented`
      : indexes.some((fields) => fields.includes(field))
        ? `'${field}' is indexed and cannot be incremented; put the document instead`
        : undefined;
  if (reason === undefined) return;
  throw new KernelError('KERNEL_BAD_BATCH', { collection: collection.name, id, reason });
}

/** What no store can hold; its path is made on the way back, for most values have no fault. */
interface Fault {
  readonly path: string;
  readonly reason: string;
}

/** Walks the value; `above` holds the objects on the way down, to find cycles. */
function faultOf(value: unknown, above: object[]): Fault | undefined {
  switch (typeof value) {
    case 'string':
      return isPlainText(value) ? undefined : fault('holds U+0000 or half a surrogate pair');
    case 'boolean':
      return undefined;
    case 'number':
      if (Number.isFinite(value) && !Object.is(value, -0)) return undefined;
      return fault(`is ${show(value)}, which JSON cannot hold`);
    case 'object':
      return value === null ? undefined : faultIn(value, above);
    default:
      return fault(`is ${show(value)}, which JSON cannot hold; leave it out or use text`);
  }
}

function faultIn(value: object, above: object[]): Fault | undefined {
  if (above.includes(value)) return fault('refers back to an object that holds it');
  if (above.length >= DEPTH_MAX) return fault(`is nested deeper than ${DEPTH_MAX} levels`);
  const isList = Array.isArray(value);
  if (!isList && !isPlainObject(value)) {
    return fault(`is a ${show(value)}; store plain objects, dates as ISO text`);
  }
  above.push(value);
  // The places of a list, not its own keys: a gap is a fault.
  for (const key of isList ? value.keys() : Object.keys(value)) {
    const isNamed = isList || (key !== '__proto__' && isPlainText(key as string));
    const found = isNamed
      ? faultOf((value as Record<string | number, unknown>)[key], above)
      : fault('has a name that not every store can hold');
    if (found === undefined) continue;
    return { ...found, path: (isList ? `[${key}]` : `.${key}`) + found.path };
  }
  above.pop();
  return undefined;
}

const fault = (reason: string): Fault => ({ path: '', reason });

/** Object.prototype of any realm is the one whose own prototype is null. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function checkSchema(collection: Collection, document: object): void {
  if (collection.schema === undefined) return;
  try {
    collection.schema.parse(document);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const reason = `does not fit the schema: ${why}`;
    const details = { collection: collection.name, path: '(document)', reason };
    throw new KernelError('KERNEL_REFUSED_DOCUMENT', details, { cause });
  }
}

function checkIndexed(collection: Collection, fields: readonly string[], document: object): void {
  for (const field of fields) {
    const value = (document as Readonly<Record<string, unknown>>)[field];
    if (value === undefined || value === null) continue;
    if (collection.fields[field] === 'integer') {
      if (Number.isSafeInteger(value)) continue;
      refuse(collection, field, `is ${show(value)}; an indexed number is whole and below 2^53`);
    }
    if (typeof value !== 'string')
      refuse(collection, field, `is ${show(value)}; it is indexed as text`);
    if (utf8Length(value) > INDEXED_TEXT_BYTES_MAX) {
      refuse(collection, field, `is longer than ${INDEXED_TEXT_BYTES_MAX} bytes and indexed`);
    }
  }
}

/** The value in a message: short, and never throwing. */
function show(value: unknown): string {
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value !== 'object' || value === null)
    return typeof value === 'bigint' ? `${value}n` : String(value);
  const { constructor } = value;
  return typeof constructor === 'function' && constructor.name !== '' ? constructor.name : 'object';
}

function refuse(collection: Collection, path: string, reason: string): never {
  const shown = path === '' ? '(document)' : path;
  throw new KernelError('KERNEL_REFUSED_DOCUMENT', {
    collection: collection.name,
    path: shown,
    reason,
  });
}
