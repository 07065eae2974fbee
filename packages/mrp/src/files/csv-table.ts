/**
 * One CSV file into rows: text decoding, separator, headers, cells; every fault with line and
 * column.
 *
 * csv-parse reads the format (quotes, line ends); here its records become rows of named values. The
 * file streams, so a large one costs its rows and no more. The separator is the one of `,` `;` and
 * tab that makes the most known columns out of the first line.
 *
 * @source RFC 4180
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { nearestNames } from '@kontor/kernel';
import { parse } from 'csv-parse';
import { parse as parseText } from 'csv-parse/sync';
import type { FileIssue, FileIssueCode } from '../errors.ts';
import { readCell } from './cell.ts';
import { type CsvColumn, plainName, SLIP } from './csv-column.ts';
import type { CsvFile } from './csv-columns.ts';

/** A row: values by column name (as csv-columns has it); blank cells are left out. */
export type CsvRow = Readonly<Record<string, string | number | boolean | number[]>>;

/** What a file holds. `lines[i]` is where row i begins in the file, from 1. */
export interface CsvTable {
  readonly file: string;
  readonly rows: readonly CsvRow[];
  readonly lines: readonly number[];
  /** The header in the file, by column name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly issues: readonly FileIssue[];
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** A table while it is read. */
interface Draft {
  readonly file: CsvFile;
  readonly rows: CsvRow[];
  readonly lines: number[];
  readonly headers: Map<string, string>;
  readonly issues: FileIssue[];
  /** By place in the row: what the header says, or undefined for a comment column. */
  columns: readonly (CsvColumn | undefined)[];
  decimalComma: boolean;
}

/**
 * Reads one file of a model from its bytes. Faults of the text are issues; faults of reading throw.
 */
export async function readCsvTable(
  file: CsvFile,
  bytes: AsyncIterable<Uint8Array>,
): Promise<CsvTable> {
  const draft: Draft = {
    file,
    rows: [],
    lines: [],
    headers: new Map(),
    issues: [],
    columns: [],
    decimalComma: false,
  };
  try {
    await readRecords(draft, decode(bytes));
  } catch (error) {
    draft.issues.push(issueOfText(file, error));
  }
  return { ...draft, file: file.name };
}

async function readRecords(draft: Draft, text: AsyncGenerator<string>): Promise<void> {
  const { head, all } = await peekFirstLine(text);
  const delimiter = separatorOf(draft.file, head);
  draft.decimalComma = delimiter !== ',';
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
  });
  // The loop below throws what the pipeline fails with; here it would be thrown twice.
  const feeding = pipeline(Readable.from(all), parser).catch(() => undefined);
  let isHeader = true;
  for await (const parsed of parser as AsyncIterable<ParsedRecord>) {
    if (isHeader) readHeader(draft, parsed.record);
    else readRow(draft, parsed);
    isHeader = false;
    if (draft.columns.length === 0) break;
  }
  await feeding;
  if (isHeader) report(draft, 'EMPTY_FILE', undefined, undefined, emptyFileText(draft.file));
}

const emptyFileText = ({ columns }: CsvFile): string =>
  `the file is empty: give it a header such as ${columns.map(({ name }) => name).join(',')}, ` +
  `or delete it`;

/** UTF-8 text, its byte order mark taken off. */
async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** The first line, and the whole text again. */
async function peekFirstLine(
  text: AsyncGenerator<string>,
): Promise<{ head: string; all: AsyncGenerator<string> }> {
  let head = '';
  let isDone = false;
  while (!isDone && !/[\r\n]/.test(head.trimStart())) {
    const next = await text.next();
    isDone = next.done === true;
    head += next.done === true ? '' : next.value;
  }
  async function* all(): AsyncGenerator<string> {
    yield head;
    yield* text;
  }
  return { head: head.trimStart().split(/[\r\n]/, 1)[0]!, all: all() };
}

/** The separator that finds the most known columns in the header; a comma when none does better. */
function separatorOf(file: CsvFile, head: string): string {
  const known = (delimiter: string): number => {
    // A header with a broken quote is reported when the file is read; here it only counts.
    const cells = parseText(head, { delimiter, relax_quotes: true, to: 1 })[0] ?? [];
    return cells.filter((cell) => columnOf(file, cell) !== undefined).length;
  };
  return [',', ';', '\t'].reduce((best, next) => (known(next) > known(best) ? next : best));
}

function columnOf(file: CsvFile, header: string): CsvColumn | undefined {
  const plain = plainName(header.trim());
  return file.columns.find(({ name, aliases }) =>
    [name, ...aliases].some((known) => plainName(known) === plain),
  );
}

function readHeader(draft: Draft, record: readonly string[]): void {
  const { file, headers } = draft;
  const width = record.findLastIndex((header) => header !== '') + 1;
  draft.columns = record.slice(0, width).map((header, place) => {
    if (header.startsWith('#')) return undefined;
    const column = columnOf(file, header);
    if (column === undefined) {
      report(draft, 'UNKNOWN_COLUMN', 1, header, unknownColumnText(file, header, place));
    } else if (headers.has(column.name)) {
      const remedy = `column '${column.name}' is there twice: keep one`;
      report(draft, 'DUPLICATE_COLUMN', 1, header, remedy);
    } else headers.set(column.name, header);
    return column;
  });
  const missing = file.columns.filter(({ name, required }) => required && !headers.has(name));
  for (const { name } of missing) {
    const remedy = `column '${name}' is missing: add it to the header`;
    report(draft, 'MISSING_COLUMN', 1, name, remedy);
  }
  // Without its required columns the file means nothing; its rows would only repeat the fault.
  if (missing.length > 0) draft.columns = [];
}

function unknownColumnText(file: CsvFile, header: string, place: number): string {
  if (header === '') return `column ${place + 1} has no header: name it, or delete the column`;
  const names = file.columns.map(({ name }) => name);
  const [nearest] = nearestNames(header, names, SLIP);
  const guess = nearest === undefined ? `Known: ${names.join(', ')}` : `Did you mean '${nearest}'?`;
  const remark = 'start the header with # to keep it as a remark';
  return `there is no column '${header}'. ${guess} (${remark})`;
}

function readRow(draft: Draft, { record, info }: ParsedRecord): void {
  const { columns } = draft;
  const line = info.lines - linesInside(record);
  const width = record.findLastIndex((cell) => cell !== '') + 1;
  if (width > columns.length || record.length < columns.length) {
    const count = `the row has ${record.length} cells, the header ${columns.length}`;
    const remedy = `${count}: put a cell that contains a separator in quotes`;
    report(draft, 'CELL_COUNT', line, undefined, remedy);
    return;
  }
  const row: Record<string, string | number | boolean | number[]> = {};
  columns.forEach((column, place) => {
    if (column !== undefined) readInto(draft, row, column, record[place]!, line);
  });
  draft.rows.push(row);
  draft.lines.push(line);
}

function readInto(
  draft: Draft,
  row: Record<string, string | number | boolean | number[]>,
  column: CsvColumn,
  text: string,
  line: number,
): void {
  const header = draft.headers.get(column.name);
  if (text === '') {
    if (column.mayBeBlank) return;
    report(draft, 'EMPTY_CELL', line, header, `'${column.name}' is empty: fill it in`);
    return;
  }
  const cell = readCell(text, column, draft.decimalComma);
  if ('value' in cell) row[column.name] = cell.value;
  else report(draft, cell.code, line, header, `'${text}' is not what it should be: ${cell.remedy}`);
}

/**
 * Line breaks inside quoted cells: csv-parse counts to the record's end, a person to its beginning.
 */
function linesInside(record: readonly string[]): number {
  let count = 0;
  for (const cell of record) {
    if (cell.includes('\n')) count += cell.split('\n').length - 1;
  }
  return count;
}

function report(
  { file, issues }: Draft,
  code: FileIssueCode,
  line: number | undefined,
  column: string | undefined,
  message: string,
): void {
  issues.push({ code, file: file.name, line, column, message });
}

/** A fault of the text as an issue; whatever else went wrong is thrown on. */
function issueOfText(file: CsvFile, error: unknown): FileIssue {
  const { code, lines } = error as { code?: unknown; lines?: unknown };
  const issue = { file: file.name, line: undefined, column: undefined };
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return {
      ...issue,
      code: 'BAD_ENCODING',
      message: 'the file is not UTF-8 text: save it as "CSV UTF-8" (or export it as Unicode UTF-8)',
    };
  }
  if (typeof code === 'string' && /QUOTE|CSV_NON_TRIMABLE/.test(code)) {
    return {
      ...issue,
      code: 'BAD_QUOTING',
      line: typeof lines === 'number' ? lines : undefined,
      message: 'a quote is opened or closed in the wrong place: write " inside a quoted cell as ""',
    };
  }
  throw error;
}
