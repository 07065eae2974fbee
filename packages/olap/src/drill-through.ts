/**
 * From a cell to the fact rows that it is made of.
 */
import type { CompiledCube } from './compile-cube.ts';
import { compileFilter } from './compile-filter.ts';
import type { Filter } from './filter.ts';
import { factColumns, planFilter, selectRows } from './filter-plan.ts';
import type { Key } from './hierarchy.ts';
import { BLOCK_ROWS } from './row-block.ts';
import { columnCaption } from './share-columns.ts';
import { scaledValue, type Value } from './value.ts';
import { valueAt } from './value-column.ts';

/** A fact row: a key a level, and by name of a measure the value that it reads. */
export type FactRow = Readonly<Record<string, Key | Value>>;

/** Which rows and how many. */
export interface DrillOptions {
  readonly where?: Filter | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

/** The fact rows that pass a filter, in the order in which they came. */
export function drillThrough(cube: CompiledCube, options: DrillOptions): FactRow[] {
  const { where, limit = Number.POSITIVE_INFINITY, offset = 0 } = options;
  const filter = where === undefined ? null : compileFilter(where, cube.naming);
  const { facts, dimensions } = cube;
  const plans = filter === null ? null : planFilter(filter, factColumns(facts, dimensions));
  const block = new Int32Array(BLOCK_ROWS);
  const found: FactRow[] = [];
  let passed = 0;
  for (let start = 0; start < facts.rows && found.length < limit; start += BLOCK_ROWS) {
    const size = Math.min(BLOCK_ROWS, facts.rows - start);
    const count = selectRows(plans, facts.removed, start, size, block);
    for (let index = 0; index < count && found.length < limit; index++) {
      if (passed++ >= offset) found.push(factRow(cube, block[index]!));
    }
  }
  return found;
}

/** The row as it is kept. */
export function factRow(cube: CompiledCube, row: number): FactRow {
  const fields: Record<string, Key | Value> = {};
  for (const [column, dimension] of cube.dimensions.entries()) {
    const leaf = cube.facts.leaves[column]!.array[row]!;
    for (const level of dimension.levels.values()) {
      fields[level.ref] = level.keys[level.ofLeaf.array[leaf]!]!;
    }
  }
  const values = rowValues(cube, row);
  // Measures that share a column show it by each of their names.
  for (const [name, measure] of Object.entries(cube.definition.measures)) {
    const caption = 'column' in measure ? columnCaption(measure.column) : name;
    if (caption in values) fields[name] = values[caption]!;
  }
  return { ...values, ...fields };
}

/** By column: the value of a row. */
function rowValues(
  { facts, dictionaries }: CompiledCube,
  row: number,
): Record<string, Key | Value> {
  const values: Record<string, Key | Value> = {};
  for (const column of facts.values) {
    const caption = columnCaption(column.name);
    // That there is a value tells less than the value.
    if (column.name.endsWith('@presence') && caption in values) continue;
    const value = valueAt(column, row);
    const isEmpty = Number.isNaN(value);
    const shown =
      column.scale === undefined ? value : scaledValue(isEmpty ? 0 : value, column.scale);
    values[caption] = isEmpty ? null : shown;
  }
  for (const { dictionary } of dictionaries) {
    const code = dictionary.codes.array[row]!;
    values[columnCaption(dictionary.name)] = code === 0 ? null : dictionary.values[code - 1]!;
  }
  return values;
}
