/**
 * Why a record has joined a segment or left it: the conditions that now answer otherwise.
 */
import type { PredicateContext } from './compile-predicate.ts';
import { type ConditionLeaf, readsOf } from './condition-leaves.ts';
import type { Predicate } from './predicate.ts';

/** A condition that answers otherwise than before. */
export interface MembershipReason {
  /** From the root of the segment's condition: `and.0`. */
  readonly path: string;
  readonly condition: Predicate;
  /** In words: `postcode < 5`. */
  readonly text: string;
  /** Whether it holds now. */
  readonly holds: boolean;
}

/** A record before and after. */
export interface BeforeAndAfter {
  readonly record: object;
  /** Undefined of a new record. */
  readonly before: object | undefined;
  readonly context: PredicateContext;
  readonly contextBefore: PredicateContext;
  /** Whose rows have changed: what they were is not known. */
  readonly relation: string | undefined;
  /** Whether the record has just joined or left a segment that is asked for. */
  readonly hasFlipped: (segment: string) => boolean;
}

/** The leaves that speak for what has happened. */
export function reasonsOf(
  leaves: readonly ConditionLeaf[],
  about: BeforeAndAfter,
): MembershipReason[] {
  return leaves.flatMap((leaf) => {
    const holds = leaf.test(about.record, about.context);
    if (!isReason(leaf, holds, about)) return [];
    const { path, condition, text } = leaf;
    return [{ path, condition, text, holds }];
  });
}

function isReason(leaf: ConditionLeaf, holds: boolean, about: BeforeAndAfter): boolean {
  const { before, contextBefore, relation, hasFlipped } = about;
  const { condition } = leaf;
  if (before === undefined) return holds !== leaf.isNegated;
  if ('segment' in condition) return hasFlipped(condition.segment);
  if (relation !== undefined) return readsOf(leaf).includes(`related ${relation}`);
  return leaf.test(before, contextBefore) !== holds;
}
