/**
 * Exact decimals in SQLite, which has none: text is compared by sign, then by magnitude.
 *
 * The magnitude becomes text that is ordered as its value: the count of digits before the point, in
 * eight places, then these digits, a point, and the decimals without zeros at the end. `-12.50` has
 * the sign −1 and the magnitude `0000000212.5`; both zeros have the sign 0.
 */
import { sql, type SqlText } from './sql-text.ts';

/** Without a minus. */
const unsigned = (text: SqlText): SqlText =>
  sql`substr(${text}, 1 + (substr(${text}, 1, 1) = '-'))`;

/** Digits, and a point among them at most once: what else is text is no decimal, hence NULL. */
const isDecimal = (digits: SqlText): SqlText =>
  sql`(${digits} glob '[0-9]*' and ${digits} not glob '*[^0-9.]*'
    and ${digits} not glob '*.*.*' and ${digits} not glob '*.')`;

const whole = (digits: SqlText): SqlText =>
  sql`ltrim(substr(${digits}, 1, instr(${digits} || '.', '.') - 1), '0')`;

const fraction = (digits: SqlText): SqlText =>
  sql`rtrim(substr(${digits}, instr(${digits} || '.', '.') + 1), '0')`;

/** The sign and the magnitude of a decimal's text, as columns of a row. */
const partsOf = (text: SqlText): SqlText => {
  const value = sql`v`;
  const digits = sql`d`;
  return sql`(select
    case when w || f = '' then 0 when substr(v, 1, 1) = '-' then -1 else 1 end as s,
    printf('%08d', length(w)) || w || '.' || f as m
    from (select v, ${whole(digits)} as w, ${fraction(digits)} as f
      from (select v, ${unsigned(value)} as d from (select ${text} as v))
      where ${isDecimal(digits)}))`;
};

/** How decimals are compared. */
export const sqliteDecimals = {
  /** `left operator right` by value; NULL where one of them is no decimal. */
  compare: (operator: string, left: SqlText, right: SqlText): SqlText =>
    sql`(select case
      when l.s <> r.s then l.s ${operator} r.s
      when l.s < 0 then r.m ${operator} l.m
      when l.s = 0 then 0 ${operator} 0
      else l.m ${operator} r.m end
      from ${partsOf(left)} as l, ${partsOf(right)} as r)`,
};
