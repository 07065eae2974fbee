/**
 * A model as CSV files, the way csv-folder.ts reads them: to start from an example, or to move a
 * model.
 *
 * Lists without rows make no file. Reading the files back gives the same model.
 */
import { stringify } from 'csv-stringify/sync';
import type { Bom, ModelData, PlanningParameter, Source } from '../model.ts';
import { writeWeekdays } from './cell.ts';
import { type CsvFileKey, csvFiles } from './csv-columns.ts';
import type { TextFile } from './csv-plan.ts';

/**
 * The files of a model.
 *
 * @param model - as `checkModel` gives it
 * @example
 * csvOfModel(checkModel({ items: [{ id: 'bike' }], locations: [{ id: 'plant' }] }))[0]
 * // => { name: 'locations.csv', text: 'location,timeZone\nplant,UTC\n' }
 */
export function csvOfModel(model: ModelData): TextFile[] {
  const rows: Record<CsvFileKey, readonly object[]> = {
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
    yields: model.boms.flatMap(yieldRows),
    routings: model.routings.flatMap(({ operations, ...routing }) =>
      operations.map(({ name, ...operation }) => ({ ...routing, ...operation, operation: name })),
    ),
    sourcing: named(model.sourcing.map(withPeriod), 'source'),
    parameters: model.parameters.map(withOneStock),
    safetyStocks: model.parameters.flatMap(stockSteps),
    stock: model.stock,
    receipts: named(model.receipts, 'receipt'),
    demands: named(model.demands, 'demand'),
  };
  return (Object.keys(csvFiles) as CsvFileKey[])
    .filter((key) => rows[key].length > 0)
    .map((key) => ({ name: csvFiles[key].name, text: fileText(key, rows[key]) }));
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

/** A row per component. Flags are written as words; a yield by steps has a file of its own. */
function billRows({ lines, from, until, phantom, yield: good, ...bill }: Bom): object[] {
  const whole = {
    ...bill,
    phantom: phantom ? 'yes' : undefined,
    yield: typeof good === 'string' ? good : undefined,
    billFrom: from,
    billUntil: until,
  };
  return lines.map(({ location, ...line }) => Object.assign({ consumedAt: location }, whole, line));
}

const yieldRows = ({ item, location, revision, yield: steps }: Bom): object[] =>
  typeof steps === 'string' ? [] : steps.map((step) => ({ item, location, revision, ...step }));

/** A period of supply is a column; lot for lot is a blank. */
const withPeriod = ({ lotSizing, ...source }: Source): Source & { periodDays?: number } =>
  lotSizing?.rule === 'periodOfSupply' ? { ...source, periodDays: lotSizing.days } : source;

/** A safety stock that changes with time has a file of its own. */
const withOneStock = ({ safetyStock, ...row }: PlanningParameter): object =>
  typeof safetyStock === 'string' ? { ...row, safetyStock } : row;

const stockSteps = ({ item, location, safetyStock }: PlanningParameter): object[] =>
  typeof safetyStock === 'string' ? [] : safetyStock.map((step) => ({ item, location, ...step }));

/** Only the columns that some row fills. */
function fileText(key: CsvFileKey, rows: readonly object[]): string {
  const columns = csvFiles[key].columns
    .map(({ name }) => name)
    .filter((name) => rows.some((row) => (row as Record<string, unknown>)[name] !== undefined));
  return stringify([...rows], { header: true, columns });
}
