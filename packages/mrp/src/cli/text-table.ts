/**
 * Rows as a table of text for a terminal: columns as wide as their widest cell, numbers to the
 * right.
 */

/** A column: its heading, and how to get its cell out of a row. */
export interface TextColumn<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => string;
  readonly align?: 'right' | undefined;
}

/**
 * The lines of a table, two blanks between columns, a rule under the headings.
 *
 * @param indent - blanks before every line
 */
export function textTable<Row>(
  columns: readonly TextColumn<Row>[],
  rows: readonly Row[],
  indent = 2,
): string[] {
  const cells = rows.map((row) => columns.map((column) => printable(column.cell(row))));
  const widths = columns.map(({ heading }, at) =>
    cells.reduce((widest, row) => Math.max(widest, row[at]!.length), heading.length),
  );
  const line = (texts: readonly string[]): string => {
    const padded = texts.map((text, at) =>
      columns[at]!.align === 'right' ? text.padStart(widths[at]!) : text.padEnd(widths[at]!),
    );
    return `${' '.repeat(indent)}${padded.join('  ')}`.trimEnd();
  };
  const rule = widths.map((width) => '-'.repeat(width));
  return [line(columns.map(({ heading }) => heading)), line(rule), ...cells.map(line)];
}

/** Names come from files: control characters could move the cursor or hide text. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, ' ');
