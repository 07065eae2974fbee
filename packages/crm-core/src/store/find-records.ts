/**
 * Finding records by a condition.
 *
 * A condition that asks for one value of a field that is looked up reads that stretch of its index;
 * any other one reads the table. What the policy hides is left out before anything is counted.
 */
import type { Json } from '@kontor/kernel';
import { CrmError } from '../errors.ts';
import { checkPredicate } from '../predicate/check-predicate.ts';
import { compareOfKind } from '../predicate/compare-values.ts';
import { compilePredicate } from '../predicate/compile-predicate.ts';
import type { FieldKind, FieldKinds } from '../predicate/field-kinds.ts';
import { isParam, type Predicate } from '../predicate/predicate.ts';
import { fieldKindsOf } from '../record/field-kinds.ts';
import { valueOf } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';
import { paramsOf } from '../record/row-policy.ts';
import { type Asking, objectOf } from './crm-core.ts';
import { recordOf, type StoredObject } from './record-collection.ts';
import { readRelated, relationKindsOf } from './related-rows.ts';

/** What is looked for. */
export interface FindQuery<Field extends string = string> {
  /** Of the fields, and of the records that name this one: `related('opportunity.account')`. */
  readonly where?: Predicate | undefined;
  /** Values of the condition's parameters; `me` is the user. */
  readonly params?: Readonly<Record<string, Json>> | undefined;
  /** By the value of a field, those without one last; by id where none is given. */
  readonly orderBy?: Field | undefined;
  readonly isDescending?: boolean | undefined;
  /** At most so many; all when left out. */
  readonly limit?: number | undefined;
}

/**
 * The records that fulfil a condition and that the user may see.
 *
 * @throws CrmError CRM_UNKNOWN_OBJECT
 * @throws CrmError CRM_INVALID_PREDICATE — every fault of the condition, with its path
 * @throws CrmError CRM_INVALID_INPUT — no field of the object to order by
 */
export async function findRecords(
  asking: Asking,
  name: string,
  query: FindQuery = {},
): Promise<CrmRecord[]> {
  const stored = objectOf(asking.core, name);
  const kinds = fieldKindsOf(stored.object);
  const { where, orderBy, limit = Infinity } = query;
  const field = orderBy ?? 'id';
  const kind = Object.hasOwn(kinds, field) ? kinds[field]! : undefined;
  if (kind === undefined || kind === 'list') {
    const message = kind === undefined ? `there is no field '${field}'` : 'a list has no order';
    throw new CrmError('CRM_INVALID_INPUT', {
      what: 'The query',
      issues: [{ path: 'orderBy', message }],
    });
  }
  const found: CrmRecord[] = [];
  for await (const record of matching(asking, stored, where, query.params)) {
    found.push(record);
    if (orderBy === undefined && query.isDescending !== true && found.length >= limit) break;
  }
  return ordered(found, { field, kind }, query.isDescending === true).slice(0, limit);
}

/** How many there are. */
export async function countRecords(
  asking: Asking,
  name: string,
  query: Pick<FindQuery, 'where' | 'params'> = {},
): Promise<number> {
  const stored = objectOf(asking.core, name);
  let count = 0;
  for await (const _ of matching(asking, stored, query.where, query.params)) count++;
  return count;
}

async function* matching(
  asking: Asking,
  stored: StoredObject,
  where: Predicate = { and: [] },
  given: Readonly<Record<string, Json>> = {},
): AsyncGenerator<CrmRecord> {
  const { reader, core, actor, now } = asking;
  const kinds = fieldKindsOf(stored.object);
  const relations = relationKindsOf(core, stored);
  const checked = checkPredicate(where, kinds, relations);
  const test = compilePredicate(checked, kinds, relations);
  const isAllowed = core.policy.filter(actor, 'read', stored.object.name);
  const params = { ...given, ...paramsOf(actor) };
  const context = { now, params, related: await readRelated(asking, checked) };
  const range = indexedRange(stored, checked, { kinds, params });
  for await (const document of reader.each(stored.rows, range)) {
    const record = recordOf(stored, document);
    if (isAllowed(record) && test(record, context)) yield record;
  }
}

/** The stretch of an index that a condition keeps to, where it asks for one value of its field. */
function indexedRange(
  { indexOf }: StoredObject,
  condition: Predicate,
  {
    kinds,
    params,
  }: { readonly kinds: FieldKinds; readonly params: Readonly<Record<string, Json>> },
): { readonly index: string; readonly equals: readonly (string | number)[] } | undefined {
  const parts = 'and' in condition ? condition.and : [condition];
  for (const part of parts) {
    if (!('field' in part) || part.op !== 'eq' || part.ignoreCase === true) continue;
    const index = indexOf.get(part.field);
    const value = isParam(part.value) ? params[part.value.param] : part.value;
    // A parameter of another kind is a missing value: no stretch has it, and the test says so.
    if (index !== undefined && isKeyOf(kinds[part.field]!, value))
      return { index, equals: [value] };
  }
  return undefined;
}

const isKeyOf = (kind: FieldKind, value: unknown): value is string | number =>
  kind === 'number' ? Number.isSafeInteger(value) : typeof value === 'string';

/** By the value of a field, as conditions compare it; those without one last, and then by id. */
function ordered(
  records: CrmRecord[],
  { field, kind }: { readonly field: string; readonly kind: FieldKind },
  isDescending: boolean,
): CrmRecord[] {
  const direction = isDescending ? -1 : 1;
  return records.sort((a, b) => {
    const [left, right] = [valueOf(a, field), valueOf(b, field)];
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1;
      return a.id < b.id ? -1 : 1;
    }
    return direction * compareOfKind(kind, left, right) || (a.id < b.id ? -1 : 1);
  });
}
