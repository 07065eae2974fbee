/**
 * The cells of a measure in a frame: which states go into which row, and then one finish.
 *
 * Most rows are one cell of a cuboid. Where a measure needs a finer grain (a rule along time, a
 * currency, signs of accounts) or rows overlap (a node with its descendants, periods to date), the
 * finer cells are paired with the rows that they belong to and merged.
 */
import { type CellPlan, type Facts, isDirect, planCells } from './cell-plan.ts';
import type { Cells } from './cells.ts';
import { type Cuboid, cellIndex } from './cuboid.ts';
import { OlapError } from './errors.ts';
import type { Frame } from './frame.ts';
import { captionOf } from './hierarchy.ts';
import type { Measure } from './measure.ts';
import { eachPair, pairCells } from './pair-cells.ts';
import { groupCells } from './roll-up.ts';
import { numberOf, quotient, scaledValue, type Value } from './value.ts';

/** The values of a measure in the rows of a frame. */
export function measureCells(facts: Facts, measure: Measure, frame: Frame): Cells {
  if (isDirect(facts, measure, frame)) return directCells(facts, measure, frame);
  const plan = planCells(facts, measure, frame);
  const cuboid = facts.answer(plan.grain, plan.filter, measure.states);
  checkUnits(measure, frame, plan, cuboid);
  const groups = pairCells(measure, frame, plan, cuboid);
  const merged = groupCells(cuboid, groups, frame.rows);
  return cellsOf(measure, merged, (row) => (merged.rows.counts[row] === 0 ? -1 : row), groups.over);
}

function directCells(facts: Facts, measure: Measure, frame: Frame): Cells {
  const cuboid = facts.answer(frame.grain, frame.filter, measure.states);
  if (frame.source?.cuboid === cuboid) {
    const { cells } = frame.source;
    const { numbers } = measure;
    return {
      ...cellsOf(measure, cuboid, (row) => cells[row]!),
      numbers: numbers && (() => numbers(cuboid, cells)),
    };
  }
  const index = cellIndex(cuboid);
  const tuple = new Int32Array(frame.grain.length);
  return cellsOf(measure, cuboid, (row) => {
    for (let column = 0; column < tuple.length; column++) {
      tuple[column] = frame.members()[column]![row]!;
    }
    const cell = index.find(tuple);
    return cell >= 0 && cuboid.rows.counts[cell] !== 0 ? cell : -1;
  });
}

/** Values are finished when they are asked for. */
function cellsOf(
  measure: Measure,
  cuboid: Cuboid,
  cellOf: (row: number) => number,
  over?: Float64Array,
): Cells {
  return {
    at(row) {
      const cell = cellOf(row);
      if (cell < 0) return emptyValue(measure);
      const value = measure.finish(cuboid, cell);
      return over === undefined ? value : meanOf(measure, value, over[row]!);
    },
    flag(row) {
      const cell = cellOf(row);
      return cell < 0 ? undefined : measure.flag?.(cuboid, cell);
    },
  };
}

/** A count of nothing is 0; everything else of nothing is empty. */
const emptyValue = (measure: Measure): Value => (measure.countsNothingAsZero === true ? 0 : null);

function meanOf(measure: Measure, value: Value, over: number): Value {
  const total = numberOf(value);
  if (total === undefined || over === 0) return null;
  return quotient(total, scaledValue(over, 0), measure.timing!.shown);
}

/** Refuses a cell that would add amounts of several currencies, or quantities of several units. */
function checkUnits(measure: Measure, frame: Frame, plan: CellPlan, cuboid: Cuboid): void {
  if (plan.unitColumn < 0 || plan.shownBy[plan.unitColumn]! >= 0) return;
  const codes = cuboid.codes[plan.unitColumn]!.array;
  const found = new Set<number>();
  for (let cell = 0; cell < cuboid.cells; cell++) {
    if (cuboid.rows.counts[cell] !== 0) found.add(codes[cell]!);
  }
  if (found.size < 2) return;
  const { keys } = plan.grain[plan.unitColumn]!;
  const perRow = unitsByRow(frame, plan, cuboid);
  const mixed = perRow.find((of) => of.size > 1);
  if (mixed === undefined) return;
  const names = [...mixed].map((code) => captionOf(keys[code]!));
  throw measure.unit === undefined
    ? new OlapError('OLAP_MIXED_CURRENCIES', { measure: measure.name, currencies: names })
    : new OlapError('OLAP_MIXED_UNITS', { measure: measure.name, units: names });
}

function unitsByRow(frame: Frame, plan: CellPlan, cuboid: Cuboid): Set<number>[] {
  const found = Array.from({ length: frame.rows }, () => new Set<number>());
  const codes = cuboid.codes[plan.unitColumn]!.array;
  eachPair(frame, plan, cuboid, (cell, row) => found[row]!.add(codes[cell]!));
  return found;
}
