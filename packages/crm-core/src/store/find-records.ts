/**
 * Finding records by a condition, and by words.
 *
 * A condition that asks for one value of a field that is looked up reads that stretch of its index;
 * any other one reads the table. What the policy hides is left out before anything is counted.
 */
import type { Instant, Json } from '@kontor/kernel';
import type { Actor, System } from '../actor.ts';
import { CrmError } from '../errors.ts';
import { checkPredicate } from '../predicate/check-predicate.ts';
import { compilePredicate } from '../predicate/compile-predicate.ts';
import type { Predicate } from '../predicate/predicate.ts';
import { fieldKindsOf } from '../record/field-kinds.ts';
import { valueOf } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';
import { paramsOf } from '../record/row-policy.ts';
import { wordsOf } from '../record/search-tokens.ts';
import { searchRows } from './crm-collections.ts';
import { type CrmCore, objectOf, type Reader } from './crm-core.ts';
import { recordOf, type StoredObject } from './record-collection.ts';

/** What is looked for. */
export interface FindQuery<Field extends string = string> {
  readonly where?: Predicate | undefined;
  /** Values of the condition's parameters; `me` is the user. */
  readonly params?: Readonly<Record<string, Json>> | undefined;
  /** By the value of a field, those without one last; by id where none is given. */
  readonly orderBy?: Field | undefined;
  readonly isDescending?: boolean | undefined;
  /** At most so many; all when left out. */
  readonly limit?: number | undefined;
}

/** Who asks, when. */
export interface Asking {
  readonly reader: Reader;
  readonly core: CrmCore;
  readonly actor: Actor | System;
  readonly now: Instant;
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
  if (orderBy !== undefined && !(orderBy in kinds)) {
    const message = `there is no field '${orderBy}'`;
    throw new CrmError('CRM_INVALID_INPUT', {
      what: 'The query',
      issues: [{ path: 'orderBy', message }],
    });
  }
  const found: CrmRecord[] = [];
  for await (const record of matching(asking, stored, where, query.params)) {
    found.push(record);
    if (orderBy === undefined && !query.isDescending && found.length >= limit) break;
  }
  return ordered(found, orderBy ?? 'id', query.isDescending === true).slice(0, limit);
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
  { reader, core, actor, now }: Asking,
  stored: StoredObject,
  where: Predicate | undefined,
  given: Readonly<Record<string, Json>> = {},
): AsyncGenerator<CrmRecord> {
  const kinds = fieldKindsOf(stored.object);
  const checked = where === undefined ? undefined : checkPredicate(where, kinds);
  const test = checked === undefined ? undefined : compilePredicate(checked, kinds);
  const isAllowed = core.policy.filter(actor, 'read', stored.object.name);
  const params = { ...given, ...paramsOf(actor) };
  const range = checked === undefined ? undefined : indexedRange(stored, checked, params);
  for await (const document of reader.each(stored.rows, range)) {
    const record = recordOf(stored, document);
    if (isAllowed(record) && (test === undefined || test(record, { now, params }))) yield record;
  }
}

/** The stretch of an index that a condition keeps to, where it asks for one value of its field. */
function indexedRange(
  { indexOf }: StoredObject,
  condition: Predicate,
  params: Readonly<Record<string, Json>>,
): { readonly index: string; readonly equals: readonly (string | number)[] } | undefined {
  const parts = 'and' in condition ? condition.and : [condition];
  for (const part of parts) {
    if (!('op' in part) || part.op !== 'eq' || !('field' in part)) continue;
    const index = indexOf.get(part.field);
    const value = boundValue(part.value, params);
    if (index === undefined || value === undefined) continue;
    return { index, equals: [value] };
  }
  return undefined;
}

function boundValue(
  value: unknown,
  params: Readonly<Record<string, Json>>,
): string | number | undefined {
  const isParam = typeof value === 'object' && value !== null && 'param' in value;
  const bound = isParam ? params[String(value.param)] : value;
  return typeof bound === 'string' || typeof bound === 'number' ? bound : undefined;
}

function ordered(records: CrmRecord[], field: string, isDescending: boolean): CrmRecord[] {
  const direction = isDescending ? -1 : 1;
  return records.sort((a, b) => {
    const [left, right] = [valueOf(a, field), valueOf(b, field)];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    return left < right ? -direction : left > right ? direction : a.id < b.id ? -1 : 1;
  });
}

/** A record that was found, and how well it answers: 1 is a whole word of the first field. */
export interface SearchHit {
  readonly record: CrmRecord;
  readonly score: number;
}

/** What is searched. */
export interface SearchQuery {
  /** Of these objects; of all when left out. */
  readonly objects?: readonly string[] | undefined;
  /** At most so many; 20 when left out. */
  readonly limit?: number | undefined;
}

/** Rows of one word that are looked at; what begins with one letter is not all read. */
const ROWS_MAX = 5_000;

/**
 * Records that have all the words, each of which may be the beginning of one. The best first.
 */
export async function searchRecords(
  { reader, core, actor }: Asking,
  text: string,
  { objects, limit = 20 }: SearchQuery = {},
): Promise<SearchHit[]> {
  const names = new Set(
    (objects ?? [...core.objects.keys()]).map((n) => objectOf(core, n).object.name),
  );
  let scores: Map<string, number> | undefined;
  for (const word of wordsOf(text)) {
    const found = await subjectsOf(reader, word, names);
    scores =
      scores === undefined
        ? found
        : new Map(
            [...scores].flatMap(([of, s]) => (found.has(of) ? [[of, s + found.get(of)!]] : [])),
          );
  }
  const count = wordsOf(text).length;
  const hits: SearchHit[] = [];
  for (const [subject, score] of [...(scores ?? [])].sort(
    ([a, x], [b, y]) => y - x || (a < b ? -1 : 1),
  )) {
    if (hits.length >= limit) break;
    const [object, id] = subject.split('/') as [string, string];
    const stored = objectOf(core, object);
    const document = await reader.get(stored.rows, id);
    const record = document === undefined ? undefined : recordOf(stored, document);
    if (record !== undefined && core.policy.allows(actor, 'read', record)) {
      hits.push({ record, score: score / count });
    }
  }
  return hits;
}

/** The records that have a word which begins so, with their scores for it. */
async function subjectsOf(
  reader: Reader,
  word: string,
  objects: ReadonlySet<string>,
): Promise<Map<string, number>> {
  const scores = new Map<string, number>();
  const range = { index: 'byWord', from: word, to: `${word}\u{10FFFF}` };
  for await (const row of reader.each(searchRows, range, { limit: ROWS_MAX })) {
    if (!objects.has(row.subject.slice(0, row.subject.indexOf('/')))) continue;
    const share = row.word === word ? 1 : 0.5;
    const score = (row.weight / 1000) * share;
    if (score > (scores.get(row.subject) ?? 0)) scores.set(row.subject, score);
  }
  return scores;
}
