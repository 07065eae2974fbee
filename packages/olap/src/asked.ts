/**
 * A question that is understood: names are levels, measures and members of the cube.
 */
import type { MemberFormula } from './calculated-members.ts';
import type { StateMaker } from './cuboid.ts';
import type { Evaluation } from './evaluation.ts';
import type { Conjunct } from './filter-plan.ts';
import type { Level } from './hierarchy.ts';
import type { MemberSetAsked } from './member-set.ts';
import type { QueryFacts } from './query-facts.ts';
import type { CubeRequest } from './request.ts';

/** A question whose names are understood. */
export interface Asked {
  readonly request: CubeRequest;
  readonly by: readonly Level[];
  /** The members that rows are made of, where the query names them. */
  readonly set: MemberSetAsked | undefined;
  readonly calculatedMembers: readonly MemberFormula[];
  readonly filter: readonly Conjunct[] | null;
  readonly on: Evaluation;
  readonly facts: QueryFacts;
  /** States of all measures that are shown, asked for together. */
  readonly states: ReadonlyMap<string, StateMaker>;
}
