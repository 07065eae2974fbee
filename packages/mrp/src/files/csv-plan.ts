/**
 * A plan as CSV files: what a planner opens in a spreadsheet, or the next system reads.
 *
 * Quantities are decimals with a point, days `YYYY-MM-DD`, lines end in LF, the text is UTF-8.
 */
import { stringify } from 'csv-stringify/sync';
import type { Plan } from '../plan-view.ts';

/** A file of text, not yet written. */
export interface TextFile {
  /** Without a folder. */
  readonly name: string;
  readonly text: string;
}

const table = (columns: readonly string[], rows: readonly object[]): string =>
  stringify([...rows], { header: true, columns: [...columns] });

/**
 * planned_orders.csv, shortages.csv, messages.csv and balances.csv (per item, site, segment and
 * week).
 *
 * @example
 * csvOfPlan(plan(model, { today: '2026-01-05' })).map((file) => file.name)
 * // => ['planned_orders.csv', 'shortages.csv', 'messages.csv', 'balances.csv']
 */
export function csvOfPlan(plan: Plan): TextFile[] {
  return [
    { name: 'planned_orders.csv', text: table(orderColumns, plan.orders()) },
    { name: 'shortages.csv', text: table(shortageColumns, plan.shortages().map(flatShortage)) },
    { name: 'messages.csv', text: table(messageColumns, plan.messages()) },
    { name: 'balances.csv', text: table(balanceColumns, balances(plan)) },
  ];
}

const orderColumns = [
  'id',
  'kind',
  'item',
  'location',
  'quantity',
  'release',
  'due',
  'need',
  'source',
  'supplier',
  'origin',
  'substitute',
  'started',
  'segment',
];

const shortageColumns = [
  'demand',
  'item',
  'location',
  'due',
  'quantity',
  'lateDays',
  'available',
  'causeKind',
  'causeItem',
  'causeLocation',
  'cause',
  'segment',
  'causeSegment',
];

const messageColumns = [
  'code',
  'item',
  'location',
  'order',
  'day',
  'quantity',
  'text',
  'to',
  'by',
  'left',
  'orderStatus',
  'segment',
];

const balanceColumns = [
  'item',
  'location',
  'week',
  'gross',
  'receipts',
  'plannedReceipts',
  'plannedReleases',
  'balance',
  'segment',
];

function flatShortage(shortage: ReturnType<Plan['shortages']>[number]): object {
  const { cause, ...rest } = shortage;
  const { kind, item, location, segment, text } = cause;
  return {
    ...rest,
    causeKind: kind,
    causeItem: item,
    causeLocation: location,
    causeSegment: segment,
    cause: text,
  };
}

/** One row per item, site, segment and week in which something moves; `week` is its Monday. */
function balances(plan: Plan): object[] {
  const rows: object[] = [];
  for (const { item, location, segment } of plan.nodes()) {
    const record = plan.record(item, location, { bucket: 'week', segment });
    record.buckets.forEach((week, at) => {
      const moves = {
        gross: record.gross[at]!,
        receipts: record.receipts[at]!,
        plannedReceipts: record.plannedReceipts[at]!,
        plannedReleases: record.plannedReleases[at]!,
      };
      if (Object.values(moves).every((quantity) => Number(quantity) === 0)) return;
      rows.push({ item, location, segment, week, ...moves, balance: record.balance[at]! });
    });
  }
  return rows;
}
