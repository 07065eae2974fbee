/**
 * Segments that may ask for each other: checked together, and put in the order in which they can be
 * answered.
 */
import * as z from 'zod';
import { checkGiven } from '../check-given.ts';
import { CrmError } from '../errors.ts';
import { predicateIssues } from './check-predicate.ts';
import { unknownSegment } from './compile-predicate.ts';
import type { FieldKinds, RelationKinds } from './field-kinds.ts';
import type { Predicate } from './predicate.ts';

/** A segment as it is written. */
export interface SegmentDefinition {
  readonly id: string;
  /** Who is in it; it may ask for other segments: `{ segment: 'vip' }`. */
  readonly where: Predicate;
}

/** Segments that were checked. */
export interface Segments {
  readonly kinds: FieldKinds;
  readonly relations: RelationKinds;
  /** Each one after those that it asks for. */
  readonly ordered: readonly SegmentDefinition[];
  /**
   * The condition of a segment, with those of the segments it asks for in their places: what
   * closures, columns and SQL are made of.
   *
   * @throws CrmError CRM_UNKNOWN_SEGMENT
   */
  whole(id: string): Predicate;
}

const form = z.array(z.strictObject({ id: z.string().min(1).max(128), where: z.unknown() }));

/**
 * Checks segments over records with these fields.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — every fault of every condition: `1.where.and.0.field`
 * @throws CrmError CRM_SEGMENT_CYCLE — segments that ask for each other have no answer
 * @example
 * const segments = defineSegments([
 *   { id: 'vip', where: and({ segment: 'buyer' }, field('score').ge(80)) },
 *   { id: 'buyer', where: field('orders').gt(0) },
 * ], { score: 'number', orders: 'number' });
 * segments.ordered.map(({ id }) => id) // => ['buyer', 'vip']
 */
export function defineSegments(
  definitions: readonly SegmentDefinition[],
  kinds: FieldKinds,
  relations: RelationKinds = {},
): Segments {
  const about = { code: 'CRM_INVALID_DEFINITION', what: 'The segments' } as const;
  checkGiven(form, definitions, about, (all) => {
    const ids = all.map(({ id }) => id);
    return all.flatMap(({ id, where }, index) => [
      ...(ids.indexOf(id) < index ? [{ path: `${index}.id`, message: `'${id}' is twice` }] : []),
      ...predicateIssues(where, kinds, relations, ids).map(({ path, message }) => ({
        path: path === '' ? `${index}.where` : `${index}.where.${path}`,
        message,
      })),
    ]);
  });
  const ordered = inOrder(definitions);
  const whole = new Map<string, Predicate>();
  for (const { id, where } of ordered) whole.set(id, expanded(where, whole));
  return {
    kinds,
    relations,
    ordered,
    whole: (id) => {
      const found = whole.get(id);
      if (found === undefined) throw unknownSegment(id, [...whole.keys()]);
      return found;
    },
  };
}

/** Those that are asked for before those that ask, otherwise as they were given. */
function inOrder(definitions: readonly SegmentDefinition[]): SegmentDefinition[] {
  const byId = new Map(definitions.map((one) => [one.id, one]));
  const done = new Set<SegmentDefinition>();
  const visit = (id: string, path: readonly string[]): void => {
    const definition = byId.get(id)!;
    if (done.has(definition)) return;
    if (path.includes(id)) {
      const cycle = [...path.slice(path.indexOf(id)), id];
      throw new CrmError('CRM_SEGMENT_CYCLE', { cycle });
    }
    for (const asked of segmentsIn(definition.where)) visit(asked, [...path, id]);
    done.add(definition);
  };
  for (const { id } of definitions) visit(id, []);
  return [...done];
}

/** The segments that a condition asks for. */
export function segmentsIn(condition: Predicate): string[] {
  if ('and' in condition) return condition.and.flatMap(segmentsIn);
  if ('or' in condition) return condition.or.flatMap(segmentsIn);
  if ('not' in condition) return segmentsIn(condition.not);
  return 'segment' in condition ? [condition.segment] : [];
}

function expanded(condition: Predicate, whole: ReadonlyMap<string, Predicate>): Predicate {
  if ('and' in condition) return { and: condition.and.map((part) => expanded(part, whole)) };
  if ('or' in condition) return { or: condition.or.map((part) => expanded(part, whole)) };
  if ('not' in condition) return { not: expanded(condition.not, whole) };
  return 'segment' in condition ? whole.get(condition.segment)! : condition;
}
