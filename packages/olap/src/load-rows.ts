/**
 * Rows on their way into the facts: first all are read and checked, then all are kept.
 *
 * A batch with a fault leaves nothing behind, not even a member; or, where that is chosen, the rows
 * without fault are kept and the others are reported.
 */
import type { CompiledCube } from './compile-cube.ts';
import { keyOf } from './dimension/read-key.ts';
import { CellFault, readKey, shown } from './dimension/read-key.ts';
import { OlapError, type RowIssue } from './errors.ts';
import type { Key } from './hierarchy.ts';
import { pushCode } from './int-column.ts';
import { columnCaption } from './share-columns.ts';
import {
  pushValue,
  readFloat,
  readScaled,
  type ValueFault,
  type ValueInput,
} from './value-column.ts';
import { internValue } from './value-dictionary.ts';

/** What became of a batch. */
export interface LoadResult {
  /** Rows that are facts now. */
  readonly added: number;
  /** Rows that are not, where faults are reported. */
  readonly rejected: readonly RowIssue[];
}

/** How faults are met. */
export interface LoadOptions {
  /** `abort` refuses the whole batch (default); `report` leaves out the rows at fault. */
  readonly onFault?: 'abort' | 'report' | undefined;
}

/** Faults of one batch that are told. */
const ISSUES_MAX = 1000;

/**
 * Adds rows to the facts.
 *
 * @throws OlapError OLAP_ROWS_REFUSED — a row has a fault; nothing was loaded
 */
export function loadRows(
  cube: CompiledCube,
  rows: readonly unknown[],
  { onFault = 'abort' }: LoadOptions = {},
): LoadResult {
  const { issues, values, faulty } = readRows(cube, rows);
  if (issues.length > 0 && onFault === 'abort') {
    throw new OlapError('OLAP_ROWS_REFUSED', { issues, rows: rows.length });
  }
  for (const [index, row] of rows.entries()) {
    if (faulty.has(index)) continue;
    keepRow(cube, row, values, index);
  }
  return { added: rows.length - faulty.size, rejected: issues };
}

interface ReadRows {
  readonly issues: RowIssue[];
  /** By column and row: the units of a value, NaN for null. */
  readonly values: readonly Float64Array[];
  readonly faulty: ReadonlySet<number>;
}

function readRows(cube: CompiledCube, rows: readonly unknown[]): ReadRows {
  const issues: RowIssue[] = [];
  const faulty = new Set<number>();
  const report = (issue: RowIssue): void => {
    faulty.add(issue.row);
    if (issues.length < ISSUES_MAX) issues.push(issue);
  };
  for (const { dimension, faultOf } of cube.loaders) {
    for (const [row, source] of rows.entries()) {
      const fault = faultOf(source);
      if (fault !== undefined) report({ ...told(fault), row, column: dimension.name });
    }
  }
  const values = cube.values.map((source) => {
    const units = new Float64Array(rows.length);
    for (const [row, of] of rows.entries()) {
      const value = source.read(of as never) as ValueInput;
      const { scale, name } = source.column;
      const read =
        scale === undefined ? readFloat(value) : readScaled(value, scale, source.isScaled);
      if (typeof read === 'number') units[row] = read;
      else report(valueIssue(read, row, name, value, scale));
    }
    return units;
  });
  checkKeys(cube, rows, report);
  for (const { dictionary, read } of cube.dictionaries) {
    for (const [row, of] of rows.entries()) {
      const key = readKey(read(of as never));
      if (key instanceof CellFault)
        report({ ...told(key), row, column: columnCaption(dictionary.name) });
    }
  }
  return { issues, values, faulty };
}

const told = ({ code, message }: CellFault): Pick<RowIssue, 'code' | 'message'> => ({
  code,
  message,
});

function valueIssue(
  code: ValueFault,
  row: number,
  column: string,
  value: unknown,
  scale: number | undefined,
): RowIssue {
  const name = columnCaption(column);
  const remedy = {
    NOT_A_NUMBER: 'give a number, a decimal text or null.',
    TOO_PRECISE: `it keeps ${scale ?? 0} decimals: round it, or give a larger scale.`,
    OUT_OF_RANGE: 'beyond ±2^52 units of its scale; give the measure a smaller scale.',
  }[code];
  return { code, row, column: name, message: `Row ${row}, '${name}': ${shown(value)}: ${remedy}` };
}

function checkKeys(
  cube: CompiledCube,
  rows: readonly unknown[],
  report: (issue: RowIssue) => void,
): void {
  const { readKey: read, facts } = cube;
  if (read === undefined) return;
  const seen = new Set<Key>();
  for (const [row, source] of rows.entries()) {
    const key = readKey(read(source as never));
    const column = cube.definition.key!;
    if (key === null || key instanceof CellFault) {
      report({ code: 'NOT_A_KEY', row, column, message: `Row ${row} has no key.` });
    } else if (seen.has(key) || facts.rowOfKey!.has(key)) {
      const message = `Row ${row} repeats the key ${shown(key)}: correct the fact instead.`;
      report({ code: 'DUPLICATE_KEY', row, column, message });
    }
    seen.add(key as Key);
  }
}

function keepRow(
  cube: CompiledCube,
  row: unknown,
  values: readonly Float64Array[],
  index: number,
): void {
  const { facts } = cube;
  for (const [column, { leafOf }] of cube.loaders.entries()) {
    pushCode(facts.leaves[column]!, leafOf(row));
  }
  for (const [column, units] of values.entries()) pushValue(facts.values[column]!, units[index]!);
  for (const { dictionary, read } of cube.dictionaries) {
    pushCode(dictionary.codes, internValue(dictionary, keyOf(read(row as never))));
  }
  for (const { column, read } of cube.objects) column.values.push(read(row as never));
  if (cube.readKey !== undefined) {
    facts.rowOfKey!.set(keyOf(cube.readKey(row as never)), facts.rows);
  }
  facts.rows++;
}
