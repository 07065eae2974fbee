/**
 * Declaring a collection: a name, how to find a document's id, and what SQL users and indexes see.
 *
 * What could fail in one store only (a reserved column, a name that is too long, an index over
 * decimals, whose text order is not their order) is refused here, for all stores, at start-up.
 */
import { KernelError } from '../errors.ts';
import type { Collection, FieldKind } from './contract.ts';

/** How a collection is declared; see `Collection` for the parts. */
export interface CollectionDeclaration<Document extends object> {
  readonly schema?: { parse(input: unknown): Document } | undefined;
  readonly id: (document: Document) => string;
  readonly fields?: Readonly<Record<string, FieldKind>> | undefined;
  readonly indexes?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly unique?: Readonly<Record<string, readonly string[]>> | undefined;
}

const TABLE_NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const FIELD_NAME = /^[a-z][A-Za-z0-9]*$/;
const KINDS: readonly unknown[] = ['text', 'integer', 'decimal', 'boolean'] satisfies FieldKind[];
/** Columns that every table has. */
const RESERVED_COLUMNS: readonly string[] = ['tenant', 'id', 'version', 'document'];
/** PostgreSQL cuts names off at 63 bytes. */
const NAME_BYTES_MAX = 63;

/**
 * Declares a collection.
 *
 * @throws KernelError KERNEL_BAD_COLLECTION — a name that is not lower snake case, is reserved
 * (`kontor_…`, `…_v`) or too long; a field that is not lower camel case or whose column is
 * reserved; an index over fields that are not declared as text or integer
 * @example
 * const entries = collection<Entry>('ledger_entry', {
 *   id: (entry) => entry.id,
 *   fields: { accountId: 'text', postedOn: 'integer', amount: 'decimal' },
 *   indexes: { byAccount: ['accountId', 'postedOn'] },
 * });
 */
export function collection<Document extends object>(
  name: string,
  declaration: CollectionDeclaration<Document>,
): Collection<Document> {
  const { fields = {}, indexes = {}, unique = {} } = declaration;
  checkTableName(name);
  checkFields(name, fields);
  for (const [index, of] of Object.entries(indexes)) checkIndex(name, fields, 'indexes', index, of);
  for (const [index, of] of Object.entries(unique)) checkIndex(name, fields, 'unique', index, of);
  checkIndexNames(name, [...Object.keys(indexes), ...Object.keys(unique)]);
  const { schema, id } = declaration;
  return Object.freeze({ name, ...(schema && { schema }), id, fields, indexes, unique });
}

/**
 * The SQL name of a field or an index: lower camel case becomes lower snake case.
 *
 * @example
 * snakeCase('accountId') // => 'account_id'
 */
export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function checkTableName(name: string): void {
  if (!TABLE_NAME.test(name))
    refuse(name, 'name', 'must be lower snake case, such as ledger_entry');
  if (name.startsWith('kontor_') || name === 'kontor')
    refuse(name, 'name', 'must not start with kontor_');
  if (name.endsWith('_v')) refuse(name, 'name', 'must not end in _v, which names views');
  if (name.length > NAME_BYTES_MAX - 2)
    refuse(name, 'name', `is longer than ${NAME_BYTES_MAX - 2} bytes`);
}

function checkFields(name: string, fields: Readonly<Record<string, FieldKind>>): void {
  const columns = new Set(RESERVED_COLUMNS);
  for (const [field, kind] of Object.entries(fields)) {
    const path = `fields.${field}`;
    if (!FIELD_NAME.test(field)) refuse(name, path, 'must be lower camel case, such as accountId');
    if (field.length > NAME_BYTES_MAX / 2) refuse(name, path, 'is longer than 31 bytes');
    if (!KINDS.includes(kind)) refuse(name, path, `must be one of ${KINDS.join(', ')}`);
    // A document may well have a field `id`: it has its column already, and needs no second one.
    const column = snakeCase(field);
    if (columns.has(column)) refuse(name, path, `would be column '${column}', which is taken`);
    columns.add(column);
  }
}

function checkIndex(
  name: string,
  fields: Readonly<Record<string, FieldKind>>,
  part: 'indexes' | 'unique',
  index: string,
  of: readonly string[],
): void {
  const path = `${part}.${index}`;
  if (!FIELD_NAME.test(index)) refuse(name, path, 'must be lower camel case, such as byAccount');
  if (`${name}__${snakeCase(index)}`.length > NAME_BYTES_MAX) {
    refuse(name, path, `makes a name of more than ${NAME_BYTES_MAX} bytes with the collection's`);
  }
  if (of.length === 0) refuse(name, path, 'needs at least one field');
  if (new Set(of).size < of.length) refuse(name, path, 'names a field twice');
  for (const field of of) {
    const kind = fields[field];
    if (kind === 'text' || kind === 'integer') continue;
    refuse(name, path, `needs '${field}' declared in fields as text or integer; scale decimals`);
  }
}

function checkIndexNames(name: string, indexes: readonly string[]): void {
  const seen = new Set<string>();
  for (const index of indexes) {
    const key = snakeCase(index);
    if (seen.has(key)) refuse(name, `unique.${index}`, 'has the name of another index');
    seen.add(key);
  }
}

function refuse(collection: string, path: string, reason: string): never {
  throw new KernelError('KERNEL_BAD_COLLECTION', { collection, path, reason });
}
