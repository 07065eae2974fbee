/**
 * What SQLite and PostgreSQL do differently: reading a field out of a document, binding a value so
 * that it has the field's type, comparing decimals and folding case.
 *
 * A field is an expression that is NULL where the value is missing, also where it is of another
 * kind: the cast stands behind a `case`, since databases may evaluate conditions in any order.
 */
import { LATIN_CAPITALS, LATIN_SMALLS } from './case-folding.ts';
import type { FieldKind } from './field-kinds.ts';
import type { CompareOp } from './predicate.ts';
import { sqliteDecimals } from './sqlite-decimals.ts';
import { bind, quotedText, raw, sql, type SqlText } from './sql-text.ts';

/** What a dialect can say. */
export interface SqlDialect {
  /** The value of a field of a JSON document; of a list the JSON itself. */
  field(document: string, path: readonly string[], kind: FieldKind): SqlText;
  /** The text of a decimal as what `compare` takes. */
  decimal(text: SqlText): SqlText;
  /** A value of a kind, bound. */
  value(kind: FieldKind, value: string | number | boolean): SqlText;
  /** A comparison of two expressions of a kind; NULL where one of them is. */
  compare(op: CompareOp, kind: FieldKind, left: SqlText, right: SqlText): SqlText;
  /** Text with Latin capitals made small. */
  fold(text: SqlText): SqlText;
  contains(text: SqlText, part: SqlText): SqlText;
  startsWith(text: SqlText, start: SqlText): SqlText;
  /** Whether a list has an item; NULL where there is no list. */
  hasItem(list: SqlText, item: string): SqlText;
  /** The number of a place: `?`, or `$3`. */
  place(number: number): string;
}

/** The operators of SQL. */
export const operators: Readonly<Record<CompareOp, string>> = {
  eq: '=',
  ne: '<>',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};

const isTextual = (kind: FieldKind): boolean =>
  kind === 'text' || kind === 'day' || kind === 'instant';

/** SQLite from 3.38 on, whose JSON arrows it needs. */
export const sqlite: SqlDialect = {
  field(document, path, kind) {
    const at = quotedText(`$${path.map((part) => `."${part}"`).join('')}`);
    const value = `${document} ->> ${at}`;
    const type = `json_type(${document}, ${at})`;
    switch (kind) {
      case 'number':
        return raw(`case when ${type} in ('integer', 'real') then ${value} end`);
      case 'boolean':
        return raw(`case ${type} when 'true' then 1 when 'false' then 0 end`);
      case 'list':
        return raw(`case when ${type} = 'array' then ${document} -> ${at} end`);
      default:
        return raw(`case when ${type} = 'text' then ${value} end`);
    }
  },
  decimal: (text) => text,
  value(kind, value) {
    // Numbers go through the reader that has read the document's: both are rounded alike.
    if (kind === 'number') return sql`(${bind(JSON.stringify(value))} ->> '$')`;
    return bind(kind === 'boolean' ? Number(value) : String(value));
  },
  compare: (op, kind, left, right) =>
    kind === 'decimal'
      ? sqliteDecimals.compare(operators[op], left, right)
      : sql`${left} ${operators[op]} ${right}`,
  fold: (text) =>
    Array.from(LATIN_CAPITALS).reduce(
      (folded, capital, at) => sql`replace(${folded}, '${capital}', '${LATIN_SMALLS[at]!}')`,
      sql`lower(${text})`,
    ),
  contains: (text, part) => sql`instr(${text}, ${part}) > 0`,
  startsWith: (text, start) => sql`substr(${text}, 1, length(${start})) = ${start}`,
  hasItem: (list, item) =>
    sql`exists (select 1 from json_each(${list}) where type = 'text' and value = ${bind(item)})`,
  place: () => '?',
};

const DECIMAL = quotedText('^-?[0-9]+([.][0-9]+)?$');

/** PostgreSQL from 12 on, and what speaks its dialect. */
export const postgres: SqlDialect = {
  field(document, path, kind) {
    const keys = path.map(quotedText);
    const json = [document, ...keys].join(' -> ');
    const value = `(${[document, ...keys.slice(0, -1)].join(' -> ')} ->> ${keys.at(-1)!})`;
    const guarded = (type: string, then: string): SqlText =>
      raw(`case when jsonb_typeof(${json}) = '${type}' then ${then} end`);
    switch (kind) {
      case 'number':
        return guarded('number', `${value}::numeric`);
      case 'boolean':
        return guarded('boolean', `${value}::boolean`);
      case 'list':
        return guarded('array', json);
      default:
        return guarded('string', value);
    }
  },
  decimal: (text) => sql`(case when ${text} ~ ${DECIMAL} then (${text})::numeric end)`,
  value(kind, value) {
    if (kind === 'number' || kind === 'decimal') return sql`${bind(String(value))}::numeric`;
    if (kind === 'boolean') return sql`${bind(String(value))}::boolean`;
    return sql`${bind(String(value))}::text`;
  },
  compare(op, kind, left, right) {
    const isOrdered = isTextual(kind) && op !== 'eq' && op !== 'ne';
    return sql`${left} ${operators[op]} ${right}${isOrdered ? ' collate "C"' : ''}`;
  },
  fold: (text) =>
    sql`translate(lower(${text} collate "C"), '${LATIN_CAPITALS}', '${LATIN_SMALLS}')`,
  contains: (text, part) => sql`strpos(${text}, ${part}) > 0`,
  startsWith: (text, start) => sql`starts_with(${text}, ${start})`,
  hasItem: (list, item) => sql`${list} @> to_jsonb(array[${bind(item)}::text])`,
  place: (number) => `$${number}`,
};
