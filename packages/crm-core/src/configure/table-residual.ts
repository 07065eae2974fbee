/**
 * Tables of tuples: what is left of the rows when some columns are known.
 */
import type { OpenRule, Residual } from './residual.ts';

/** A row: the place of a value in each column, null where any will do. */
export type TableRow = readonly (number | null)[];

/** Holds when one of the rows does. The columns are places of variables, each once. */
export function tableResidual(columns: readonly number[], rows: readonly TableRow[]): Residual {
  if (rows.length === 0) return false;
  if (rows.some((row) => row.every((cell) => cell === null))) return true;
  const texts = rows.map((row) => row.map((cell) => cell ?? '*').join());
  const rule: OpenRule = {
    key: `${columns.join()}|${[...new Set(texts)].toSorted().join(';')}`,
    scope: columns,
    assign(variable, value) {
      const at = columns.indexOf(variable);
      if (at < 0) return rule;
      const fitting = rows.filter((row) => row[at] === null || row[at] === value);
      const left = fitting.map((row) => row.toSpliced(at, 1));
      return tableResidual(columns.toSpliced(at, 1), left);
    },
  };
  return rule;
}
