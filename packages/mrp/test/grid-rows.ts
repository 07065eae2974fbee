/**
 * Grids as a practitioner writes them: a row a line, its name first, then a number for each column.
 *
 * ```
 * week       1    2    3
 * orders    10   20   15
 * ```
 * Name and numbers are two spaces apart; `.` is a cell with nothing in it, 0.
 */

/** The numbers of a grid by the name of their row. */
export function gridRows(text: string): Readonly<Record<string, readonly number[]>> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [name, ...cells] = line.trim().split(/ {2,}/);
      return [name!, cells.flatMap((cell) => cell.split(' ')).map(numberOf)];
    }),
  );
}

function numberOf(cell: string): number {
  const value = cell === '.' ? 0 : Number(cell);
  if (Number.isNaN(value)) throw new Error(`'${cell}' is no number of a grid`);
  return value;
}

/** A row that must be there. */
export function gridRow(
  rows: Readonly<Record<string, readonly number[]>>,
  name: string,
): readonly number[] {
  const row = rows[name];
  if (row === undefined) throw new Error(`the grid has no row '${name}'`);
  return row;
}
