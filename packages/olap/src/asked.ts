/**
 * A question that is understood: names are levels, measures and members of the cube.
 */
import type { StateMaker } from './cuboid.ts';
import type { Evaluation } from './evaluation.ts';
import type { Conjunct } from './filter-plan.ts';
import type { Level } from './hierarchy.ts';
import type { QueryFacts } from './query-facts.ts';
import type { CubeRequest } from './request.ts';

/** A question whose names are understood. */
export interface Asked {
  readonly request: CubeRequest;
  readonly by: readonly Level[];
  readonly filter: readonly Conjunct[] | null;
  readonly on: Evaluation;
  readonly facts: QueryFacts;
  /** States of all measures that are shown, asked for together. */
  readonly states: ReadonlyMap<string, StateMaker>;
}
