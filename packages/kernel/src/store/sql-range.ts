/**
 * A range as a `where` clause, the same for SQLite and PostgreSQL.
 *
 * Leading equalities become plain comparisons, the exact places `first` and `last` become row-value
 * comparisons over what is left of the index and the id: both planners turn that into one search of
 * the index. Every indexed column is said to be not null, so that the partial index is taken.
 */
import type { Collection, IndexValue, Position, Range } from './contract.ts';
import { compareValues } from './range-order.ts';
import { type Column, indexNamed, quoted, quotedList, type Table, tableOf } from './sql-schema.ts';

/** Collects parameters and hands out their placeholders. */
export interface Binder {
  /** Takes a value of a column and gives its placeholder. */
  bind(value: IndexValue, kind: 'text' | 'integer'): string;
}

/** The order of a range: the columns to sort by, the place of the id included where it decides. */
interface Ordering {
  readonly columns: readonly Pick<Column, 'column' | 'kind'>[];
  /** How many columns are the index's own; the id is after them. */
  readonly indexed: number;
  readonly unique: boolean;
}

const idColumn = { column: 'id', kind: 'text' } as const;

/** The condition that a row is in the range, tenant included. */
export function rangeCondition(
  collection: Collection,
  tenant: string,
  range: Range,
  binder: Binder,
): string {
  const { columns, indexed } = orderingOf(tableOf(collection), range.index);
  const equals = range.equals ?? [];
  const terms = [`tenant = ${binder.bind(tenant, 'text')}`];
  equals.forEach((value, at) => terms.push(compared(columns[at] ?? idColumn, '=', value, binder)));
  const next = columns[equals.length] ?? idColumn;
  if (range.from !== undefined) terms.push(compared(next, '>=', range.from, binder));
  if (range.to !== undefined) terms.push(compared(next, '<', range.to, binder));
  for (const { column } of columns.slice(equals.length, indexed)) {
    terms.push(`${quoted(column)} is not null`);
  }
  if (range.first !== undefined) terms.push(placed(columns, equals, '>=', range.first, binder));
  if (range.last !== undefined) terms.push(placed(columns, equals, '<=', range.last, binder));
  return terms.join(' and ');
}

/** The condition that a row comes after the place (before it, in reverse): the next page. */
export function pageCondition(
  collection: Collection,
  range: Range,
  after: Position,
  reverse: boolean,
  binder: Binder,
): string {
  const { columns } = orderingOf(tableOf(collection), range.index);
  return placed(columns, range.equals ?? [], reverse ? '<' : '>', after, binder);
}

/** The `order by` list of a range. */
export function rangeOrder(collection: Collection, range: Range, reverse: boolean): string {
  const { columns, unique } = orderingOf(tableOf(collection), range.index);
  const rest = columns.slice(range.equals?.length ?? 0);
  // Values of a unique index never tie, and the index does not hold the id: no sorting by it.
  const open = unique && rest.length > 1 ? rest.slice(0, -1) : rest;
  return open.map(({ column }) => `${quoted(column)}${reverse ? ' desc' : ''}`).join(', ');
}

/** The index columns that a position of this range is read from. */
export function positionColumns(collection: Collection, range: Range): readonly Column[] {
  const table = tableOf(collection);
  return range.index === undefined ? [] : indexNamed(table, range.index).columns;
}

function orderingOf(table: Table, declared: string | undefined): Ordering {
  if (declared === undefined) return { columns: [idColumn], indexed: 0, unique: false };
  const index = indexNamed(table, declared);
  const columns = [...index.columns, idColumn];
  return { columns, indexed: index.columns.length, unique: index.unique };
}

function compared(
  { column, kind }: Pick<Column, 'column' | 'kind'>,
  operator: string,
  value: IndexValue,
  binder: Binder,
): string {
  const bound = binder.bind(value, kind === 'integer' ? 'integer' : 'text');
  return `${quoted(column)} ${operator} ${bound}`;
}

/** Compares a row with a place; the leading columns that `equals` fixes are decided here. */
function placed(
  columns: Ordering['columns'],
  equals: readonly IndexValue[],
  operator: '>=' | '<=' | '>' | '<',
  { values, id }: Position,
  binder: Binder,
): string {
  const place = [...values, id];
  for (const [at, fixed] of equals.entries()) {
    const order = compareValues(fixed, place[at] ?? id);
    if (order !== 0) return order > 0 === operator.startsWith('>') ? '1 = 1' : '1 = 0';
  }
  const open = columns.slice(equals.length);
  const names = quotedList(open.map(({ column }) => column));
  const bound = open.map(({ kind }, at) =>
    binder.bind(place[equals.length + at] ?? id, kind === 'integer' ? 'integer' : 'text'),
  );
  return open.length === 1
    ? `${names} ${operator} ${bound[0]}`
    : `(${names}) ${operator} (${bound.join(', ')})`;
}
