/**
 * A segment as one thing: its condition, asked of a record, of columns or of a database.
 */
import type { Columns } from './columns-of.ts';
import { checkPredicate } from './check-predicate.ts';
import { compilePredicate, type PredicateContext } from './compile-predicate.ts';
import { type ExplainPredicate, explainPredicate } from './explain-predicate.ts';
import type { FieldKinds, RelationKinds } from './field-kinds.ts';
import { type PredicateSql, predicateSql, type SqlOptions } from './predicate-sql.ts';
import type { Predicate } from './predicate.ts';
import { selectRows } from './select-rows.ts';
import type { Binding } from './value-test.ts';

/** How a segment is written: all of these conditions, and one of those. */
export interface SegmentInput {
  readonly kinds: FieldKinds;
  /** The fields of child rows, by the relation's name. */
  readonly relations?: RelationKinds | undefined;
  readonly all?: readonly Predicate[] | undefined;
  readonly any?: readonly Predicate[] | undefined;
}

/** One condition with its answers, which are the same in every form. */
export interface Segment {
  /** To be part of another condition, or kept as JSON. */
  readonly where: Predicate;
  matches(record: object, context: PredicateContext): boolean;
  /** The numbers of the rows that are in it, in order. */
  select(columns: Columns, at: Binding): Int32Array;
  /** For a `where` over the store's tables. */
  sql(
    dialect: SqlOptions['dialect'],
    options: Omit<SqlOptions, 'dialect' | 'relations'>,
  ): PredicateSql;
  /** Why a record is in it or not. */
  explain: ExplainPredicate;
}

/**
 * A segment over records with these fields.
 *
 * @throws CrmError CRM_INVALID_PREDICATE — every fault, with its path: `and.0.field`
 * @example
 * const adults = segment({ kinds: { age: 'number' }, all: [field('age').ge(18)] });
 * adults.matches({ age: 20 }, { now: 0 }) // => true
 */
export function segment({ kinds, relations = {}, all = [], any }: SegmentInput): Segment {
  const given = any === undefined ? { and: all } : { and: [...all, { or: any }] };
  const where = checkPredicate(given, kinds, relations);
  return {
    where,
    matches: compilePredicate(where, kinds, relations),
    explain: explainPredicate(where, kinds, relations),
    select: (columns, at) => selectRows(columns, where, at),
    sql: (dialect, options) => predicateSql(where, kinds, { ...options, dialect, relations }),
  };
}
