/**
 * What a stage has to tell: a heading, what there is to see of it, and the same in one line.
 *
 * A stage tells what stands in the store, never what it has just done. So a program that goes on
 * where another one was killed tells the same story, word for word.
 */

/** A stage, told. */
export interface Told {
  readonly title: string;
  /** One line. */
  readonly gist: string;
  readonly lines: readonly string[];
}

/** A table: figures to the right, all else to the left. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, ...rows.map((row) => row[at]!.length)),
  );
  const isFigure = headings.map((_, at) =>
    rows.every((row) => /^(?:[-+]?[\d.]+ ?%?)?$/.test(row[at]!)),
  );
  return [headings, ...rows].map((cells) =>
    cells
      .map((cell, at) => (isFigure[at] ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd(),
  );
}
