/**
 * Objects: what kinds of record there are, what fields they have, and how they hang together.
 *
 * The standard objects (standard-objects.ts) and those of the user are declared in the same way.
 * Fields are zod schemas, so the schema is the type; custom fields stand apart in `ext`, so that a
 * later standard field never takes the name of one of yours.
 */
import * as z from 'zod';
import { CrmError, type CrmIssue } from '../errors.ts';

/** A field that holds the id of another record. */
export interface Relation {
  /** The object that the id is of. */
  readonly object: string;
  /**
   * What becomes of the field when that record is removed: the removal is refused (the default), or
   * the field is emptied.
   */
  readonly onRemove?: 'refuse' | 'clear' | undefined;
  /** What happens here is shown on the timeline of that record too; default true. */
  readonly isOnTimeline?: boolean | undefined;
}

/** What is declared beside the fields. */
export interface ObjectTraits<Field extends string> {
  /** By field. */
  readonly relations?: Readonly<Partial<Record<Field, Relation>>> | undefined;
  /** Fields by which records are looked up: text and whole numbers, `ext.size` too. */
  readonly indexed?: readonly (Field | `ext.${string}`)[] | undefined;
  /** Fields whose value no two records share; they are looked up by it, too. */
  readonly unique?: readonly (Field | `ext.${string}`)[] | undefined;
  /** Text that `search` finds, the weightiest first. */
  readonly search?: readonly (Field | `ext.${string}`)[] | undefined;
  /** Fields that only rules set (a stage, an approval): an edit that names one is refused. */
  readonly ruled?: readonly Field[] | undefined;
}

/** A kind of record. */
export interface CrmObject<
  Name extends string = string,
  Fields extends z.ZodRawShape = z.ZodRawShape,
  Ext extends z.ZodRawShape = z.ZodRawShape,
> {
  readonly name: Name;
  readonly fields: z.ZodObject<Fields>;
  readonly ext: z.ZodObject<Ext>;
  readonly relations: Readonly<Record<string, Relation>>;
  readonly indexed: readonly string[];
  readonly unique: readonly string[];
  readonly search: readonly string[];
  readonly ruled: readonly string[];
}

/** An object as it is declared. */
export interface ObjectDeclaration<
  Name extends string,
  Fields extends z.ZodRawShape,
  Ext extends z.ZodRawShape,
> extends ObjectTraits<Extract<keyof Fields, string> | 'owner' | 'team' | 'region'> {
  /** Lower camel case; in the store its table is `crm_<name>`. */
  readonly name: Name;
  readonly fields: Fields;
  /** Custom fields. */
  readonly ext?: Ext | undefined;
}

const NAME = /^[a-z][A-Za-z0-9]{0,30}$/;

const noFields = {} satisfies z.ZodRawShape;
/** No custom fields. */
export type NoFields = typeof noFields;

/** Fields by which every record tells what it is and who wrote it; its events say them apart. */
export const TOLD_FIELDS: readonly string[] = [
  'id',
  'object',
  'revision',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
];

/** Fields that every record has; no object declares its own of these names. */
const BASE_FIELDS = new Set([...TOLD_FIELDS, 'owner', 'team', 'region', 'tags', 'ext']);

/**
 * Declares a kind of record.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — a name that is not lower camel case or is a field of
 * every record; a relation, an index or a search over a field that there is not
 * @example
 * const machine = defineObject({
 *   name: 'machine',
 *   fields: { serial: z.string(), account: z.string(), boughtOn: z.iso.date().optional() },
 *   relations: { account: { object: 'account' } },
 *   unique: ['serial'],
 * });
 */
export function defineObject<
  const Name extends string,
  Fields extends z.ZodRawShape,
  Ext extends z.ZodRawShape = NoFields,
>(declaration: ObjectDeclaration<Name, Fields, Ext>): CrmObject<Name, Fields, Ext> {
  const { name, fields, relations = {}, indexed = [], unique = [] } = declaration;
  const { search = [], ruled = [] } = declaration;
  const ext = declaration.ext ?? (noFields as Ext);
  const issues = [
    ...nameIssues(name, Object.keys(fields), Object.keys(ext)),
    ...missingFields('relations', Object.keys(relations), fields, ext),
    ...missingFields('indexed', indexed, fields, ext),
    ...missingFields('unique', unique, fields, ext),
    ...missingFields('search', search, fields, ext),
    ...missingFields('ruled', ruled, fields, ext),
  ];
  if (issues.length > 0) {
    throw new CrmError('CRM_INVALID_DEFINITION', { what: `The object '${name}'`, issues });
  }
  return Object.freeze({
    name,
    fields: z.strictObject(fields),
    ext: z.strictObject(ext),
    relations: relations,
    indexed,
    unique,
    search,
    ruled,
  });
}

function nameIssues(
  name: string,
  fields: readonly string[],
  ext: readonly string[],
): readonly CrmIssue[] {
  const issues: CrmIssue[] = [];
  if (!NAME.test(name)) {
    issues.push({ path: 'name', message: 'must be lower camel case of at most 31 letters' });
  }
  for (const field of fields) {
    if (BASE_FIELDS.has(field)) {
      issues.push({ path: `fields.${field}`, message: 'every record has it: take another name' });
    } else if (!NAME.test(field)) {
      issues.push({ path: `fields.${field}`, message: 'must be lower camel case' });
    }
  }
  for (const field of ext) {
    if (!NAME.test(field)) {
      issues.push({ path: `ext.${field}`, message: 'must be lower camel case' });
    }
  }
  return issues;
}

function missingFields(
  part: string,
  names: readonly string[],
  fields: z.ZodRawShape,
  ext: z.ZodRawShape,
): readonly CrmIssue[] {
  const known = new Set([
    'owner',
    'team',
    'region',
    ...Object.keys(fields),
    ...Object.keys(ext).map((field) => `ext.${field}`),
  ]);
  return names
    .filter((name) => !known.has(name))
    .map((name) => ({ path: `${part}.${name}`, message: 'is no field of it: declare it first' }));
}
