/**
 * Conditions over columns: a filter takes row numbers and keeps those that fulfil it, in order.
 *
 * Rows go through in blocks that stay in the cache. Each condition sees only what the ones before
 * have left, and its loop has no branch that depends on the data: a kept row is written, and the
 * place to write at moves on by 0 or 1. `or` asks each part about the rest; `not` is a difference.
 */
import { assertNever } from '@kontor/kernel';
import { type CodeColumn, type KeyColumn, type ListColumn, valueAt } from './column.ts';
import type { Columns } from './columns-of.ts';
import { countTest, fieldsTest, unknownSegment } from './compile-predicate.ts';
import { bothRanges, keyAfter, type KeyRange, keyRange } from './key-range.ts';
import type {
  ComparePredicate,
  FieldOperand,
  FieldPredicate,
  Predicate,
  RelatedPredicate,
} from './predicate.ts';
import { spanKeys, spanOf } from './time-span.ts';
import { boundOperand } from './value-forms.ts';
import {
  type Binding,
  boundList,
  isValuePredicate,
  type ValuePredicate,
  type ValueTest,
  valueTest,
} from './value-test.ts';

/** Keeps those of the first `count` rows that fulfil the condition; returns how many are left. */
export type RowFilter = (rows: Int32Array, count: number) => number;

/** Rows of a block: its numbers, 16 KB, stay in the nearest cache. */
export const BLOCK_ROWS = 4096;

/** The filter of a condition over columns. */
export function rowFilter(condition: Predicate, columns: Columns, at: Binding): RowFilter {
  if ('and' in condition) {
    const parts = condition.and.toSorted((a, b) => costOf(a, columns) - costOf(b, columns));
    return allFilters(parts.map((part) => rowFilter(part, columns, at)));
  }
  if ('or' in condition) return anyFilter(condition.or.map((one) => rowFilter(one, columns, at)));
  if ('not' in condition) return notFilter(rowFilter(condition.not, columns, at));
  if ('segment' in condition) throw unknownSegment(condition.segment);
  if ('related' in condition) return relatedFilter(condition, columns, at);
  return fieldFilter(condition, columns, at);
}

/** What goes first in an `and`: stretches of keys, then codes, then all else. */
function costOf(condition: Predicate, { fields }: Columns): number {
  if ('and' in condition || 'or' in condition || 'not' in condition) return 3;
  if ('related' in condition || 'segment' in condition) return 2;
  return fields[condition.field]!.layout === 'keys' ? 0 : 1;
}

const allFilters =
  (parts: readonly RowFilter[]): RowFilter =>
  (rows, count) => {
    let left = count;
    for (const part of parts) {
      if (left === 0) return 0;
      left = part(rows, left);
    }
    return left;
  };

function anyFilter(parts: readonly RowFilter[]): RowFilter {
  const rest = new Int32Array(BLOCK_ROWS);
  const hits = new Int32Array(BLOCK_ROWS);
  return (rows, count) => {
    rest.set(rows.subarray(0, count));
    let left = count;
    for (const part of parts) {
      hits.set(rest.subarray(0, left));
      left = without(rest, left, hits, part(hits, left));
    }
    return without(rows, count, rest, left);
  };
}

function notFilter(part: RowFilter): RowFilter {
  const hits = new Int32Array(BLOCK_ROWS);
  return (rows, count) => {
    hits.set(rows.subarray(0, count));
    return without(rows, count, hits, part(hits, count));
  };
}

/** Takes rows out of rows; both are in order, and what goes out is in. */
function without(rows: Int32Array, count: number, out: Int32Array, outCount: number): number {
  let kept = 0;
  let gone = 0;
  for (let index = 0; index < count; index++) {
    const row = rows[index]!;
    if (gone < outCount && out[gone] === row) gone++;
    else rows[kept++] = row;
  }
  return kept;
}

/** Child rows are asked once, all of them; their records are then known by their number. */
function relatedFilter(condition: RelatedPredicate, columns: Columns, at: Binding): RowFilter {
  const counts = new Uint32Array(columns.size);
  const relation = columns.relations[condition.related];
  if (relation !== undefined) {
    const { rows, parents } = relation;
    const filter = rowFilter(condition.where ?? { and: [] }, rows, at);
    for (const row of filteredRows(filter, rows.size)) counts[parents[row]!]!++;
  }
  const holds = countTest(condition);
  return testFilter((row) => holds(counts[row]!));
}

/** The rows that a filter keeps of so many. */
export function filteredRows(filter: RowFilter, size: number): Int32Array {
  const block = new Int32Array(BLOCK_ROWS);
  // As long as the columns: pages that are never written to are never taken.
  const found = new Int32Array(size);
  let count = 0;
  for (let from = 0; from < size; from += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, size - from);
    for (let row = 0; row < rows; row++) block[row] = from + row;
    const kept = filter(block, rows);
    found.set(block.subarray(0, kept), count);
    count += kept;
  }
  return found.subarray(0, count);
}

const testFilter =
  (holds: (row: number) => boolean): RowFilter =>
  (rows, count) => {
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const row = rows[index]!;
      rows[kept] = row;
      if (holds(row)) kept++;
    }
    return kept;
  };

function fieldFilter(condition: FieldPredicate, columns: Columns, at: Binding): RowFilter {
  const column = columns.fields[condition.field]!;
  if (!isValuePredicate(condition)) return fieldsFilter(condition, columns);
  switch (column.layout) {
    case 'keys':
      return keyFilter(condition, column, at);
    case 'codes':
      return codeFilter(condition, column, at);
    case 'lists':
      return listFilter(condition, column, at);
    default:
      return assertNever(column);
  }
}

function fieldsFilter(condition: ComparePredicate, { fields, kinds }: Columns): RowFilter {
  const column = fields[condition.field] as KeyColumn | CodeColumn;
  const other = fields[(condition.value as FieldOperand).field] as KeyColumn | CodeColumn;
  const holds = fieldsTest(condition.op, kinds[condition.field]!);
  return testFilter((row) => holds(valueAt(column, row), valueAt(other, row)));
}

const nothing: RowFilter = () => 0;

function keyFilter(condition: ValuePredicate, column: KeyColumn, at: Binding): RowFilter {
  const { keys, kind } = column;
  const bound = (operand: Parameters<typeof boundOperand>[1]): string | number | undefined =>
    boundOperand(kind, operand, at.params) as string | number | undefined;
  switch (condition.op) {
    case 'isMissing':
      return testFilter((row) => Number.isNaN(keys[row]));
    case 'within': {
      const { after, upTo } = spanKeys(kind, spanOf(condition.value), at.now);
      return rangeFilter(keys, { low: keyAfter(column, after), high: upTo });
    }
    case 'between': {
      const [low, high] = [bound(condition.value[0]), bound(condition.value[1])];
      if (low === undefined || high === undefined) return nothing;
      return rangeFilter(
        keys,
        bothRanges(keyRange(column, 'ge', low), keyRange(column, 'le', high)),
      );
    }
    case 'in': {
      const ranges = boundList(condition, kind, at.params).map((one) =>
        keyRange(column, 'eq', one as string | number),
      );
      const wanted = new Set(ranges.filter(({ low, high }) => low <= high).map(({ low }) => low));
      return testFilter((row) => wanted.has(keys[row]!));
    }
    case 'contains':
    case 'startsWith':
      return nothing;
    case 'ne': {
      const operand = bound(condition.value);
      if (operand === undefined) return nothing;
      const { low, high } = keyRange(column, 'eq', operand);
      // A missing key is not ordered, so neither side holds of it.
      return testFilter((row) => keys[row]! < low || keys[row]! > high);
    }
    default: {
      const operand = bound(condition.value);
      return operand === undefined
        ? nothing
        : rangeFilter(keys, keyRange(column, condition.op, operand));
    }
  }
}

const rangeFilter =
  (keys: Float64Array, { low, high }: KeyRange): RowFilter =>
  (rows, count) => {
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const row = rows[index]!;
      const key = keys[row]!;
      rows[kept] = row;
      kept += key >= low && key <= high ? 1 : 0;
    }
    return kept;
  };

/**
 * What is known of a distinct value: nothing yet, that it does not fulfil the condition, or does.
 */
const [UNKNOWN, NO, YES] = [0, 1, 2];

function codeFilter(condition: ValuePredicate, column: CodeColumn, at: Binding): RowFilter {
  const verdicts = new Uint8Array(column.values.length);
  const listed = listedValues(condition, column, at);
  if (listed === undefined)
    return judgingFilter(column, verdicts, valueTest(condition, column.kind, at));
  verdicts.fill(NO);
  for (const value of listed) {
    const code = value === undefined ? 0 : column.codeOf.get(value);
    if (code !== undefined) verdicts[code] = YES;
  }
  return judgedFilter(column, verdicts);
}

/** The values that a condition names one by one; undefined where values have to be looked at. */
function listedValues(
  condition: ValuePredicate,
  { kind }: CodeColumn,
  at: Binding,
): readonly (string | boolean | undefined)[] | undefined {
  if (condition.op === 'isMissing') return [undefined];
  const isListed = condition.op === 'eq' || condition.op === 'in';
  if (!isListed || condition.ignoreCase === true || kind === 'decimal') return undefined;
  if (condition.op === 'in') return boundList(condition, kind, at.params) as string[];
  const operand = boundOperand(kind, condition.value, at.params);
  return operand === undefined ? [] : [operand as string];
}

const judgedFilter =
  ({ codes }: CodeColumn, verdicts: Uint8Array): RowFilter =>
  (rows, count) => {
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const row = rows[index]!;
      rows[kept] = row;
      kept += verdicts[codes[row]!]! - NO;
    }
    return kept;
  };

/** A distinct value is looked at when the first row that has it comes by. */
const judgingFilter =
  ({ codes, values }: CodeColumn, verdicts: Uint8Array, test: ValueTest): RowFilter =>
  (rows, count) => {
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const row = rows[index]!;
      const code = codes[row]!;
      if (verdicts[code] === UNKNOWN) verdicts[code] = test(values[code]) ? YES : NO;
      rows[kept] = row;
      kept += verdicts[code]! - NO;
    }
    return kept;
  };

function listFilter(condition: ValuePredicate, column: ListColumn, at: Binding): RowFilter {
  const { starts, items, isPresent, codeOf } = column;
  if (condition.op === 'isMissing') return testFilter((row) => isPresent[row] === 0);
  if (condition.op !== 'contains') return nothing;
  const item = boundOperand('list', condition.value, at.params);
  const wanted = item === undefined ? undefined : codeOf.get(item as string);
  if (wanted === undefined) return nothing;
  return testFilter((row) => {
    for (let at = starts[row]!; at < starts[row + 1]!; at++) if (items[at] === wanted) return true;
    return false;
  });
}
