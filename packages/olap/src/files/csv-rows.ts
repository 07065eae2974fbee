/**
 * Rows of CSV text: objects of text by column, an empty field is null.
 *
 * Measures read decimals from text, so nothing passes through a float.
 */
import { parse } from 'csv-parse/sync';
import { readable } from './unreadable.ts';

/** How CSV is written. */
export interface CsvOptions {
  /** Default `,`. */
  readonly delimiter?: string | undefined;
}

/** A row of CSV by column. */
export type CsvRow = Readonly<Record<string, string | null>>;

/**
 * The rows of CSV text whose first line names the columns.
 *
 * @throws OlapError OLAP_UNREADABLE_FILE — with the line: a row of another length, an open quote
 * @example
 * csvRows('shop,units\na,2\nb,')[1] // => { shop: 'b', units: null }
 */
export function csvRows(text: string, { delimiter = ',' }: CsvOptions = {}): CsvRow[] {
  const options = { bom: true, delimiter, skip_empty_lines: true };
  const [names = [], ...lines] = readable('CSV', () => parse(text, options));
  // The parser's own `cast` and `columns` take ten times as long: they make an object a field.
  return lines.map((line) =>
    Object.fromEntries(line.map((field, column) => [names[column]!, field === '' ? null : field])),
  );
}
