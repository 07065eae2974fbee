/**
 * Columns of what is there, what is coming and what is wanted: stock, reservations, open orders,
 * demands, forecasts.
 */
import { receipt, stock } from '../model/flows.ts';
import { choice, column, required } from './csv-column.ts';

const place = [
  required('text', 'item', 'item id', 'part', 'part number', 'material', 'sku'),
  required('text', 'location', 'location id', 'site', 'plant'),
];
const quantity = required('decimal', 'quantity', 'qty');
const due = required('day', 'due', 'due date');
const unit = column('text', 'unit', 'uom');
const expires = column('day', 'expires', 'expiry date', 'best before');
const segment = column('text', 'segment', 'project');

/** The files of flows. */
export const flowFiles = {
  stock: {
    name: 'stock.csv',
    required: false,
    columns: [
      ...place,
      required('decimal', 'quantity', 'qty', 'on hand'),
      unit,
      column('text', 'lot', 'batch'),
      choice('status', stock.shape.status.unwrap().options),
      column('day', 'availableOn', 'available from'),
      expires,
      segment,
    ],
  },
  reservations: {
    name: 'reservations.csv',
    required: false,
    columns: [...place, required('text', 'demand', 'order', 'order number'), quantity, unit],
  },
  receipts: {
    name: 'receipts.csv',
    required: false,
    columns: [
      column('text', 'receipt', 'id', 'order', 'order number'),
      ...place,
      due,
      quantity,
      unit,
      choice('kind', receipt.shape.kind.unwrap().options),
      choice('status', receipt.shape.status.unwrap().options),
      expires,
      segment,
      column('text', 'alternate'),
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
      ...place,
      due,
      quantity,
      unit,
      column('integer', 'priority'),
      column('text', 'customer'),
      segment,
    ],
  },
  forecasts: {
    name: 'forecasts.csv',
    required: false,
    columns: [
      column('text', 'forecast', 'id'),
      ...place,
      required('day', 'from', 'valid from'),
      required('day', 'until', 'valid until'),
      quantity,
      unit,
    ],
  },
} as const;
