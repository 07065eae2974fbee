/**
 * Columns of what there is and what it is made of: units, calendars, sites, items, bills, routings.
 */
import { bomLine } from '../model/structure.ts';
import { choice, column, mayBeBlank, required } from './csv-column.ts';

const itemColumn = required('text', 'item', 'item id', 'part', 'part number', 'material', 'sku');
const siteOfBill = column('text', 'location', 'location id', 'site', 'plant');
/** What names a bill. */
const billColumns = [
  required('text', 'item', 'parent', 'assembly'),
  siteOfBill,
  column('text', 'revision'),
  column('text', 'alternate'),
];

/** The files of structure. */
export const structureFiles = {
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
      required('fraction', 'factor'),
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
      column('integer', 'leadTimeDays', 'lead time'),
      column('decimal', 'cost', 'unit cost', 'standard cost'),
      column('decimal', 'mass', 'weight'),
    ],
  },
  boms: {
    name: 'boms.csv',
    required: false,
    columns: [
      ...billColumns,
      column('integer', 'leadTimeDays', 'lead time'),
      column('integer', 'preparationDays'),
      column('fraction', 'outputQuantity'),
      column('flag', 'phantom'),
      column('decimal', 'yield'),
      column('day', 'billFrom'),
      column('day', 'billUntil'),
      mayBeBlank('text', 'component'),
      mayBeBlank('fraction', 'quantityPer', 'quantity', 'qty per'),
      column('decimal', 'quantityFixed'),
      column('text', 'unit', 'uom'),
      column('decimal', 'scrap'),
      choice('scrapConvention', bomLine.shape.scrapConvention.unwrap().options),
      column('text', 'consumedAt', 'component location'),
      column('integer', 'offsetDays'),
      column('day', 'from', 'valid from'),
      column('day', 'until', 'valid until'),
    ],
  },
  bomOutputs: {
    name: 'bom_outputs.csv',
    required: false,
    columns: [
      ...billColumns,
      required('text', 'output', 'co-product', 'by-product'),
      required('fraction', 'quantityPer', 'quantity', 'qty per'),
      column('text', 'unit', 'uom'),
      column('text', 'receivedAt', 'output location'),
      column('decimal', 'costShare'),
    ],
  },
  yields: {
    name: 'yields.csv',
    required: false,
    columns: [
      ...billColumns,
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
      column('decimal', 'costPerHour'),
    ],
  },
} as const;
