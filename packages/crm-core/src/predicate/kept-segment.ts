/**
 * A segment as `Membership` keeps it: who is in it, what it reads, and when it has to be looked at
 * again.
 */
import type { CompiledPredicate, CompileSegment } from './compile-predicate.ts';
import { compilePredicate } from './compile-predicate.ts';
import {
  type ConditionLeaf,
  leavesOf,
  type NextChange,
  nextChangeOf,
  readsOf,
} from './condition-leaves.ts';
import type { SegmentDefinition, Segments } from './define-segments.ts';
import { RowBits } from './row-bits.ts';
import { RowInstants } from './row-instants.ts';

/** A segment with its members. */
export interface KeptSegment {
  readonly id: string;
  readonly members: RowBits;
  readonly test: CompiledPredicate;
  readonly leaves: readonly ConditionLeaf[];
  /** Fields, `related deals`, `segment vip`. */
  readonly reads: ReadonlySet<string>;
  /** The places of the segments that ask for this one, all behind it. */
  readonly dependents: readonly number[];
  /** When time alone can change it: the earliest of its leaves; none where it never can. */
  readonly timed: readonly NextChange[];
  /** By row, when it is due. */
  readonly dueAt: RowInstants;
}

/**
 * The segments, in the order in which they are answered.
 *
 * @param isMember - whether the record that is being asked about is in the segment at a place
 */
export function keptSegments(
  { ordered, kinds, relations }: Segments,
  isMember: (place: number) => boolean,
): KeptSegment[] {
  const placeOf = new Map(ordered.map(({ id }, place) => [id, place]));
  const segmentTest: CompileSegment = (id) => {
    const place = placeOf.get(id)!;
    return () => isMember(place);
  };
  const kept = ordered.map(({ id, where }: SegmentDefinition) => {
    const leaves = leavesOf(where, kinds, relations, segmentTest);
    return {
      id,
      leaves,
      members: new RowBits(),
      test: compilePredicate(where, kinds, relations, segmentTest),
      reads: new Set(leaves.flatMap(readsOf)),
      timed: leaves
        .map((leaf) => nextChangeOf(leaf, kinds, relations))
        .filter((next) => next !== undefined),
      dueAt: new RowInstants(),
    };
  });
  return kept.map((segment) => ({
    ...segment,
    dependents: kept.flatMap(({ reads }, place) =>
      reads.has(`segment ${segment.id}`) ? [place] : [],
    ),
  }));
}
