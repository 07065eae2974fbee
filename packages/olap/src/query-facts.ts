/**
 * Cuboids of one query: each grain and filter is asked for once, with all states that are needed.
 */
import type { Cuboid, StateMakers } from './cuboid.ts';
import type { Frame } from './frame.ts';
import { type Dimension, isAtOrAbove, type Level } from './hierarchy.ts';
import type { Lattice, Source } from './lattice.ts';
import type { Facts } from './cell-plan.ts';
import { rollUp } from './roll-up.ts';

/** The facts as one query sees them. */
export class QueryFacts implements Facts {
  readonly sources: Source[] = [];
  private readonly known = new Map<Frame['filter'], { cuboid: Cuboid; states: StateMakers }[]>();

  constructor(
    readonly dimensions: readonly Dimension[],
    private readonly lattice: Lattice,
  ) {}

  answer(grain: readonly Level[], filter: Frame['filter'], states: StateMakers): Cuboid {
    const answers = this.known.get(filter) ?? [];
    this.known.set(filter, answers);
    const place = answers.findIndex(({ cuboid }) => isSame(cuboid.grain, grain));
    const found = answers[place];
    const hasAll = found !== undefined && [...states.keys()].every((id) => found.states.has(id));
    if (hasAll) return found.cuboid;
    const all = new Map([...(found?.states ?? []), ...states]);
    const finer = smallestFiner(answers, grain, all);
    const kept = this.lattice.cellsFor({ grain, filter, states: all });
    const isNear = finer !== undefined && finer.cells < (kept ?? Number.POSITIVE_INFINITY);
    const cuboid = isNear ? this.rolledUp(finer, grain, filter, all) : this.ask(grain, filter, all);
    answers.splice(place < 0 ? answers.length : place, 1, { cuboid, states: all });
    return cuboid;
  }

  /** What this query has found already has the answer in it. */
  private rolledUp(
    finer: Cuboid,
    grain: readonly Level[],
    filter: Frame['filter'],
    states: StateMakers,
  ): Cuboid {
    const cuboid = rollUp(finer, grain, null);
    if (filter === null) this.lattice.remember(cuboid, states);
    const of = finer.grain.map(({ ref }) => ref);
    this.sources.push({ kind: 'cuboid', grain: of, scanned: finer.cells, notUsed: [] });
    return cuboid;
  }

  private ask(grain: readonly Level[], filter: Frame['filter'], states: StateMakers): Cuboid {
    const { cuboid, from } = this.lattice.answer({ grain, filter, states });
    this.sources.push(from);
    return cuboid;
  }
}

/**
 * The smallest cuboid of this query, under the same filter, that has all of a coarser one in it.
 */
function smallestFiner(
  answers: readonly { readonly cuboid: Cuboid; readonly states: StateMakers }[],
  grain: readonly Level[],
  states: StateMakers,
): Cuboid | undefined {
  let best: Cuboid | undefined;
  for (const { cuboid, states: known } of answers) {
    const covers = grain.every((level) => cuboid.grain.some((of) => isAtOrAbove(level, of)));
    if (!covers || ![...states.keys()].every((id) => known.has(id))) continue;
    if (best === undefined || cuboid.cells < best.cells) best = cuboid;
  }
  return best;
}

const isSame = (a: readonly Level[], b: readonly Level[]): boolean =>
  a.length === b.length && a.every((level, index) => level === b[index]);
