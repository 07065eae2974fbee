/**
 * A model as CSV files, the way csv-folder.ts reads them: to start from an example, or to move a
 * model.
 *
 * Lists without rows make no file, columns in which every row means the default are left out.
 * Reading the files back gives the same model.
 */
import { stringify } from 'csv-stringify/sync';
import {
  type Bom,
  type ModelData,
  model as modelSchema,
  type PlanningParameter,
  type Source,
} from '../model.ts';
import { writeWeekdays } from './cell.ts';
import { type CsvFileKey, csvFiles } from './csv-columns.ts';
import { lotColumn } from './csv-policies.ts';
import type { TextFile } from './csv-plan.ts';

/**
 * The files of a model.
 *
 * @param model - as `checkModel` gives it
 * @example
 * csvOfModel(checkModel({ items: [{ id: 'bike' }], locations: [{ id: 'plant' }] }))[0]
 * // => { name: 'locations.csv', text: 'location\nplant\n' }
 */
export function csvOfModel(model: ModelData): TextFile[] {
  const rows = rowsOf(model);
  return (Object.keys(csvFiles) as CsvFileKey[])
    .filter((key) => rows[key].length > 0)
    .map((key) => ({ name: csvFiles[key].name, text: fileText(key, rows[key]) }));
}

type Rows = Readonly<Record<CsvFileKey, readonly object[]>>;

function rowsOf(model: ModelData): Rows {
  return {
    units: named(model.units, 'unit'),
    unitConversions: model.unitConversions,
    calendars: model.calendars.map(({ id, workingWeekdays, minutesPerDay }) => ({
      calendar: id,
      weekdays: writeWeekdays(workingWeekdays),
      minutesPerDay,
    })),
    holidays: holidayRows(model),
    locations: named(model.locations, 'location'),
    items: named(model.items, 'item'),
    boms: model.boms.flatMap(billRows),
    bomOutputs: model.boms.flatMap(outputRows),
    yields: model.boms.flatMap(yieldRows),
    routings: model.routings.flatMap(({ operations, ...routing }) =>
      operations.map(({ name, ...operation }) => ({ ...routing, ...operation, operation: name })),
    ),
    sourcing: named(model.sourcing.map(withLotRule), 'source'),
    parameters: model.parameters.map(withOneStock),
    safetyStocks: model.parameters.flatMap(stockSteps),
    stock: model.stock,
    reservations: model.reservations,
    receipts: named(model.receipts, 'receipt'),
    demands: named(model.demands, 'demand'),
    forecasts: named(model.forecasts, 'forecast'),
  };
}

/** Rows whose id has the name of what it identifies as its column. */
function named<Row extends { readonly id?: string | undefined }>(
  rows: readonly Row[],
  column: string,
): object[] {
  return rows.map(({ id, ...rest }) => Object.assign({ [column]: id }, rest));
}

const holidayRows = (model: ModelData): object[] =>
  model.calendars.flatMap(({ id, holidays, extraWorkingDays }) => [
    ...holidays.map((date) => ({ calendar: id, date, working: 'no' })),
    ...extraWorkingDays.map((date) => ({ calendar: id, date, working: 'yes' })),
  ]);

/**
 * A row per component; one without for a bill of none. Outputs, and a yield by steps, have files of
 * their own.
 */
function billRows({ lines, from, until, yield: good, ...bill }: Bom): object[] {
  const whole = {
    ...bill,
    phantom: bill.phantom || undefined,
    yield: typeof good === 'string' ? good : undefined,
    billFrom: from,
    billUntil: until,
  };
  if (lines.length === 0) return [{ ...whole, component: '', quantityPer: '' }];
  return lines.map(({ location, ...line }) => Object.assign({ consumedAt: location }, whole, line));
}

/** What names a bill. */
const keyOf = ({ item, location, revision, alternate }: Bom): object => ({
  item,
  location,
  revision,
  alternate,
});

const outputRows = (bill: Bom): object[] =>
  bill.outputs.map(({ item, location, ...output }) => ({
    ...keyOf(bill),
    output: item,
    receivedAt: location,
    ...output,
  }));

const yieldRows = (bill: Bom): object[] =>
  typeof bill.yield === 'string' ? [] : bill.yield.map((step) => Object.assign(keyOf(bill), step));

/** A lot rule is columns of its own. */
function withLotRule({ lotSizing, ...source }: Source): Pick<Source, 'id'> {
  if (lotSizing === undefined) return source;
  const { rule, ...terms } = lotSizing;
  const cells = Object.entries(terms).map(([field, value]) => [lotColumn(field), value] as const);
  return Object.assign({ lotSizing: rule }, source, Object.fromEntries(cells));
}

/** A safety stock that changes with time has a file of its own. */
const withOneStock = ({ safetyStock, ...row }: PlanningParameter): object =>
  typeof safetyStock === 'string' ? { ...row, safetyStock } : row;

const stockSteps = ({ item, location, safetyStock }: PlanningParameter): object[] =>
  typeof safetyStock === 'string' ? [] : safetyStock.map((step) => ({ item, location, ...step }));

/** Columns that must be there, and those in which some row says what a blank does not. */
function fileText(key: CsvFileKey, rows: readonly object[]): string {
  const blank = Object.assign({}, ...blankRows[key]) as Readonly<Record<string, unknown>>;
  const columns = csvFiles[key].columns
    .filter(({ name, required }) => required || rows.some((row) => says(row, name, blank[name])))
    .map(({ name }) => name);
  const cast = { boolean: (flag: boolean) => (flag ? 'yes' : 'no') };
  return stringify([...rows], { header: true, columns, cast });
}

function says(row: object, column: string, blank: unknown): boolean {
  const value = (row as Readonly<Record<string, unknown>>)[column];
  return value !== undefined && value !== blank;
}

/** A name that no cell can hold: cells are trimmed. */
const id = ' ';
const place = { item: id, location: id };
const due = { ...place, due: '2026-01-01', quantity: '1' };
const one = { item: id, quantityPer: '1' };

/** Rows that say only what they must: all else is what a blank means. */
const blankRows: Rows = rowsOf(
  modelSchema.parse({
    units: [{ id }],
    calendars: [{ id }],
    locations: [{ id }],
    items: [{ id }],
    boms: [{ item: id, lines: [{ component: id, quantityPer: '1' }], outputs: [one] }],
    routings: [{ item: id, operations: [{ sequence: 1 }] }],
    sourcing: [
      { kind: 'transfer', ...place, origin: id },
      { kind: 'substitute', ...place, substitute: id },
    ],
    parameters: [place],
    stock: [{ ...place, quantity: '1' }],
    receipts: [due],
    demands: [due],
  }),
);
