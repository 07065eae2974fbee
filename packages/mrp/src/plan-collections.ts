/**
 * How a plan is kept: collections that SQL users find as tables `mrp_…` with typed views `mrp_…_v`.
 */
import { type Collection, collection } from '@kontor/kernel/store';
import type { ActionMessage } from './messages/action-message.ts';
import type { Plan } from './plan-view.ts';
import type { PlannedOrder } from './planned-order.ts';
import type { Shortage } from './shortages.ts';

/** One stored planning run. */
export interface PlanRun {
  readonly id: string;
  /** Which plan it is a run of; `main` by default. */
  readonly name: string;
  /** The day it was planned for. */
  readonly today: string;
  /** UTC instant, ISO 8601. */
  readonly storedAt: string;
  readonly orderCount: number;
  readonly shortageCount: number;
  /** A run is read through `mrp_current_run`; the others are on their way in or out. */
  readonly state: 'writing' | 'stored' | 'forgotten';
}

/** The current run of each name. */
export interface CurrentRun {
  readonly name: string;
  readonly run: string;
}

/** A row of a run: `id` is `<run>/<number>`. */
type RowOf<Row> = Row & { readonly id: string; readonly run: string };
/** A planned order as a row; `order` is its readable id. */
export type StoredOrder = RowOf<Omit<PlannedOrder, 'id'> & { readonly order: string }>;
/** An action message as a row. */
export type StoredMessage = RowOf<ActionMessage>;
/** A shortage as a row; its cause is one sentence. */
export type StoredShortage = RowOf<Omit<Shortage, 'cause'> & { readonly cause: string }>;

/** Table `mrp_current_run`: which run counts, by the plan's name. */
export const currentRuns: Collection<CurrentRun> = collection('mrp_current_run', {
  id: (row) => row.name,
  fields: { name: 'text', run: 'text' },
});

/** Table `mrp_run`: every run that is kept. */
export const planRuns: Collection<PlanRun> = collection('mrp_run', {
  id: (row) => row.id,
  fields: {
    name: 'text',
    today: 'text',
    storedAt: 'text',
    orderCount: 'integer',
    shortageCount: 'integer',
    state: 'text',
  },
  indexes: { byName: ['name', 'storedAt'] },
});

/** Table `mrp_planned_order`: days are `YYYY-MM-DD`, quantities decimals of the stocking unit. */
export const storedOrders: Collection<StoredOrder> = collection('mrp_planned_order', {
  id: (row) => row.id,
  fields: {
    run: 'text',
    order: 'text',
    kind: 'text',
    item: 'text',
    location: 'text',
    quantity: 'decimal',
    started: 'decimal',
    need: 'text',
    due: 'text',
    release: 'text',
    source: 'text',
    supplier: 'text',
    origin: 'text',
  },
  indexes: { byRun: ['run'], byItem: ['run', 'item', 'location', 'due'] },
});

/** Table `mrp_message`. */
export const storedMessages: Collection<StoredMessage> = collection('mrp_message', {
  id: (row) => row.id,
  fields: { run: 'text', code: 'text', item: 'text', location: 'text', day: 'text', text: 'text' },
  indexes: { byRun: ['run'] },
});

/** Table `mrp_shortage`. */
export const storedShortages: Collection<StoredShortage> = collection('mrp_shortage', {
  id: (row) => row.id,
  fields: {
    run: 'text',
    demand: 'text',
    item: 'text',
    location: 'text',
    due: 'text',
    quantity: 'decimal',
    lateDays: 'integer',
    available: 'text',
    cause: 'text',
  },
  indexes: { byRun: ['run'] },
});

/** Rows of a run; each has its `run` and an index `byRun`. */
export const rowCollections = [storedOrders, storedMessages, storedShortages] as const;

/** Every table of the planner. */
export const planCollections: readonly Collection[] = [currentRuns, planRuns, ...rowCollections];

/** A document and where it belongs. */
export interface PlanRow {
  readonly collection: Collection;
  readonly document: object;
}

/** All rows of a plan under a run. */
export function planRows(run: string, plan: Plan): PlanRow[] {
  const rows: PlanRow[] = [];
  const add = <Row extends object>(of: Collection<Row>, row: Omit<Row, 'id' | 'run'>): void => {
    const id = `${run}/${String(rows.length).padStart(9, '0')}`;
    rows.push({ collection: of, document: { ...row, id, run } });
  };
  for (const { id, ...order } of plan.orders()) add(storedOrders, { ...order, order: id });
  for (const message of plan.messages()) add(storedMessages, message);
  for (const { cause, ...shortage } of plan.shortages()) {
    add(storedShortages, { ...shortage, cause: cause.text });
  }
  return rows;
}
