/**
 * Rows on their way into the facts: first all are read and checked, then all are kept.
 *
 * A batch with a fault leaves nothing behind, not even a member; or, where that is chosen, the rows
 * without fault are kept and the others are reported.
 */
import type { CompiledCube, ValueSource } from './compile-cube.ts';
import type { DimensionLoader, LeafBatch } from './dimension/loader.ts';
import { CellFault, keyOf, readKey, shown } from './dimension/read-key.ts';
import { OlapError, type RowIssue } from './errors.ts';
import type { Key } from './hierarchy.ts';
import { pushCode, pushCodes } from './int-column.ts';
import { KeyIndex } from './key-index.ts';
import { columnCaption } from './share-columns.ts';
import {
  pushValues,
  reserveValues,
  readFloat,
  readScaled,
  readUnits,
  VALUE_LIMIT,
  type ValueColumn,
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

/** Rows that stay in the second cache while all their columns are read. */
const ROWS_AT_HAND = 1024;
/** The units of a column's values in these rows, NaN for null. */
const unitsAtHand = new Float64Array(ROWS_AT_HAND);
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
  const read = readRows(cube, rows);
  const { issues } = read;
  if (issues.length > 0 && onFault === 'abort') {
    throw new OlapError('OLAP_ROWS_REFUSED', { issues, rows: rows.length });
  }
  if (issues.length === 0) keepRows(cube, rows, read);
  else {
    const sound = rows.filter((_, row) => !read.faulty.has(row));
    keepRows(cube, sound, readRows(cube, sound));
  }
  return { added: rows.length - read.faulty.size, rejected: issues };
}

interface ReadRows {
  readonly issues: RowIssue[];
  readonly faulty: ReadonlySet<number>;
  /** By dimension. */
  readonly leaves: readonly LeafBatch[];
  /** Each column as it is with the values of these rows. */
  readonly values: readonly ValueColumn[];
  /** By row, where facts have keys. */
  readonly keys: readonly Key[] | undefined;
}

function readRows(cube: CompiledCube, rows: readonly unknown[]): ReadRows {
  const issues: RowIssue[] = [];
  const faulty = new Set<number>();
  const report = (issue: RowIssue): void => {
    faulty.add(issue.row);
    if (issues.length < ISSUES_MAX) issues.push(issue);
  };
  const leaves = cube.loaders.map((loader) => loader.openBatch?.(rows) ?? eachRow(loader, rows));
  const values = cube.values.map(({ column }) => withRoom(column, rows.length));
  const unread = cube.values.map((): RowIssue[] => []);
  // Rows are objects anywhere in memory: some are read by every column while they are at hand.
  for (let from = 0; from < rows.length; from += ROWS_AT_HAND) {
    const to = Math.min(from + ROWS_AT_HAND, rows.length);
    for (const batch of leaves) batch.read(from, to);
    for (const [index, source] of cube.values.entries()) {
      const units = unitsAtHand.subarray(0, to - from);
      readValues(source, rows, from, units, unread[index]!);
      pushValues(values[index]!, units);
    }
  }
  for (const [index, { faults }] of leaves.entries()) {
    const column = cube.dimensions[index]!.name;
    for (const [row, fault] of faults) report({ ...told(fault), row, column });
  }
  for (const issue of unread.flat()) report(issue);
  const keys = readFactKeys(cube, rows, report);
  for (const { dictionary, read } of cube.dictionaries) {
    for (let row = 0; row < rows.length; row++) {
      const key = readKey(read(rows[row] as never));
      if (key instanceof CellFault) {
        report({ ...told(key), row, column: columnCaption(dictionary.name) });
      }
    }
  }
  return { issues, faulty, leaves, values, keys };
}

/**
 * A column to which values are added while the given one stays as it is: what is added stands
 * behind the last value of the array that both have.
 */
function withRoom(column: ValueColumn, rows: number): ValueColumn {
  const own = { ...column };
  reserveValues(own, own.length + rows);
  return own;
}

/** Leaves of a dimension that reads a row at a time. */
function eachRow({ faultOf, leafOf }: DimensionLoader, rows: readonly unknown[]): LeafBatch {
  const faults = new Map<number, CellFault>();
  return {
    faults,
    read(from, to) {
      for (let row = from; row < to; row++) {
        const fault = faultOf(rows[row]);
        if (fault !== undefined) faults.set(row, fault);
      }
    },
    leafAt: (row) => leafOf(rows[row]),
  };
}

function readValues(
  { read, readDecimals, column: { name, scale }, isScaled }: ValueSource,
  rows: readonly unknown[],
  from: number,
  units: Float64Array,
  issues: RowIssue[],
): void {
  const isFloat = scale === undefined;
  const isWhole = scale !== undefined && readDecimals === undefined && (isScaled || scale === 0);
  for (let at = 0; at < units.length; at++) {
    const row = from + at;
    const value = read(rows[row] as never) as ValueInput;
    // The same as readScaled, or readFloat, of a number that is kept as it is: most are.
    if (
      typeof value === 'number' &&
      (isWhole ? isUnits(value) : isFloat && Number.isFinite(value))
    ) {
      units[at] = isFloat ? value : value + 0;
      continue;
    }
    const unit =
      scale === undefined
        ? readFloat(value)
        : readDecimals === undefined
          ? readScaled(value, scale, isScaled)
          : readUnits(value, readDecimals(rows[row] as never), scale);
    if (typeof unit === 'number') units[at] = unit;
    else issues.push(valueIssue(unit, row, name, value, scale));
  }
}

const isUnits = (value: number): boolean =>
  Number.isInteger(value) && Math.abs(value) < VALUE_LIMIT;

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

/** The keys of rows that are new facts; undefined where facts have none. */
function readFactKeys(
  cube: CompiledCube,
  rows: readonly unknown[],
  report: (issue: RowIssue) => void,
): Key[] | undefined {
  const { readKey: read, facts } = cube;
  if (read === undefined) return undefined;
  const seen = new KeyIndex();
  const column = cube.definition.key!;
  const keys: Key[] = [];
  for (let row = 0; row < rows.length; row++) {
    const key = readKey(read(rows[row] as never));
    if (key === null || key instanceof CellFault) {
      report({ code: 'NOT_A_KEY', row, column, message: `Row ${row} has no key.` });
      keys.push(null);
      continue;
    }
    if (seen.has(key) || facts.rowOfKey!.has(key)) {
      const message = `Row ${row} repeats the key ${shown(key)}: correct the fact instead.`;
      report({ code: 'DUPLICATE_KEY', row, column, message });
    }
    seen.set(key, row);
    keys.push(key);
  }
  return keys;
}

/** Appends rows without fault, a column after the other. */
function keepRows(cube: CompiledCube, rows: readonly unknown[], read: ReadRows): void {
  const { facts } = cube;
  for (const [index, batch] of read.leaves.entries()) {
    pushCodes(facts.leaves[index]!, batch.leaves?.() ?? leavesOf(batch, rows.length));
  }
  for (const [index, column] of read.values.entries()) Object.assign(facts.values[index]!, column);
  for (const { dictionary, read: of } of cube.dictionaries) {
    for (let row = 0; row < rows.length; row++) {
      pushCode(dictionary.codes, internValue(dictionary, keyOf(of(rows[row] as never))));
    }
  }
  for (const { column, read: of } of cube.objects) {
    for (const row of rows) column.values.push(of(row as never));
  }
  for (const [row, key] of (read.keys ?? []).entries()) facts.rowOfKey!.set(key, facts.rows + row);
  facts.rows += rows.length;
}

function leavesOf({ leafAt }: LeafBatch, rows: number): Int32Array {
  const leaves = new Int32Array(rows);
  for (let row = 0; row < rows; row++) leaves[row] = leafAt(row);
  return leaves;
}
