/**
 * Facts: what an engine knows, as plain columns that a cube takes as they are.
 *
 * A table of facts is an object of arrays of equal length, one row an index. Names say what a
 * column holds, the same in every engine:
 *
 * | column | holds |
 * |---|---|
 * | `day`, `…Day` | a day number, days since 1970-01-01 |
 * | `…At` | an instant, milliseconds since 1970, UTC |
 * | `…Ms` | milliseconds from one instant to another |
 * | `currency` | of every amount of the row but those with a `…Currency` of their own |
 * | `unit` | of every quantity of the row |
 * | `decimals` | of the numbers among amounts and quantities, but those with a `…Decimals` |
 * | `is…` | truth |
 *
 * An amount or a quantity is decimal text, or a whole number (or bigint) of 10^-decimals where the
 * table has `decimals`. Ids and names are text, `''` for none; days, instants and figures that are
 * not known are null. Nothing is ever undefined, and no column holds anything but cells.
 */

/** A cell of a column of facts. */
export type FactCell = string | number | bigint | boolean | null;

/** A table of facts: columns of equal length by name. */
export type FactColumns = { readonly [column: string]: readonly FactCell[] };

/**
 * A row of a table of facts, for the type of a cube's rows.
 *
 * @example
 * cubeOf<FactRowOf<LedgerFacts>>()
 */
export type FactRowOf<Columns extends FactColumns> = {
  readonly [Name in keyof Columns]: Columns[Name][number];
};
