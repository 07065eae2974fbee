/**
 * Why a record fulfils a condition or not: the same tree, with what each part says of the record.
 */
import {
  compileField,
  compilePredicate,
  fieldReader,
  unknownSegment,
} from './compile-predicate.ts';
import type { PredicateContext } from './compile-predicate.ts';
import { describeCondition } from './describe-condition.ts';
import type { FieldKinds, RelationKinds } from './field-kinds.ts';
import type { FieldPredicate, Predicate, RelatedPredicate } from './predicate.ts';
import { isOfKind } from './value-forms.ts';

/** What a condition, or a part of it, says of a record. */
export interface PredicateExplanation {
  /** From the root: `and.0.not`; empty for the root itself. */
  readonly path: string;
  readonly condition: Predicate;
  readonly holds: boolean;
  /** The condition in words, and what the record has: `postcode < 5: no, it is 7`. */
  readonly text: string;
  /** Of a field: what the record has; undefined where that is missing. */
  readonly value?: unknown;
  /** Of child rows: how many fulfil the inner condition, of how many. */
  readonly rows?: { readonly matching: number; readonly of: number };
  /** Of `and`, `or` and `not`: what their parts say, all of them, needed or not. */
  readonly parts: readonly PredicateExplanation[];
}

/** An explainer of one condition. */
export type ExplainPredicate = (record: object, context: PredicateContext) => PredicateExplanation;

/**
 * Prepares the explanation of a condition that was checked.
 *
 * @throws CrmError CRM_UNKNOWN_SEGMENT — it asks for another segment: see `defineSegments`
 * @example
 * const explain = explainPredicate(not(field('age').ge(18)), { age: 'number' });
 * explain({ age: 20 }, { now: 0 }).parts[0]?.text // => 'age ≥ 18: yes, it is 20'
 */
export function explainPredicate(
  condition: Predicate,
  kinds: FieldKinds,
  relations: RelationKinds = {},
): ExplainPredicate {
  return explainer(condition, '', kinds, relations);
}

function explainer(
  condition: Predicate,
  path: string,
  kinds: FieldKinds,
  relations: RelationKinds,
): ExplainPredicate {
  const inner = (part: Predicate, key: string): ExplainPredicate =>
    explainer(part, path === '' ? key : `${path}.${key}`, kinds, relations);
  if ('and' in condition) {
    const parts = condition.and.map((part, index) => inner(part, `and.${index}`));
    return explainNode(condition, path, parts, (held) => held.every(Boolean));
  }
  if ('or' in condition) {
    const parts = condition.or.map((part, index) => inner(part, `or.${index}`));
    return explainNode(condition, path, parts, (held) => held.some(Boolean));
  }
  if ('not' in condition) {
    return explainNode(condition, path, [inner(condition.not, 'not')], ([held]) => !held);
  }
  if ('segment' in condition) throw unknownSegment(condition.segment);
  if ('related' in condition) return explainRelated(condition, path, relations);
  return explainField(condition, path, kinds);
}

const verdict = (condition: Predicate, holds: boolean, found: string): string =>
  `${describeCondition(condition)}: ${holds ? 'yes' : 'no'}, ${found}`;

function explainNode(
  condition: Predicate,
  path: string,
  explainers: readonly ExplainPredicate[],
  holdsOf: (held: readonly boolean[]) => boolean,
): ExplainPredicate {
  return (record, context) => {
    const parts = explainers.map((explain) => explain(record, context));
    const held = parts.map(({ holds }) => holds);
    const holds = holdsOf(held);
    const count = held.filter(Boolean).length;
    const text = verdict(condition, holds, `${count} of ${held.length} hold`);
    return { path, condition, holds, text, parts };
  };
}

function explainField(
  condition: FieldPredicate,
  path: string,
  kinds: FieldKinds,
): ExplainPredicate {
  const kind = kinds[condition.field]!;
  const read = fieldReader(condition.field);
  const test = compileField(condition, kind);
  return (record, context) => {
    const given = read(record);
    const value = isOfKind(kind, given) ? given : undefined;
    const holds = test(record, context);
    const found = value === undefined ? 'it is missing' : `it is ${JSON.stringify(value)}`;
    return { path, condition, holds, text: verdict(condition, holds, found), value, parts: [] };
  };
}

function explainRelated(
  condition: RelatedPredicate,
  path: string,
  relations: RelationKinds,
): ExplainPredicate {
  const { related, where } = condition;
  const isMatch = compilePredicate(where ?? { and: [] }, relations[related] ?? {});
  const test = compilePredicate(condition, {}, relations);
  return (record, context) => {
    const all = context.related?.(record, related) ?? [];
    const matching = all.filter((row) => isMatch(row, context)).length;
    const holds = test(record, context);
    const text = verdict(condition, holds, `${matching} of ${all.length} rows`);
    return { path, condition, holds, text, rows: { matching, of: all.length }, parts: [] };
  };
}
