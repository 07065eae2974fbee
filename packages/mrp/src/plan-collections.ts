/**
 * How a plan is kept: collections that SQL users find as tables `mrp_…` with typed views `mrp_…_v`.
 */
import { type Collection, collection } from '@kontor/kernel/store';
import { type ActionMessage, type MessageNeed, rankOf } from './messages/action-message.ts';
import type { MessageGroup } from './messages/message-groups.ts';
import { causedMessages } from './enquiry/caused-messages.ts';
import type { ForecastUse } from './enquiry/forecast-report.ts';
import type { Plan } from './plan-view.ts';
import type { PlannedOrder } from './planned-order.ts';
import type { Shortage, ShortageCause } from './shortages.ts';

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
/** An action message as a row, with what is behind it. */
export type StoredMessage = RowOf<
  Omit<ActionMessage, 'need'> & {
    /** How bad its kind is: 0 = worst. */
    readonly severity: number;
    readonly needKind?: MessageNeed['kind'];
    readonly need?: string;
    readonly needDay?: string;
    /** Of a message that follows from another: the id of that row, and what it says. */
    readonly causeMessage?: string;
    readonly cause?: string;
    /** Of a root cause: how many orders and demands are late because of it. */
    readonly lateOrders: number;
    readonly lateDemands: number;
  }
>;
/** A shortage as a row; its cause is one sentence and a place. */
export type StoredShortage = RowOf<
  Omit<Shortage, 'cause'> & {
    readonly cause: string;
    readonly causeKind: ShortageCause['kind'];
    readonly causeItem: string;
    readonly causeLocation: string;
    readonly causeSegment?: string;
  }
>;
/** A forecast as a row; its days [fromDay, untilDay). */
export type StoredForecast = RowOf<
  Omit<ForecastUse, 'from' | 'until' | 'consumedBy'> & {
    readonly fromDay: string;
    readonly untilDay: string;
  }
>;
/** What a demand took of a forecast; without a forecast, what none was left for. */
export type StoredForecastUse = RowOf<{
  readonly demand: string;
  readonly item: string;
  readonly location: string;
  readonly due: string;
  readonly forecast?: string;
  readonly quantity: string;
}>;

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
    segment: 'text',
    quantity: 'decimal',
    started: 'decimal',
    need: 'text',
    due: 'text',
    release: 'text',
    source: 'text',
    supplier: 'text',
    origin: 'text',
    substitute: 'text',
  },
  indexes: { byRun: ['run'], byItem: ['run', 'item', 'location', 'due'] },
});

/** Table `mrp_message`: each root cause, then the messages that follow from it. */
export const storedMessages: Collection<StoredMessage> = collection('mrp_message', {
  id: (row) => row.id,
  fields: {
    run: 'text',
    code: 'text',
    severity: 'integer',
    item: 'text',
    location: 'text',
    segment: 'text',
    order: 'text',
    orderStatus: 'text',
    day: 'text',
    to: 'text',
    quantity: 'decimal',
    by: 'decimal',
    left: 'decimal',
    needKind: 'text',
    need: 'text',
    needDay: 'text',
    text: 'text',
    causeMessage: 'text',
    cause: 'text',
    lateOrders: 'integer',
    lateDemands: 'integer',
  },
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
    segment: 'text',
    due: 'text',
    quantity: 'decimal',
    lateDays: 'integer',
    available: 'text',
    cause: 'text',
    causeKind: 'text',
    causeItem: 'text',
    causeLocation: 'text',
    causeSegment: 'text',
  },
  indexes: { byRun: ['run'] },
});

/** Table `mrp_forecast`: what became of each forecast. */
export const storedForecasts: Collection<StoredForecast> = collection('mrp_forecast', {
  id: (row) => row.id,
  fields: {
    run: 'text',
    forecast: 'text',
    item: 'text',
    location: 'text',
    fromDay: 'text',
    untilDay: 'text',
    gross: 'decimal',
    consumed: 'decimal',
    net: 'decimal',
    dropped: 'decimal',
    planned: 'decimal',
  },
  indexes: { byRun: ['run'] },
});

/** Table `mrp_forecast_use`: which demand took how much of which forecast. */
export const storedForecastUses: Collection<StoredForecastUse> = collection('mrp_forecast_use', {
  id: (row) => row.id,
  fields: {
    run: 'text',
    demand: 'text',
    item: 'text',
    location: 'text',
    due: 'text',
    forecast: 'text',
    quantity: 'decimal',
  },
  indexes: { byRun: ['run'] },
});

/** Rows of a run; each has its `run` and an index `byRun`. */
export const rowCollections = [
  storedOrders,
  storedMessages,
  storedShortages,
  storedForecasts,
  storedForecastUses,
] as const;

/** Every table of the planner. */
export const planCollections: readonly Collection[] = [currentRuns, planRuns, ...rowCollections];

/** A document and where it belongs. */
export interface PlanRow {
  readonly collection: Collection;
  readonly document: object;
}

/** Adds a row to those of its run; its id. */
type AddRow = <Row extends object>(of: Collection<Row>, row: Omit<Row, 'id' | 'run'>) => string;

/** All rows of a plan under a run. */
export function planRows(run: string, plan: Plan): PlanRow[] {
  const rows: PlanRow[] = [];
  const add: AddRow = (of, row) => {
    const id = `${run}/${String(rows.length).padStart(9, '0')}`;
    rows.push({ collection: of, document: { ...row, id, run } });
    return id;
  };
  for (const { id, ...order } of plan.orders()) add(storedOrders, { ...order, order: id });
  addMessages(plan.messageGroups(), add);
  for (const { cause, ...shortage } of plan.shortages()) {
    add(storedShortages, {
      ...shortage,
      cause: cause.text,
      causeKind: cause.kind,
      causeItem: cause.item,
      causeLocation: cause.location,
      ...(cause.segment !== undefined && { causeSegment: cause.segment }),
    });
  }
  addForecasts(plan, add);
  return rows;
}

/** Each root cause and, after it, what is said about the orders that are late because of it. */
function addMessages(groups: readonly MessageGroup[], add: AddRow): void {
  let root = '';
  for (const { message, cause, lateOrders, lateDemands } of causedMessages(groups)) {
    const id = add(storedMessages, {
      ...messageRow(message),
      ...(cause !== undefined && { causeMessage: root, cause: cause.text }),
      lateOrders,
      lateDemands,
    });
    if (cause === undefined) root = id;
  }
}

function messageRow({
  need,
  ...message
}: ActionMessage): Omit<StoredMessage, 'id' | 'run' | 'lateOrders' | 'lateDemands'> {
  return {
    ...message,
    severity: rankOf(message.code),
    ...(need !== undefined && {
      needKind: need.kind,
      needDay: need.day,
      ...(need.id !== undefined && { need: need.id }),
    }),
  };
}

function addForecasts(plan: Plan, add: AddRow): void {
  const { forecasts, demands } = plan.forecasts();
  for (const { from, until, consumedBy: _, ...forecast } of forecasts) {
    add(storedForecasts, { ...forecast, fromDay: from, untilDay: until });
  }
  for (const { demand, item, location, due, consumed, rest } of demands) {
    const row = { demand, item, location, due };
    for (const share of consumed) add(storedForecastUses, { ...row, ...share });
    if (rest !== '0') add(storedForecastUses, { ...row, quantity: rest });
  }
}
