/**
 * How records lie in the store: a table for each object, with its plain fields as typed columns.
 *
 * The document is the record itself; custom fields that are looked up stand beside it once more,
 * as `extSize`, since only fields of the document can be indexed.
 */
import { type Collection, collection, type FieldKind } from '@kontor/kernel/store';
import type { z } from 'zod';
import { CrmError, type CrmIssue } from '../errors.ts';
import type { CrmObject } from '../record/crm-object.ts';
import { type FieldType, fieldTypeOf } from '../record/field-type.ts';
import type { CrmRecord } from '../record/record.ts';

/** An object with its table. */
export interface StoredObject {
  readonly object: CrmObject;
  readonly rows: Collection<CrmRecord>;
  /** The index that finds records by a field. */
  readonly indexOf: ReadonlyMap<string, string>;
}

/**
 * The table of an object.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — an index over a field that is neither text nor a whole
 * number
 */
export function storedObject(object: CrmObject): StoredObject {
  const fields: Record<string, FieldKind> = { ...baseColumns, ...columnsOf(object) };
  const looked = [...Object.keys(object.relations), ...object.indexed];
  const indexes = new Map(
    looked.filter((field) => !object.unique.includes(field)).map((f) => [f, indexName(f)] as const),
  );
  const unique = new Map(object.unique.map((field) => [field, indexName(field)] as const));
  const issues = [...indexes.keys(), ...unique.keys()].flatMap((field): CrmIssue[] => {
    const kind = fields[columnName(field)];
    if (kind === 'text' || kind === 'integer') return [];
    return [{ path: field, message: 'only text and whole numbers (z.int()) can be looked up' }];
  });
  if (issues.length > 0) {
    throw new CrmError('CRM_INVALID_DEFINITION', { what: `The object '${object.name}'`, issues });
  }
  const rows = collection<CrmRecord>(tableName(object.name), {
    id: ({ id }) => id,
    fields,
    indexes: {
      byUpdatedAt: ['updatedAt'],
      ...indexesOver(new Map([...BASE_INDEXES, ...indexes])),
    },
    unique: indexesOver(unique),
  });
  return { object, rows, indexOf: new Map([...BASE_INDEXES, ...indexes, ...unique]) };
}

const baseColumns: Readonly<Record<string, FieldKind>> = {
  revision: 'integer',
  createdAt: 'text',
  updatedAt: 'text',
  owner: 'text',
  team: 'text',
  region: 'text',
};

const BASE_INDEXES: ReadonlyMap<string, string> = new Map([
  ['owner', 'byOwner'],
  ['team', 'byTeam'],
  ['region', 'byRegion'],
]);

const indexesOver = (names: ReadonlyMap<string, string>): Record<string, readonly string[]> =>
  Object.fromEntries([...names].map(([field, index]) => [index, [columnName(field)]]));

/** `crm_callList` is no table's name: `crm_call_list` is. */
const tableName = (object: string): string =>
  `crm_${object.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;

const capital = (field: string): string => field.charAt(0).toUpperCase() + field.slice(1);

/** The column of a field: `extSize` of `ext.size`. */
export const columnName = (field: string): string =>
  field.startsWith('ext.') ? `ext${capital(field.slice('ext.'.length))}` : field;

const indexName = (field: string): string => `by${capital(columnName(field))}`;

const columnKinds: Readonly<Partial<Record<FieldType, FieldKind>>> = {
  text: 'text',
  day: 'text',
  instant: 'text',
  integer: 'integer',
  decimal: 'decimal',
  boolean: 'boolean',
};

const columnKind = (schema: z.ZodType): FieldKind | undefined => columnKinds[fieldTypeOf(schema)];

/** Plain fields of the object, and the custom fields that are looked up. */
function columnsOf(object: CrmObject): Record<string, FieldKind> {
  const columns: Record<string, FieldKind> = {};
  for (const [field, schema] of Object.entries(object.fields.shape)) {
    const kind = columnKind(schema as z.ZodType);
    if (kind !== undefined) columns[field] = kind;
  }
  for (const field of liftedFields(object)) {
    const schema = object.ext.shape[field.slice('ext.'.length)] as z.ZodType;
    const kind = columnKind(schema);
    if (kind !== undefined) columns[columnName(field)] = kind;
  }
  return columns;
}

/** Custom fields that are looked up. */
const liftedFields = (object: CrmObject): string[] =>
  [...object.indexed, ...object.unique].filter((field) => field.startsWith('ext.'));

/** The document of a record: with its custom fields that are looked up. */
export function documentOf({ object }: StoredObject, record: CrmRecord): CrmRecord {
  const lifted = liftedFields(object).flatMap((field) => {
    const value = record.ext[field.slice('ext.'.length)];
    return value === undefined ? [] : [[columnName(field), value] as const];
  });
  return lifted.length === 0 ? record : { ...record, ...Object.fromEntries(lifted) };
}

/** The record of a document. */
export function recordOf({ object }: StoredObject, document: CrmRecord): CrmRecord {
  const lifted = liftedFields(object);
  if (lifted.length === 0) return document;
  const record = new Map(Object.entries(document));
  for (const field of lifted) record.delete(columnName(field));
  return Object.fromEntries(record) as CrmRecord;
}
