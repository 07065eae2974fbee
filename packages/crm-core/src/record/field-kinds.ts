/**
 * What conditions may ask of the records of an object.
 */
import type { z } from 'zod';
import type { FieldKind, FieldKinds } from '../predicate/field-kinds.ts';
import type { CrmObject } from './crm-object.ts';
import { type FieldType, fieldTypeOf } from './field-type.ts';

const base: FieldKinds = {
  id: 'text',
  object: 'text',
  revision: 'number',
  createdAt: 'instant',
  createdBy: 'text',
  updatedAt: 'instant',
  updatedBy: 'text',
  owner: 'text',
  team: 'text',
  region: 'text',
  tags: 'list',
};

const kinds: Readonly<Record<Exclude<FieldType, 'json'>, FieldKind>> = {
  text: 'text',
  integer: 'number',
  number: 'number',
  decimal: 'decimal',
  boolean: 'boolean',
  day: 'day',
  instant: 'instant',
  list: 'list',
};

const known = new WeakMap<CrmObject, FieldKinds>();

/** The kinds of the fields of an object, custom ones as `ext.size`. */
export function fieldKindsOf(object: CrmObject): FieldKinds {
  const before = known.get(object);
  if (before !== undefined) return before;
  const all: Record<string, FieldKind> = { ...base };
  const add = (prefix: string, shape: z.ZodRawShape): void => {
    for (const [field, schema] of Object.entries(shape)) {
      const type = fieldTypeOf(schema as z.ZodType);
      if (type !== 'json') all[prefix + field] = kinds[type];
    }
  };
  add('', object.fields.shape);
  add('ext.', object.ext.shape);
  known.set(object, all);
  return all;
}
