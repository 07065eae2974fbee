/**
 * From what a user gives to a record that keeps its object's rules, and to what that changes.
 *
 * The whole record is judged, not the part that changes: rules between fields hold, and a custom
 * field that has become required is asked for at the next change.
 */
import type { Json } from '@kontor/kernel';
import * as z from 'zod';
import { CrmError, type CrmIssue } from '../errors.ts';
import { type CrmObject, TOLD_FIELDS } from './crm-object.ts';
import { withValues } from './fold-events.ts';
import type { CrmRecord } from './record.ts';
import { sameJson } from './same-json.ts';

/** Printable ASCII without what separates the parts of keys. */
const RECORD_ID = /^[!-.0-{}~]{1,64}$/;
const name = z.string().min(1).max(64);

const baseFields = z.strictObject({
  owner: name.optional(),
  team: name.optional(),
  region: name.optional(),
  tags: z.array(z.string().min(1).max(64)).optional(),
});

/** Values as given: by field, custom ones in `ext` or as `ext.size`; null empties. */
export type GivenValues = Readonly<Record<string, unknown>>;

/**
 * The id that a new record is given.
 *
 * @throws CrmError CRM_INVALID_INPUT — not printable ASCII of 1 to 64 letters, or with a `/` or `|`
 */
export function checkRecordId(id: string, object: string): string {
  if (RECORD_ID.test(id)) return id;
  throw new CrmError('CRM_INVALID_INPUT', {
    what: `The ${object} '${id}'`,
    issues: [{ path: 'id', message: 'an id is printable ASCII of 1 to 64 letters but / and |' }],
  });
}

/**
 * The fields after a change, checked, as flat names (`ext.size`) with their values.
 *
 * @param before the record that changes; undefined for a new one
 * @throws CrmError CRM_INVALID_INPUT — every fault with its path
 */
export function checkedFields(
  object: CrmObject,
  before: CrmRecord | undefined,
  given: GivenValues,
): Map<string, Json> {
  const { base, fields, ext } = partsOf(object, before, given);
  const issues: CrmIssue[] = [];
  const checked = new Map<string, Json>();
  const take = (schema: z.ZodType, values: object, prefix: string): void => {
    const parsed = schema.safeParse(values);
    if (!parsed.success) {
      issues.push(...parsed.error.issues.map((issue) => issueAt(issue, prefix)));
      return;
    }
    for (const [field, value] of Object.entries(parsed.data as Record<string, Json | undefined>)) {
      const isNone = field === 'tags' && Array.isArray(value) && value.length === 0;
      if (value !== undefined && value !== null && !isNone) checked.set(prefix + field, value);
    }
  };
  take(baseFields, base, '');
  take(object.fields, fields, '');
  take(object.ext, ext, 'ext.');
  if (issues.length === 0) return checked;
  const what =
    before === undefined ? `The new ${object.name}` : `The ${object.name} '${before.id}'`;
  throw new CrmError('CRM_INVALID_INPUT', { what, issues });
}

/** The values that a record has, with the given ones set, by the schema that judges them. */
function partsOf(
  object: CrmObject,
  before: CrmRecord | undefined,
  given: GivenValues,
): Record<'base' | 'fields' | 'ext', Record<string, unknown>> {
  const parts: Record<'base' | 'fields' | 'ext', Record<string, unknown>> = {
    base: {},
    fields: {},
    ext: {},
  };
  const isBase = (field: string): boolean => field in baseFields.shape;
  const set = (field: string, value: unknown): void => {
    const isExt = field.startsWith('ext.');
    const part = isExt ? parts.ext : isBase(field) ? parts.base : parts.fields;
    const key = isExt ? field.slice('ext.'.length) : field;
    // What is emptied is not there: schemas know no null.
    part[key] = value ?? undefined;
  };
  for (const field of Object.keys(object.fields.shape)) set(field, before?.[field]);
  for (const field of Object.keys(baseFields.shape)) set(field, before?.[field]);
  for (const [field, value] of Object.entries(before?.ext ?? {})) set(`ext.${field}`, value);
  for (const [field, value] of flatEntries(given)) set(field, value);
  return parts;
}

/** Given values by flat names: custom fields one by one. */
export function* flatEntries(given: GivenValues): Generator<[field: string, value: unknown]> {
  for (const [field, value] of Object.entries(given)) {
    if (field !== 'ext') yield [field, value];
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) yield [`ext.${key}`, inner];
    }
  }
}

function issueAt(issue: z.core.$ZodIssue, prefix: string): CrmIssue {
  const path = prefix + issue.path.map(String).join('.');
  if (issue.code !== 'unrecognized_keys') return { path, message: issue.message };
  const unknown = issue.keys.map((key) => `'${prefix}${key}'`).join(', ');
  return { path: prefix.slice(0, -1), message: `there is no field ${unknown}: declare it first` };
}

/**
 * Fields that only rules set are not edited.
 *
 * @throws CrmError CRM_INVALID_INPUT — those that are named
 */
export function refuseRuled(object: CrmObject, given: GivenValues): void {
  const ruled = object.ruled.filter((field) => given[field] !== undefined);
  if (ruled.length === 0) return;
  const message = 'is set by its rule: use the command for it';
  throw new CrmError('CRM_INVALID_INPUT', {
    what: `The ${object.name}`,
    issues: ruled.map((path) => ({ path, message })),
  });
}

/** What changes: each field whose value is another one, with the value before and after. */
export function changesBetween(
  before: ReadonlyMap<string, Json>,
  after: ReadonlyMap<string, Json>,
): Record<string, readonly [before: Json, after: Json]> {
  const changes: Record<string, readonly [Json, Json]> = {};
  for (const [field, value] of after) {
    const old = before.get(field) ?? null;
    if (!sameJson(old, value)) changes[field] = [old, value];
  }
  for (const [field, old] of before) if (!after.has(field)) changes[field] = [old, null];
  return changes;
}

/** What an event of a record sets, as flat names; what every record is told by is left out. */
export function fieldsOf(record: CrmRecord | undefined): Map<string, Json> {
  const fields = new Map<string, Json>();
  if (record === undefined) return fields;
  for (const [field, value] of flatEntries(record)) {
    const isNone = field === 'tags' && record.tags.length === 0;
    if (!TOLD_FIELDS.includes(field) && value !== undefined && !isNone)
      fields.set(field, value as Json);
  }
  return fields;
}

/** A record with the fields of a map in the place of its own. */
export function withFields(record: CrmRecord, fields: ReadonlyMap<string, Json>): CrmRecord {
  const cleared = [...fieldsOf(record).keys()].map((field) => [field, null] as const);
  return withValues(record, [...cleared, ...fields]);
}
