/**
 * Rows of plain columns, as engines give their facts.
 */

/** Columns of equal length by name. */
export type Columns<C> = { readonly [Name in keyof C]: readonly unknown[] };

/** A row of columns. */
export type ColumnRow<C extends Columns<C>> = { readonly [Name in keyof C]: C[Name][number] };

/**
 * The rows of columns; all have the length of the first.
 *
 * @example
 * columnRows({ item: ['lamp', 'shade'], day: [20, 21] })[1] // => { item: 'shade', day: 21 }
 */
export function columnRows<C extends Columns<C>>(columns: C): ColumnRow<C>[] {
  const named = Object.entries<readonly unknown[]>(columns);
  const length = named[0]?.[1].length ?? 0;
  return Array.from(
    { length },
    (_, row) =>
      Object.fromEntries(named.map(([name, column]) => [name, column[row]])) as ColumnRow<C>,
  );
}
