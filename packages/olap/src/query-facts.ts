/**
 * Cuboids of one query: each grain and filter is asked for once, with all states that are needed.
 */
import type { Cuboid, StateMakers } from './cuboid.ts';
import type { Frame } from './frame.ts';
import type { Dimension, Level } from './hierarchy.ts';
import type { Lattice, Source } from './lattice.ts';
import type { Facts } from './cell-plan.ts';

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
    const { cuboid, from } = this.lattice.answer({ grain, filter, states: all });
    this.sources.push(from);
    answers.splice(place < 0 ? answers.length : place, 1, { cuboid, states: all });
    return cuboid;
  }
}

const isSame = (a: readonly Level[], b: readonly Level[]): boolean =>
  a.length === b.length && a.every((level, index) => level === b[index]);
