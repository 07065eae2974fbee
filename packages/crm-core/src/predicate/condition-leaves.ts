/**
 * A condition taken apart into what reads a record: for reasons, for what a change touches, and for
 * when time alone changes the answer.
 */
import type { Instant } from '@kontor/kernel';
import {
  type CompileSegment,
  type CompiledPredicate,
  compilePredicate,
  fieldReader,
  type PredicateContext,
} from './compile-predicate.ts';
import { describeCondition } from './describe-condition.ts';
import type { FieldKinds, RelationKinds } from './field-kinds.ts';
import { type FieldPredicate, isFieldOperand, type Predicate } from './predicate.ts';
import { nextCrossing, spanOf } from './time-span.ts';

/** A part of a condition that has no parts. */
export interface ConditionLeaf {
  /** From the root: `and.0.not`. */
  readonly path: string;
  readonly condition: Exclude<Predicate, { and: unknown } | { or: unknown } | { not: unknown }>;
  /** In words. */
  readonly text: string;
  /** Whether it stands below an odd number of `not`: then its failing speaks for the whole. */
  readonly isNegated: boolean;
  readonly test: CompiledPredicate;
}

/** The leaves of a condition, in order. */
export function leavesOf(
  condition: Predicate,
  kinds: FieldKinds,
  relations: RelationKinds,
  segmentTest: CompileSegment,
): ConditionLeaf[] {
  const found: ConditionLeaf[] = [];
  const visit = (node: Predicate, path: string, isNegated: boolean): void => {
    const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
    if ('and' in node) {
      node.and.forEach((part, index) => visit(part, at(`and.${index}`), isNegated));
    } else if ('or' in node) {
      node.or.forEach((part, index) => visit(part, at(`or.${index}`), isNegated));
    } else if ('not' in node) visit(node.not, at('not'), !isNegated);
    else {
      const test = compilePredicate(node, kinds, relations, segmentTest);
      found.push({ path, condition: node, text: describeCondition(node), isNegated, test });
    }
  };
  visit(condition, '', false);
  return found;
}

/** The fields that a leaf reads; a relation or a segment is one too: `related deals`. */
export function readsOf({ condition }: ConditionLeaf): string[] {
  if ('related' in condition) return [`related ${condition.related}`];
  if ('segment' in condition) return [`segment ${condition.segment}`];
  const { field } = condition;
  const other =
    'value' in condition && isFieldOperand(condition.value) ? [condition.value.field] : [];
  return [field, ...other];
}

/** The next instant after `now` at which time alone can change an answer; Infinity for never. */
export type NextChange = (record: object, context: PredicateContext) => Instant;

/** When time alone can change what a leaf says; undefined where it never can. */
export function nextChangeOf(
  { condition }: ConditionLeaf,
  kinds: FieldKinds,
  relations: RelationKinds,
): NextChange | undefined {
  if ('segment' in condition) return undefined;
  if ('field' in condition) return crossingOf(condition, kinds);
  const rowKinds = relations[condition.related] ?? {};
  const inner = leavesOf(condition.where ?? { and: [] }, rowKinds, {}, () => () => false)
    .map((leaf) => nextChangeOf(leaf, rowKinds, {}))
    .filter((next) => next !== undefined);
  if (inner.length === 0) return undefined;
  return (record, context) => {
    let next = Infinity;
    for (const row of context.related?.(record, condition.related) ?? []) {
      for (const one of inner) next = Math.min(next, one(row, context));
    }
    return next;
  };
}

function crossingOf(condition: FieldPredicate, kinds: FieldKinds): NextChange | undefined {
  if (condition.op !== 'within') return undefined;
  const read = fieldReader(condition.field);
  const kind = kinds[condition.field]!;
  const length = spanOf(condition.value);
  return (record, { now }) => nextCrossing(kind, length, read(record), now);
}
