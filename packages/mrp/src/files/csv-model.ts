/**
 * Tables into a planning model, and the model's faults back to the line they came from.
 *
 * Where the model nests (a bill has lines, a calendar holidays), the rows of one file are gathered.
 * Each list remembers the file and the line of its entries, so that a fault at `demands.12.item` is
 * shown as demands.csv, line 14, column item.
 */
import type { FileIssue, ModelIssue } from '../errors.ts';
import type { ModelInput } from '../model.ts';
import { billsOf } from './csv-bills.ts';
import { type CsvTables, type Entry, gather, type Origin, pick, renamed } from './csv-entries.ts';
import { parametersOf, sourcesOf } from './csv-policies.ts';
import type { CsvTable } from './csv-table.ts';

/** A model as read, and the way back from its entries to the files. */
export interface CsvModel {
  readonly model: ModelInput;
  /** Faults of the files themselves. */
  readonly issues: readonly FileIssue[];
  /** A fault of the model as a fault of a file. */
  locate(issue: ModelIssue): FileIssue;
}

/**
 * Gathers tables into a model. Nothing is checked between the rows; that is checkModel's business.
 */
export function modelOfTables(tables: CsvTables): CsvModel {
  const origins = new Map<unknown, Origin>();
  const issues = Object.values(tables).flatMap((table) => table.issues);
  const flat = (table: CsvTable | undefined, columns: Readonly<Record<string, string>>): Entry[] =>
    table === undefined ? [] : flatList(table, columns, origins);
  const model = {
    units: flat(tables.units, { id: 'unit' }),
    unitConversions: flat(tables.unitConversions, {}),
    calendars: calendarsOf(tables, origins, issues),
    locations: flat(tables.locations, { id: 'location' }),
    items: flat(tables.items, { id: 'item' }),
    boms: billsOf(tables, origins, issues),
    routings: routingsOf(tables.routings, origins),
    sourcing: sourcesOf(tables, origins),
    parameters: parametersOf(tables, origins),
    stock: flat(tables.stock, {}),
    receipts: flat(tables.receipts, { id: 'receipt' }),
    demands: flat(tables.demands, { id: 'demand' }),
    reservations: flat(tables.reservations, {}),
    forecasts: flat(tables.forecasts, { id: 'forecast' }),
  };
  // The rows have the model's fields by construction of csv-columns; checkModel judges them.
  return {
    model: model as unknown as ModelInput,
    issues,
    locate: (issue) => locate(model, origins, issue),
  };
}

/** One entry per row, fields renamed from their columns. */
function flatList(
  table: CsvTable,
  columns: Readonly<Record<string, string>>,
  origins: Map<unknown, Origin>,
): Entry[] {
  const entries = table.rows.map((row) => renamed(row, columns));
  origins.set(entries, { table, lines: table.lines, columns });
  return entries;
}

const operationColumns = { name: 'operation' };
const operationFigures = ['setupMinutes', 'minutesPerUnit', 'costPerHour'];

function routingsOf(table: CsvTable | undefined, origins: Map<unknown, Origin>): Entry[] {
  if (table === undefined) return [];
  const groups = [...gather(table, ['item', 'location']).values()];
  const fields = ['sequence', 'operation', 'workCentre', ...operationFigures];
  const routings = groups.map((members) => {
    const operations = members.map((member) =>
      renamed(pick(table.rows[member]!, fields), operationColumns),
    );
    const lines = members.map((member) => table.lines[member]!);
    origins.set(operations, { table, lines, columns: operationColumns });
    return { ...pick(table.rows[members[0]!]!, ['item', 'location']), operations };
  });
  const lines = groups.map((members) => table.lines[members[0]!]!);
  origins.set(routings, { table, lines, columns: { operations: 'sequence' } });
  return routings;
}

/**
 * Calendars with the days that differ from their week: off, or working although the week says no.
 */
function calendarsOf(
  tables: CsvTables,
  origins: Map<unknown, Origin>,
  issues: FileIssue[],
): Entry[] {
  const { calendars: table, holidays } = tables;
  const columns = { id: 'calendar', workingWeekdays: 'weekdays' };
  const calendars = table === undefined ? [] : flatList(table, columns, origins);
  if (holidays === undefined) return calendars;
  const byId = new Map(calendars.map((calendar) => [calendar['id'], calendar]));
  for (const members of gather(holidays, ['calendar']).values()) {
    const id = holidays.rows[members[0]!]!['calendar'];
    const calendar = byId.get(id);
    if (calendar === undefined) {
      if (id !== undefined) issues.push(unknownCalendar(holidays, members[0]!, String(id)));
      continue;
    }
    const isWorking = (member: number): boolean => holidays.rows[member]!['working'] === true;
    addDates(
      calendar,
      'holidays',
      members.filter((member) => !isWorking(member)),
      holidays,
      origins,
    );
    addDates(calendar, 'extraWorkingDays', members.filter(isWorking), holidays, origins);
  }
  return calendars;
}

function addDates(
  calendar: Entry,
  field: 'holidays' | 'extraWorkingDays',
  members: readonly number[],
  table: CsvTable,
  origins: Map<unknown, Origin>,
): void {
  const dated = members.filter((member) => 'date' in table.rows[member]!);
  if (dated.length === 0) return;
  const dates = dated.map((member) => table.rows[member]!['date']);
  calendar[field] = dates;
  const lines = dated.map((member) => table.lines[member]!);
  origins.set(dates, { table, lines, columns: { '': 'date' } });
}

const unknownCalendar = (table: CsvTable, row: number, id: string): FileIssue => ({
  code: 'UNKNOWN_CALENDAR',
  file: table.file,
  line: table.lines[row],
  column: table.headers.get('calendar'),
  message: `calendar '${id}' is not in calendars.csv: add it there`,
});

/** Walks the path and keeps the deepest list that came from a file. */
function locate(
  model: unknown,
  origins: ReadonlyMap<unknown, Origin>,
  issue: ModelIssue,
): FileIssue {
  let at: unknown = model;
  let found: FileIssue | undefined;
  issue.path.forEach((key, depth) => {
    const origin = origins.get(at);
    if (origin !== undefined && typeof key === 'number') {
      found = inFile(origin, key, issue, issue.path.slice(depth + 1));
    }
    at = (at as Record<string | number, unknown> | undefined)?.[key];
  });
  const file = `${String(issue.path[0] ?? 'model')}.csv`;
  return found ?? { ...withoutPath(issue), file, line: undefined, column: undefined };
}

/** @param fields - of the entry, from outside to inside: `['lotSizing', 'quantity']` */
function inFile(
  { table, lines, columns }: Origin,
  index: number,
  issue: ModelIssue,
  fields: ModelIssue['path'],
): FileIssue {
  const [field = ''] = fields;
  const name = columns[fields.join('.')] ?? columns[String(field)] ?? field;
  const column =
    typeof name === 'string' && name !== '' ? (table.headers.get(name) ?? name) : undefined;
  return { ...withoutPath(issue), file: table.file, line: lines[index], column };
}

const withoutPath = ({ code, message }: ModelIssue): Pick<FileIssue, 'code' | 'message'> => ({
  code,
  message,
});
