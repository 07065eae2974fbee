/**
 * A folder of CSV files into a planning model: what is there, what is missing, and every fault at
 * once.
 *
 * Faults of single cells do not hide faults between the rows: both are reported together. Where
 * whole rows or columns are missing, the model is not judged, because it would only repeat that
 * fault.
 */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nearestNames } from '@kontor/kernel';
import { findModelIssues } from '../check-model.ts';
import { type FileIssue, type FileIssueCode, MrpError } from '../errors.ts';
import type { Model } from '../model.ts';
import { plainName, SLIP } from './csv-column.ts';
import { type CsvFileKey, csvFiles } from './csv-columns.ts';
import { type CsvModel, modelOfTables } from './csv-model.ts';
import { type CsvTable, readCsvTable } from './csv-table.ts';

/** How a folder is read. */
export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A model that can be planned, or every fault of its files. */
export type FolderModel =
  | { readonly model: Model; readonly issues?: undefined }
  | { readonly model?: undefined; readonly issues: readonly FileIssue[] };

/**
 * Reads and checks a folder of CSV files (csv-columns.ts lists them) into a model that can be
 * planned.
 *
 * @throws MrpError MRP_INVALID_FILES — details.issues lists every fault with file, line and column
 * @throws MrpError MRP_UNREADABLE_FILE — the folder or a file cannot be read
 */
export async function loadCsvFolder(folder: string, options?: ReadOptions): Promise<Model> {
  const { model, issues } = await findFolderIssues(folder, options);
  if (model !== undefined) return model;
  throw new MrpError('MRP_INVALID_FILES', { folder, issues });
}

/**
 * The same without throwing over faults in the files.
 *
 * @throws MrpError MRP_UNREADABLE_FILE — the folder or a file cannot be read
 */
export async function findFolderIssues(
  folder: string,
  options?: ReadOptions,
): Promise<FolderModel> {
  const read = await readCsvFolder(folder, options);
  const issues = [...read.issues];
  if (issues.some(({ code }) => !CELL_FAULTS.has(code))) return { issues };
  const checked = findModelIssues(read.model);
  if (issues.length === 0 && checked.model !== undefined) return { model: checked.model };
  const known = new Set(issues.map(place));
  const located = (checked.issues ?? []).map((issue) => read.locate(issue));
  // A cell that could not be read is missing in the model as well: one fault, not two.
  return { issues: [...issues, ...located.filter((issue) => !known.has(place(issue)))] };
}

const place = ({ file, line, column }: FileIssue): string => `${file}:${line}:${column}`;

/** Faults that spoil one cell and leave its row in the model. */
const CELL_FAULTS: ReadonlySet<string> = new Set<FileIssueCode>([
  'EMPTY_CELL',
  'BAD_NUMBER',
  'BAD_DATE',
  'BAD_FLAG',
  'BAD_WEEKDAYS',
  'BAD_CHOICE',
  'CONFLICTING_CELL',
]);

/**
 * Reads a folder as it stands: a model not yet checked, the faults of the files, and the way from a
 * fault of the model back to its line.
 *
 * @throws MrpError MRP_UNREADABLE_FILE — the folder or a file cannot be read
 */
export async function readCsvFolder(
  folder: string,
  { signal }: ReadOptions = {},
): Promise<CsvModel> {
  const { paths, issues } = sortFiles(await namesIn(folder));
  const tables: Partial<Record<CsvFileKey, CsvTable>> = {};
  for (const [key, name] of paths) {
    signal?.throwIfAborted();
    tables[key] = await readFile(join(folder, name), key, signal);
  }
  const read = modelOfTables(tables);
  return { ...read, issues: [...issues, ...read.issues] };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

async function readFile(
  path: string,
  key: CsvFileKey,
  signal: AbortSignal | undefined,
): Promise<CsvTable> {
  try {
    return await readCsvTable(csvFiles[key], createReadStream(path, { signal }));
  } catch (cause) {
    signal?.throwIfAborted();
    throw unreadable(path, cause);
  }
}

const unreadable = (file: string, cause: unknown): MrpError =>
  new MrpError(
    'MRP_UNREADABLE_FILE',
    { file, reason: String((cause as { code?: unknown }).code ?? cause) },
    { cause },
  );

/** Which file of the folder is which; what is missing, or nearly one of ours. */
function sortFiles(names: readonly string[]): {
  paths: Map<CsvFileKey, string>;
  issues: FileIssue[];
} {
  const paths = new Map<CsvFileKey, string>();
  const issues: FileIssue[] = [];
  const keys = Object.keys(csvFiles) as CsvFileKey[];
  const known = keys.map((key) => csvFiles[key].name);
  const report = (code: FileIssueCode, file: string, message: string): void => {
    issues.push({ code, file, line: undefined, column: undefined, message });
  };
  for (const name of names.filter((name) => name.toLowerCase().endsWith('.csv'))) {
    const key = keys.find((key) => plainName(csvFiles[key].name) === plainName(name));
    if (key === undefined) {
      const [nearest] = nearestNames(
        name.slice(0, -4),
        known.map((file) => file.slice(0, -4)),
        SLIP,
      );
      if (nearest === undefined) continue;
      report('UNKNOWN_FILE', name, `did you mean ${nearest}.csv? Rename it, or move it away`);
    } else if (paths.has(key)) {
      report('UNKNOWN_FILE', name, `${paths.get(key)!} is there as well: keep one of them`);
    } else paths.set(key, name);
  }
  for (const key of keys.filter((key) => csvFiles[key].required && !paths.has(key))) {
    const { name, columns } = csvFiles[key];
    const header = columns.map((column) => column.name).join(',');
    report('MISSING_FILE', name, `the file is missing: add it, with the header ${header}`);
  }
  return { paths, issues };
}
