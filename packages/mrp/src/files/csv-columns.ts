/**
 * The CSV files of a planning model and their columns: one table, read by the reader, the writer
 * and the documentation.
 *
 * One file per kind of row, with the words of the model (model.ts). Where the model nests, the file
 * repeats: one row per component of a bill, per operation of a routing, per holiday of a calendar.
 * Headers match without regard to case, spaces, underscores and hyphens: `Lot size min` is
 * `lotSizeMin`.
 */

/** How a cell is read. Blank cells are left out, whatever their kind. */
export type CellKind =
  | 'text'
  /** `12.5`; in files separated by `;` or tabs also `12,5`. */
  | 'decimal'
  /** A whole number. */
  | 'integer'
  /** `2026-01-05`, or an instant `2026-01-05T08:00:00Z`. */
  | 'day'
  /** `yes` or `no` (also true, false, 1, 0). */
  | 'flag'
  /** `Mon-Fri`, `Mon Tue Sat`, `Sun-Thu`. */
  | 'weekdays'
  /** `make`, `buy` or `transfer`. */
  | 'orderKind';

/** One column of a file. */
export interface CsvColumn {
  /** Its header, as written by us. */
  readonly name: string;
  readonly kind: CellKind;
  /** The header must be there and its cells must not be blank. */
  readonly required: boolean;
  /** Other headers that mean the same. */
  readonly aliases: readonly string[];
}

/** One file of a model. */
export interface CsvFile {
  /** With its ending: `items.csv`. */
  readonly name: string;
  /** A model cannot do without it. */
  readonly required: boolean;
  readonly columns: readonly CsvColumn[];
}

/** The files' keys, as the reader knows them. */
export type CsvFileKey = keyof typeof csvFiles;

const column = (kind: CellKind, name: string, ...aliases: string[]): CsvColumn => ({
  name,
  kind,
  required: false,
  aliases,
});
const required = (kind: CellKind, name: string, ...aliases: string[]): CsvColumn => ({
  ...column(kind, name, ...aliases),
  required: true,
});

const itemColumn = required('text', 'item', 'item id', 'part', 'part number', 'material', 'sku');
const locationColumn = required('text', 'location', 'location id', 'site', 'plant');
const siteOfBill = column('text', 'location', 'location id', 'site', 'plant');

/** Every file that the reader knows. `items` and `locations` must be there. */
export const csvFiles = {
  units: {
    name: 'units.csv',
    required: false,
    columns: [required('text', 'unit', 'id'), column('integer', 'decimals')],
  },
  unitConversions: {
    name: 'unit_conversions.csv',
    required: false,
    columns: [
      required('text', 'unit'),
      required('text', 'of'),
      required('text', 'factor'),
      column('text', 'item'),
    ],
  },
  calendars: {
    name: 'calendars.csv',
    required: false,
    columns: [
      required('text', 'calendar', 'id'),
      column('weekdays', 'weekdays', 'working days'),
      column('integer', 'minutesPerDay'),
    ],
  },
  holidays: {
    name: 'holidays.csv',
    required: false,
    columns: [
      required('text', 'calendar'),
      required('day', 'date', 'day'),
      column('flag', 'working'),
      column('text', 'name', 'description'),
    ],
  },
  locations: {
    name: 'locations.csv',
    required: true,
    columns: [
      required('text', 'location', 'id', 'site'),
      column('text', 'name', 'description'),
      column('text', 'timeZone'),
      column('text', 'calendar'),
    ],
  },
  items: {
    name: 'items.csv',
    required: true,
    columns: [
      required('text', 'item', 'id', 'part', 'part number', 'material', 'sku'),
      column('text', 'name', 'description'),
      column('text', 'unit', 'uom'),
      column('integer', 'decimals'),
    ],
  },
  boms: {
    name: 'boms.csv',
    required: false,
    columns: [
      required('text', 'item', 'parent', 'assembly'),
      siteOfBill,
      column('text', 'revision'),
      column('decimal', 'outputQuantity'),
      column('flag', 'phantom'),
      column('decimal', 'yield'),
      column('day', 'billFrom'),
      column('day', 'billUntil'),
      required('text', 'component'),
      required('decimal', 'quantityPer', 'quantity', 'qty per'),
      column('decimal', 'quantityFixed'),
      column('text', 'unit', 'uom'),
      column('decimal', 'scrap'),
      column('text', 'scrapConvention'),
      column('text', 'consumedAt', 'component location'),
      column('integer', 'offsetDays'),
      column('day', 'from', 'valid from'),
      column('day', 'until', 'valid until'),
    ],
  },
  yields: {
    name: 'yields.csv',
    required: false,
    columns: [
      required('text', 'item', 'parent', 'assembly'),
      siteOfBill,
      column('text', 'revision'),
      required('decimal', 'yield'),
      column('day', 'from', 'valid from'),
      column('day', 'until', 'valid until'),
    ],
  },
  routings: {
    name: 'routings.csv',
    required: false,
    columns: [
      itemColumn,
      siteOfBill,
      required('integer', 'sequence', 'operation number'),
      column('text', 'operation', 'name', 'description'),
      column('text', 'workCentre', 'work center'),
      column('decimal', 'setupMinutes'),
      column('decimal', 'minutesPerUnit'),
    ],
  },
  sourcing: {
    name: 'sourcing.csv',
    required: false,
    columns: [
      itemColumn,
      locationColumn,
      required('orderKind', 'kind'),
      column('text', 'supplier', 'vendor'),
      column('text', 'origin', 'from location'),
      column('integer', 'priority'),
      column('decimal', 'cost'),
      column('integer', 'leadTimeDays', 'lead time'),
      column('decimal', 'lotSizeMin', 'minimum lot size'),
      column('decimal', 'lotSizeMultiple'),
      column('decimal', 'lotSizeMax', 'maximum lot size'),
      column('integer', 'periodDays', 'period of supply'),
      column('day', 'from', 'valid from'),
      column('day', 'until', 'valid until'),
      column('text', 'calendar'),
      column('text', 'source', 'id'),
    ],
  },
  parameters: {
    name: 'parameters.csv',
    required: false,
    columns: [
      itemColumn,
      locationColumn,
      column('decimal', 'safetyStock'),
      column('text', 'safetyStockPolicy'),
      column('decimal', 'reorderMin', 'reorder level'),
      column('decimal', 'reorderMax', 'order up to'),
      column('integer', 'safetyTimeDays', 'safety time'),
      column('integer', 'receivingDays'),
    ],
  },
  safetyStocks: {
    name: 'safety_stocks.csv',
    required: false,
    columns: [
      itemColumn,
      locationColumn,
      required('day', 'from', 'valid from'),
      required('decimal', 'quantity', 'safety stock'),
    ],
  },
  stock: {
    name: 'stock.csv',
    required: false,
    columns: [
      itemColumn,
      locationColumn,
      required('decimal', 'quantity', 'qty', 'on hand'),
      column('text', 'unit', 'uom'),
      column('text', 'lot', 'batch'),
    ],
  },
  receipts: {
    name: 'receipts.csv',
    required: false,
    columns: [
      column('text', 'receipt', 'id', 'order', 'order number'),
      itemColumn,
      locationColumn,
      required('day', 'due', 'due date'),
      required('decimal', 'quantity', 'qty'),
      column('text', 'unit', 'uom'),
      column('orderKind', 'kind'),
      column('day', 'start', 'start date'),
      column('text', 'origin', 'from location'),
      column('day', 'ship', 'ship date'),
    ],
  },
  demands: {
    name: 'demands.csv',
    required: false,
    columns: [
      column('text', 'demand', 'id', 'order', 'order number'),
      itemColumn,
      locationColumn,
      required('day', 'due', 'due date'),
      required('decimal', 'quantity', 'qty'),
      column('text', 'unit', 'uom'),
      column('integer', 'priority'),
      column('text', 'customer'),
    ],
  },
} as const satisfies Readonly<Record<string, CsvFile>>;

/** A header or file name without case, spaces, underscores and hyphens. */
export const plainName = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');
