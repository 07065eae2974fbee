/**
 * One column of a CSV file: what it is called, and how its cells are read.
 *
 * Headers match without regard to case, spaces, underscores and hyphens: `Lot size min` is
 * `lotSizeMin`.
 */

/** How a cell is read. Blank cells are left out, whatever their kind. */
export type CellKind =
  | 'text'
  /** `12.5`; in files separated by `;` or tabs also `12,5`. */
  | 'decimal'
  /** The same, or a fraction such as `1/3`. */
  | 'fraction'
  /** A whole number. */
  | 'integer'
  /** `2026-01-05`, or an instant `2026-01-05T08:00:00Z`. */
  | 'day'
  /** `yes` or `no` (also true, false, 1, 0). */
  | 'flag'
  /** `Mon-Fri`, `Mon Tue Sat`, `Sun-Thu`. */
  | 'weekdays'
  /** One of the column's choices, without regard to case. */
  | 'choice';

/** One column of a file. */
export interface CsvColumn {
  /** Its header, as written by us. */
  readonly name: string;
  readonly kind: CellKind;
  /** The header must be there and its cells must not be blank, unless `mayBeBlank`. */
  readonly required: boolean;
  /** The header must be there, but a row may say nothing in it. */
  readonly mayBeBlank: boolean;
  /** Other headers that mean the same. */
  readonly aliases: readonly string[];
  /** The words of a `choice`; none for other kinds. */
  readonly choices: readonly string[];
}

/** A column that may be left out. */
export const column = (kind: CellKind, name: string, ...aliases: string[]): CsvColumn => ({
  name,
  kind,
  required: false,
  mayBeBlank: true,
  aliases,
  choices: [],
});

/** A column that must be there and filled. */
export const required = (kind: CellKind, name: string, ...aliases: string[]): CsvColumn => ({
  ...column(kind, name, ...aliases),
  required: true,
  mayBeBlank: false,
});

/** A column that must be there, but a row may say nothing in it. */
export const mayBeBlank = (kind: CellKind, name: string, ...aliases: string[]): CsvColumn => ({
  ...required(kind, name, ...aliases),
  mayBeBlank: true,
});

/** A column that holds one of a few words; it may be left out. */
export const choice = (name: string, choices: readonly string[]): CsvColumn => ({
  ...column('choice', name),
  choices,
});

/** A header or file name without case, spaces, underscores and hyphens. */
export const plainName = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');

/** What counts as a slip of the pen: a third of a name's letters, and the one name nearest. */
export const SLIP = { count: 1, part: 1 / 3 };
