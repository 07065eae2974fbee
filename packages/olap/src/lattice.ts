/**
 * Cuboids that are kept, and which of them answers a question.
 *
 * A question names a grain, a filter and states. Any kept cuboid that is finer in every level asked
 * for, and has the states, gives the same answer as the facts, because states merge; the smallest
 * one is taken. Before it answers it is brought up to date: rows that came since are added, rows
 * that went are taken out, and where a state cannot give rows back the cuboid is made again.
 *
 * @source V. Harinarayan, A. Rajaraman, J. Ullman, "Implementing Data Cubes Efficiently", 1996
 */
import { type Cuboid, cellIndex, type StateMakers, statesOf } from './cuboid.ts';
import type { FactTable } from './fact-table.ts';
import { type Conjunct, factColumns, planFilter } from './filter-plan.ts';
import { cellOf, groupRows } from './group-rows.ts';
import { isAtOrAbove, type Level } from './hierarchy.ts';
import { BLOCK_ROWS, moveToRows, openBlock } from './row-block.ts';
import { absorb, rollUp } from './roll-up.ts';

/** A question to the facts. */
export interface Question {
  readonly grain: readonly Level[];
  /** Null: all rows. */
  readonly filter: readonly Conjunct[] | null;
  readonly states: StateMakers;
}

/** An answer and where it is from. */
export interface Answer {
  readonly cuboid: Cuboid;
  readonly from: Source;
}

/** What answered a question, and why others did not. */
export interface Source {
  /** `'facts'` or `'cuboid'`. */
  readonly kind: 'facts' | 'cuboid';
  /** The levels of the cuboid. */
  readonly grain: readonly string[];
  /** Fact rows or cells read. */
  readonly scanned: number;
  readonly notUsed: readonly { readonly grain: readonly string[]; readonly why: string }[];
}

/** A kept cuboid and how much of the facts it knows. */
interface Kept {
  cuboid: Cuboid;
  readonly states: StateMakers;
  readonly isChosen: boolean;
  rows: number;
  removals: number;
  generations: readonly number[];
  lastUsed: number;
}

/** Cuboids of a cube. */
export class Lattice {
  private readonly kept: Kept[] = [];
  private clock = 0;

  /** @param cellLimit - cells that cuboids which nobody chose may have together */
  constructor(
    private readonly facts: FactTable,
    private readonly dimensions: readonly Level['dimension'][],
    private readonly cellLimit: number,
  ) {}

  /** The cells of a question. */
  answer(question: Question): Answer {
    const notUsed: { grain: readonly string[]; why: string }[] = [];
    const found = this.smallest(question, notUsed);
    if (found !== undefined) {
      this.bringUpToDate(found);
      found.lastUsed = ++this.clock;
      const { cuboid } = found;
      const isSame = question.filter === null && sameGrain(cuboid.grain, question.grain);
      const answer = isSame ? cuboid : rolledUp(cuboid, question);
      if (question.filter === null && !isSame) this.keep(answer, question.states, false);
      return {
        cuboid: answer,
        from: {
          kind: 'cuboid',
          grain: refsOf(cuboid.grain),
          scanned: isSame ? 0 : cuboid.cells,
          notUsed,
        },
      };
    }
    const cuboid = this.group(question, 0);
    if (question.filter === null) this.keep(cuboid, question.states, false);
    return {
      cuboid,
      from: { kind: 'facts', grain: [], scanned: this.facts.rows, notUsed },
    };
  }

  /** Cells of the smallest kept cuboid that can answer; undefined where the facts must. */
  cellsFor(question: Question): number | undefined {
    return this.smallest(question, [])?.cuboid.cells;
  }

  /** Keeps a cuboid of all facts that was made elsewhere. */
  remember(cuboid: Cuboid, states: StateMakers): void {
    this.keep(cuboid, states, false);
  }

  /** Makes and keeps the cuboid of a grain. */
  choose(grain: readonly Level[], states: StateMakers): Cuboid {
    const cuboid = this.group({ grain, filter: null, states }, 0);
    this.keep(cuboid, states, true);
    return cuboid;
  }

  /** The grains that are kept, with their cells. */
  list(): {
    readonly grain: readonly string[];
    readonly cells: number;
    readonly chosen: boolean;
  }[] {
    return this.kept.map(({ cuboid, isChosen }) => ({
      grain: refsOf(cuboid.grain),
      cells: cuboid.cells,
      chosen: isChosen,
    }));
  }

  private group({ grain, filter, states }: Question, from: number): Cuboid {
    const columns = factColumns(this.facts, this.dimensions);
    return groupRows({
      facts: this.facts,
      dimensions: this.dimensions,
      grain,
      states,
      filter: filter === null ? null : planFilter(filter, columns),
      from,
      to: this.facts.rows,
    });
  }

  private smallest(
    question: Question,
    notUsed: { grain: readonly string[]; why: string }[],
  ): Kept | undefined {
    let best: Kept | undefined;
    for (const kept of this.kept) {
      const why = whyNot(kept, question);
      if (why !== undefined) notUsed.push({ grain: refsOf(kept.cuboid.grain), why });
      else if (best === undefined || kept.cuboid.cells < best.cuboid.cells) best = kept;
    }
    return best;
  }

  private bringUpToDate(kept: Kept): void {
    const { facts } = this;
    const isMoved = this.generations().some((now, index) => now !== kept.generations[index]);
    const mustTakeOut = kept.removals < facts.removals.length;
    const canTakeOut = statesOf(kept.cuboid).every((state) => state.isRetractable);
    if (isMoved || (mustTakeOut && !canTakeOut)) {
      kept.cuboid = this.group({ grain: kept.cuboid.grain, filter: null, states: kept.states }, 0);
    } else {
      if (mustTakeOut) this.takeOut(kept);
      if (kept.rows < facts.rows) {
        const { grain } = kept.cuboid;
        absorb(kept.cuboid, this.group({ grain, filter: null, states: kept.states }, kept.rows));
      }
    }
    kept.rows = facts.rows;
    kept.removals = facts.removals.length;
    kept.generations = this.generations();
  }

  /** Takes out the rows that the cuboid had and that were removed since. */
  private takeOut(kept: Kept): void {
    const { cuboid } = kept;
    const { removals } = this.facts;
    const index = cellIndex(cuboid);
    const block = openBlock();
    const slots = new Int32Array(BLOCK_ROWS);
    const tuple = new Int32Array(cuboid.grain.length);
    const columns = cuboid.grain.map(({ dimension, ofLeaf }) => ({
      leaves: this.facts.leaves[this.dimensions.indexOf(dimension)]!.array,
      ofLeaf: ofLeaf.array,
    }));
    const gone = new Int32Array(BLOCK_ROWS);
    for (let start = kept.removals; start < removals.length; start += BLOCK_ROWS) {
      let count = 0;
      for (let at = start; at < Math.min(start + BLOCK_ROWS, removals.length); at++) {
        if (removals[at]! < kept.rows) gone[count++] = removals[at]!;
      }
      moveToRows(block, gone, count);
      for (let at = 0; at < count; at++) {
        for (let column = 0; column < columns.length; column++) {
          const { leaves, ofLeaf } = columns[column]!;
          tuple[column] = ofLeaf[leaves[gone[at]!]!]!;
        }
        slots[at] = cellOf(cuboid, index, tuple);
      }
      for (const state of statesOf(cuboid)) {
        state.reserve(cuboid.cells);
        state.add(block, slots, -1);
      }
    }
  }

  private keep(cuboid: Cuboid, states: StateMakers, isChosen: boolean): void {
    if (!isChosen && cuboid.cells > this.cellLimit) return;
    const known = this.kept.findIndex(
      (kept) =>
        !kept.isChosen && sameGrain(kept.cuboid.grain, cuboid.grain) && hasAll(states, kept),
    );
    if (known >= 0) this.kept.splice(known, 1);
    this.kept.push({
      cuboid,
      states,
      isChosen,
      rows: this.facts.rows,
      removals: this.facts.removals.length,
      generations: this.generations(),
      lastUsed: ++this.clock,
    });
    this.forget();
  }

  /** Lets go of what was used longest ago, until the rest keeps to the limit. */
  private forget(): void {
    const free = this.kept
      .filter(({ isChosen }) => !isChosen)
      .sort((a, b) => b.lastUsed - a.lastUsed);
    let cells = 0;
    for (const kept of free) {
      cells += kept.cuboid.cells;
      if (cells > this.cellLimit) this.kept.splice(this.kept.indexOf(kept), 1);
    }
  }

  private generations(): number[] {
    return this.dimensions.map(({ generation }) => generation);
  }
}

const refsOf = (grain: readonly Level[]): string[] => grain.map(({ ref }) => ref);

/** What is kept of a cuboid has all its states, and what answers one question those of it only. */
function rolledUp(cuboid: Cuboid, { grain, filter, states }: Question): Cuboid {
  const asked =
    filter === null ? cuboid.states : [...cuboid.states].filter(([id]) => states.has(id));
  return rollUp({ ...cuboid, states: new Map(asked) }, grain, filter);
}

const hasAll = (states: StateMakers, { cuboid }: Kept): boolean =>
  [...cuboid.states.keys()].every((id) => states.has(id));

function sameGrain(a: readonly Level[], b: readonly Level[]): boolean {
  return a.length === b.length && a.every((level, index) => level === b[index]);
}

/** Why a cuboid cannot answer; undefined where it can. */
function whyNot({ cuboid }: Kept, { grain, filter, states }: Question): string | undefined {
  const missing = grain.find((level) => !covers(cuboid, level));
  if (missing !== undefined) return `has no ${missing.ref}`;
  for (const { members, ranges } of filter ?? []) {
    if (ranges.length > 0) return 'rows are asked for by value';
    const unfiltered = members.find(({ level }) => !covers(cuboid, level));
    if (unfiltered !== undefined) return `cannot tell ${unfiltered.level.ref}`;
  }
  const absent = [...states.keys()].find((id) => !cuboid.states.has(id));
  return absent === undefined ? undefined : `lacks ${absent}`;
}

const covers = (cuboid: Cuboid, level: Level): boolean =>
  cuboid.grain.some((finer) => isAtOrAbove(level, finer));
