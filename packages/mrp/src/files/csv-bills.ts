/**
 * Bills of material from boms.csv, a row per component, bom_outputs.csv, a row per co-product, and
 * yields.csv, a row per step of a yield.
 *
 * Rows of one item, site, revision and alternate are one bill. What belongs to the bill as a whole
 * (what a run of it yields, when it is in force) may stand in any of its rows; rows that disagree
 * are a fault. A row without component says only that.
 */
import type { FileIssue } from '../errors.ts';
import { type CsvTables, type Entry, gather, type Origin, pick, renamed } from './csv-entries.ts';
import type { CsvRow, CsvTable } from './csv-table.ts';

/** What names a bill. */
const keyColumns = ['item', 'location', 'revision', 'alternate'];
/** What belongs to the bill: column by field. */
const billColumns = {
  leadTimeDays: 'leadTimeDays',
  preparationDays: 'preparationDays',
  outputQuantity: 'outputQuantity',
  phantom: 'phantom',
  yield: 'yield',
  from: 'billFrom',
  until: 'billUntil',
};
const lineColumns = { location: 'consumedAt' };
const lineCells = [
  'component',
  'quantityPer',
  'quantityFixed',
  'unit',
  'scrap',
  'scrapConvention',
  'consumedAt',
  'offsetDays',
  'from',
  'until',
];

/** The bills of the files; faults are added to `issues`. */
export function billsOf(
  { boms: table, bomOutputs, yields }: CsvTables,
  origins: Map<unknown, Origin>,
  issues: FileIssue[],
): Entry[] {
  const groups = table === undefined ? new Map<string, number[]>() : gather(table, keyColumns);
  const bills = new Map<string, Entry>();
  for (const [key, members] of groups) bills.set(key, billOf(table!, members, origins, issues));
  if (bomOutputs !== undefined) addOutputs(bills, bomOutputs, origins, issues);
  if (yields !== undefined) addYields(bills, yields, origins, issues);
  const list = [...bills.values()];
  if (table !== undefined) {
    const lines = [...groups.values()].map((members) => table.lines[members[0]!]!);
    origins.set(list, { table, lines, columns: { ...billColumns, lines: 'component' } });
  }
  return list;
}

function billOf(
  table: CsvTable,
  members: readonly number[],
  origins: Map<unknown, Origin>,
  issues: FileIssue[],
): Entry {
  const rows = members.map((member) => table.rows[member]!);
  const at = members.map((member) => table.lines[member]!);
  const bill: Entry = pick(rows[0]!, keyColumns);
  for (const [field, column] of Object.entries(billColumns)) {
    const stated = statedOnce(table, rows, at, column, issues);
    if (stated !== undefined) bill[field] = stated;
  }
  const withLine = rows.flatMap((row, index) =>
    hasLine(table, row, at[index]!, issues) ? index : [],
  );
  const lines = withLine.map((index) => renamed(pick(rows[index]!, lineCells), lineColumns));
  const linesAt = withLine.map((index) => at[index]!);
  origins.set(lines, { table, lines: linesAt, columns: lineColumns });
  bill['lines'] = lines;
  return bill;
}

/** Whether a row names a component; one that says only half of it has a fault. */
function hasLine(table: CsvTable, row: CsvRow, line: number, issues: FileIssue[]): boolean {
  const blank = ['component', 'quantityPer'].filter((column) => !(column in row));
  if (blank.length === 2) return false;
  for (const column of blank) {
    const other = column === 'component' ? 'quantityPer' : 'component';
    issues.push({
      code: 'EMPTY_CELL',
      file: table.file,
      line,
      column: table.headers.get(column),
      message: `'${column}' is empty: fill it in, or empty '${other}' as well`,
    });
  }
  return true;
}

/** The value that some row of a bill states; another one in another row is a fault. */
function statedOnce(
  table: CsvTable,
  rows: readonly CsvRow[],
  lines: readonly number[],
  column: string,
  issues: FileIssue[],
): CsvRow[string] | undefined {
  const stated = rows.map((row) => row[column]).find((value) => value !== undefined);
  const other = rows.findIndex((row) => row[column] !== undefined && row[column] !== stated);
  if (other >= 0) {
    issues.push({
      code: 'CONFLICTING_CELL',
      file: table.file,
      line: lines[other],
      column: table.headers.get(column),
      message: `another row of this bill says ${String(stated)}: give one value for the whole bill`,
    });
  }
  return stated;
}

const outputCells = ['output', 'quantityPer', 'unit', 'receivedAt', 'costShare'];
const outputColumns = { item: 'output', location: 'receivedAt' };

/** What bills yield beside their item. */
function addOutputs(
  bills: ReadonlyMap<string, Entry>,
  table: CsvTable,
  origins: Map<unknown, Origin>,
  issues: FileIssue[],
): void {
  eachBill(bills, table, issues, (bill, members) => {
    const outputs = members.map((member) =>
      renamed(pick(table.rows[member]!, outputCells), outputColumns),
    );
    bill['outputs'] = outputs;
    const lines = members.map((member) => table.lines[member]!);
    origins.set(outputs, { table, lines, columns: outputColumns });
  });
}

/** Yields that change with time: each row is in force from a day on, until another. */
function addYields(
  bills: ReadonlyMap<string, Entry>,
  table: CsvTable,
  origins: Map<unknown, Origin>,
  issues: FileIssue[],
): void {
  eachBill(bills, table, issues, (bill, members) => {
    const steps = members.map((member) => pick(table.rows[member]!, ['yield', 'from', 'until']));
    bill['yield'] = steps;
    const lines = members.map((member) => table.lines[member]!);
    origins.set(steps, { table, lines, columns: {} });
  });
}

/** Hands each bill the rows of a table that are about it; rows about no bill are a fault. */
function eachBill(
  bills: ReadonlyMap<string, Entry>,
  table: CsvTable,
  issues: FileIssue[],
  add: (bill: Entry, members: readonly number[]) => void,
): void {
  for (const [key, members] of gather(table, keyColumns)) {
    const bill = bills.get(key);
    if (bill !== undefined) {
      add(bill, members);
      continue;
    }
    const item = table.rows[members[0]!]!['item'];
    issues.push({
      code: 'UNKNOWN_ITEM',
      file: table.file,
      line: table.lines[members[0]!],
      column: table.headers.get('item'),
      message:
        `boms.csv has no such bill of '${String(item)}': ` +
        `add it, with the same location, revision and alternate`,
    });
  }
}
