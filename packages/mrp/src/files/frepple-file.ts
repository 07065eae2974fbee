/**
 * Reading a frePPLe file: bytes → checked rows by table, with faults and notes collected.
 *
 * Faults (a row of the wrong shape, a name that nothing carries) are gathered over the whole file
 * and thrown together. Notes name what the file says and the planning model does not take over.
 */
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { type FreppleIssue, MrpError } from '../errors.ts';
import {
  type FreppleFields,
  type FreppleTable,
  freppleTables,
  harmlessFields,
  unmappedTables,
} from './frepple-tables.ts';

/** A checked row and where it stands in the file (rows count from 0). */
export interface FreppleRow<Table extends FreppleTable> {
  readonly row: number;
  readonly fields: FreppleFields<Table>;
}

/** A file's rows by table, and what was found on the way. */
export interface FreppleFile {
  rowsOf<Table extends FreppleTable>(table: Table): readonly FreppleRow<Table>[];
  /** Adds a fault. */
  fault(table: string, row: number, message: string): void;
  /** Adds a note; the same note is counted, not repeated. */
  note(message: string): void;
  readonly issues: readonly FreppleIssue[];
  /** The notes, each with its count where it came up more than once. */
  notes(): string[];
}

const anyRow = z.object({
  model: z.string(),
  pk: z.union([z.string(), z.number()]).nullish(),
  fields: z.record(z.string(), z.unknown()),
});

type AnyRow = z.output<typeof anyRow>;

/**
 * Reads a file's rows and checks each by its table's schema.
 *
 * @param file - the path of a Django fixture in JSON, plain or gzipped
 * @throws MrpError MRP_FREPPLE_UNREADABLE — no such file, not JSON, not a list
 */
export async function readFreppleRows(file: string): Promise<FreppleFile> {
  const rows = await readList(file);
  const tables = new Map<string, FreppleRow<FreppleTable>[]>();
  const issues: FreppleIssue[] = [];
  const notes = new Map<string, number>();
  const opened: FreppleFile = {
    rowsOf: <Table extends FreppleTable>(table: Table) => tables.get(table) ?? [],
    fault: (table, row, message) => issues.push({ table, row, message }),
    note: (message) => notes.set(message, (notes.get(message) ?? 0) + 1),
    issues,
    notes: () =>
      [...notes].map(([text, count]) => (count === 1 ? text : `${text} (${count} rows)`)),
  };
  rows.forEach((row, index) => {
    const checked = checkRow(opened, row, index);
    if (checked === undefined) return;
    const ofTable = tables.get(checked.table) ?? [];
    tables.set(checked.table, ofTable);
    ofTable.push({ row: index, fields: checked.fields });
  });
  return opened;
}

async function readList(file: string): Promise<readonly unknown[]> {
  const unreadable = (reason: string, cause: unknown): Error =>
    new MrpError('MRP_FREPPLE_UNREADABLE', { file, reason }, { cause });
  let list: unknown;
  try {
    const bytes = await readFile(file);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    list = JSON.parse((isGzip ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch (cause) {
    throw unreadable(cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (!Array.isArray(list)) throw unreadable('it is no list of rows', undefined);
  return list as readonly unknown[];
}

type Checked = { table: FreppleTable; fields: FreppleFields<FreppleTable> };

function checkRow(file: FreppleFile, row: unknown, index: number): Checked | undefined {
  const shaped = anyRow.safeParse(row);
  if (!shaped.success) {
    file.fault('?', index, 'is no row: give { "model": …, "fields": { … } }');
    return undefined;
  }
  const { model } = shaped.data;
  if (unmappedTables[model] !== undefined) {
    file.note(`${model}: ${unmappedTables[model]}`);
    return undefined;
  }
  if (!(model in freppleTables)) {
    const known = Object.keys(freppleTables).join(', ');
    file.fault(model, index, `is of an unknown table: remove the row, or use one of ${known}`);
    return undefined;
  }
  return checkFields(file, shaped.data, index);
}

function checkFields(file: FreppleFile, row: AnyRow, index: number): Checked | undefined {
  const table = row.model as FreppleTable;
  const schema = freppleTables[table];
  const fields = named(row, schema.shape);
  const parsed = schema.safeParse(fields);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      file.fault(table, index, `field '${path.join('.')}': ${message}`);
    }
    return undefined;
  }
  for (const [field, value] of Object.entries(fields)) {
    if (field in schema.shape || harmlessFields.has(field) || isIdle(value)) continue;
    file.note(`${table}: the field '${field}' is not mapped`);
  }
  return { table, fields: parsed.data };
}

/**
 * The row's fields under the names of the schema: `dumpdata` writes references without `_id`, and
 * may give the key of a row as `pk`.
 */
function named(row: AnyRow, shape: object): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(row.fields)) {
    fields[`${field}_id` in shape ? `${field}_id` : field] = value;
  }
  const key = 'reference' in shape ? 'reference' : 'name';
  if (typeof row.pk === 'string') fields[key] ??= row.pk;
  return fields;
}

/** Whether a field is empty, or zero: what it stands for is off. */
function isIdle(value: unknown): boolean {
  return value === null || value === '' || value === false || Number(value) === 0;
}
