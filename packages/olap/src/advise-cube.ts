/**
 * Advice for a cube from the questions that it was asked: the aggregates that would save most.
 */
import { chooseViews, expectedCells, type View } from './advise.ts';
import type { CompiledCube } from './compile-cube.ts';
import { compileFilter } from './compile-filter.ts';
import { isAtOrAbove, type Level } from './hierarchy.ts';
import { liveRows } from './fact-table.ts';
import { type CubeRequest, checkRequest } from './request.ts';
import { grainOf } from './row-set.ts';

/** What advice is asked for. */
export interface AdviceOptions {
  /** Questions that were asked; one that was asked twice counts twice. */
  readonly log: readonly CubeRequest[];
  /** Cells that aggregates may have together. */
  readonly cells: number;
}

/** An aggregate that is worth keeping: give `by` to `materialize`. */
export interface Advice {
  readonly by: readonly string[];
  /** About how many cells it has. */
  readonly cells: number;
  /** Cells that the questions of the log would read less. */
  readonly benefit: number;
}

interface GrainView extends View {
  readonly grain: readonly Level[];
}

/**
 * The aggregates to keep for a log of questions, the most useful first.
 *
 * Candidates are the grains of the questions (filters included) and of any two of them together.
 */
export function adviseCube(cube: CompiledCube, { log, cells }: AdviceOptions): Advice[] {
  const rows = liveRows(cube.facts);
  const grains = log.map((request) => grainOfRequest(cube, checkRequest(request)));
  const views = viewsOf(grains, rows);
  const questions = grains.map((grain) => ({
    weight: 1,
    isAnsweredBy: (view: View) => canAnswer((view as GrainView).grain, grain),
  }));
  return chooseViews({ views, questions, rows, cells }).map(({ view, benefit }) => ({
    by: (view as GrainView).grain.map(({ ref }) => ref),
    cells: view.cells,
    benefit,
  }));
}

/** The levels that a question needs: those shown and those of its filter. */
function grainOfRequest({ naming }: CompiledCube, request: CubeRequest): Level[] {
  const shown = (request.by ?? []).map((ref) => naming.level(ref));
  const filter = request.where === undefined ? [] : compileFilter(request.where, naming);
  return grainOf([...shown, ...filter.flatMap(({ members }) => members.map(({ level }) => level))]);
}

function viewsOf(grains: readonly (readonly Level[])[], rows: number): GrainView[] {
  const views = new Map<string, GrainView>();
  for (const [index, grain] of grains.entries()) {
    for (const other of grains.slice(index)) {
      const joined = grainOf([...new Set([...grain, ...other])]);
      const name = joined
        .map(({ ref }) => ref)
        .sort()
        .join(' × ');
      const possible = joined.reduce((product, { keys }) => product * keys.length, 1);
      views.set(name, { name, grain: joined, cells: expectedCells(rows, possible) });
    }
  }
  return [...views.values()];
}

const canAnswer = (view: readonly Level[], grain: readonly Level[]): boolean =>
  grain.every((level) => view.some((finer) => isAtOrAbove(level, finer)));
