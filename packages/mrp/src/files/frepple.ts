/**
 * frePPLe files: what `frepplectl dumpdata` writes, read as a planning model.
 *
 * Items, sites, calendars, stock, operations, suppliers, lanes, demands and open orders are mapped;
 * what the planning model does not hold (capacity, skills, setups, alternate materials) is named in
 * `notes`, so that nobody takes a plan for more than it is. Faults come all at once.
 *
 * @source frePPLe documentation, "Model reference"; rows as in its demonstration models
 */
import { type Day, decimal, type DecimalInput, formatDay } from '@kontor/kernel';
import { MrpError } from '../errors.ts';
import type { ModelInput } from '../model.ts';
import { type FreppleCalendar, freppleDay, readCalendars } from './frepple-calendar.ts';
import { type FreppleFile, readFreppleRows } from './frepple-file.ts';
import { checkNames, type FreppleTrees, readTrees } from './frepple-names.ts';
import { type Makings, readOperations } from './frepple-operations.ts';
import { type OrderTerms, parameterOf, readDemands, readReceipts } from './frepple-orders.ts';
import {
  laneRules,
  type Place,
  purchaseRules,
  type RuleContext,
  rulesInForce,
} from './frepple-rules.ts';
import type { FreppleTree } from './frepple-tree.ts';

/** A frePPLe file as a planning model. */
export interface FreppleModel {
  /** For `checkModel`. */
  readonly model: ModelInput;
  /** The plan's day, `YYYY-MM-DD`. */
  readonly today: string;
  /** What the file says and the model does not take over, a sentence each. */
  readonly notes: readonly string[];
}

/** How a frePPLe file is read. */
export interface FreppleOptions {
  /** The plan's day, `YYYY-MM-DD`, instead of the file's `currentdate`. */
  readonly today?: string;
  /** Whether demands in status `quote` are planned; they are left out unless asked for. */
  readonly quotes?: 'leave' | 'plan';
  /**
   * `replay` plans closed demands due today or later as if they were still open: with an earlier
   * `today`, the past is planned with today's stock. Left out unless asked for.
   */
  readonly history?: 'leave' | 'replay';
}

/** Calendars are read this many days around the days that the file names. */
const HORIZON_MARGIN_DAYS = 730;

/**
 * Reads a frePPLe file.
 *
 * @param path - Django fixture in JSON, plain or gzipped
 * @throws MrpError MRP_FREPPLE_UNREADABLE — no such file, or no list of rows
 * @throws MrpError MRP_FREPPLE_INVALID — unknown tables, wrong values, names that nothing carries
 * @throws MrpError MRP_BAD_OPTION — the file has no `currentdate` that is a date, and no `today` is
 * given
 */
export async function readFrepple(
  path: string,
  options: FreppleOptions = {},
): Promise<FreppleModel> {
  const file = await readFreppleRows(path);
  const terms = orderTerms(file, options);
  const model = readModel(file, terms);
  if (file.issues.length > 0) {
    throw new MrpError('MRP_FREPPLE_INVALID', { file: path, issues: file.issues });
  }
  return { model: withDecimals(model), today: terms.today, notes: file.notes() };
}

function orderTerms(file: FreppleFile, options: FreppleOptions): OrderTerms {
  const value = options.today ?? parameterOf(file, 'currentdate') ?? '';
  const now = value.replace('T', ' ');
  if (!/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?$/.test(now)) {
    const expected = `a day such as '2026-03-02': the file's parameter 'currentdate' is none`;
    throw new MrpError('MRP_BAD_OPTION', { option: 'today', value, expected });
  }
  return {
    now: now.length === 10 ? `${now} 00:00:00` : now,
    today: formatDay(freppleDay(now)),
    quotes: options.quotes ?? 'leave',
    history: options.history ?? 'leave',
  };
}

function readModel(file: FreppleFile, terms: OrderTerms): ModelInput {
  const makings = readOperations(file);
  const demands = readDemands(file, terms);
  const receipts = readReceipts(file, makings, terms);
  const trees = readTrees(file);
  checkNames(file, trees);
  const days = [terms.today, ...demands.map((row) => row.due), ...receipts.map((row) => row.due)];
  const calendars = calendarsAround(file, days.map(freppleDay));
  const stock = file.rowsOf('input.buffer').map(({ fields }) => ({
    item: fields.item_id,
    location: fields.location_id,
    quantity: decimal(fields.onhand ?? 0).toFixed(),
    safetyStock: decimal(fields.minimum ?? 0).toFixed(),
  }));
  const firmIssues = receipts.flatMap(({ item, origin }) =>
    origin === undefined ? [] : [{ item, location: origin }],
  );
  const needed: Place[] = [...stock, ...demands, ...receipts, ...firmIssues];
  const context = ruleContext(file, trees, calendars);
  const rules = [
    ...makings.used.map((making) => making.rule),
    ...purchaseRules(file, context),
    ...laneRules(file, context),
  ];
  return {
    calendars,
    locations: sites(file, trees.locations),
    items: items(file, trees.items),
    boms: makings.all.map((making) => making.bom),
    routings: routingsOf(makings),
    sourcing: rulesInForce(rules, needed),
    parameters: stock
      .filter((row) => Number(row.safetyStock) > 0)
      .map(({ item, location, safetyStock }) => ({ item, location, safetyStock })),
    stock: stock
      .filter((row) => Number(row.quantity) !== 0)
      .map(({ item, location, quantity }) => ({ item, location, quantity })),
    receipts,
    demands,
  };
}

function calendarsAround(file: FreppleFile, days: readonly Day[]): FreppleCalendar[] {
  const named = new Set<string>();
  for (const table of ['input.location', 'input.supplier'] as const) {
    for (const { fields } of file.rowsOf(table)) {
      if (fields.available_id != null) named.add(fields.available_id);
    }
  }
  const first = days.reduce((least, value) => Math.min(least, value), Infinity);
  const last = days.reduce((most, value) => Math.max(most, value), -Infinity);
  return readCalendars(file, named, {
    first: first - HORIZON_MARGIN_DAYS,
    last: last + HORIZON_MARGIN_DAYS,
  });
}

function ruleContext(
  file: FreppleFile,
  trees: FreppleTrees,
  calendars: readonly FreppleCalendar[],
): RuleContext {
  const byId = new Map(calendars.map((calendar) => [calendar.id, calendar]));
  const calendarOf = (table: 'input.location' | 'input.supplier') =>
    new Map(
      file.rowsOf(table).map(({ fields }) => [fields.name, byId.get(fields.available_id ?? '')]),
    );
  const ofSite = calendarOf('input.location');
  const ofSupplier = calendarOf('input.supplier');
  return {
    ...trees,
    siteMinutes: (location) => ofSite.get(location)?.minutesPerDay ?? 1440,
    supplierCalendar: (supplier) => ofSupplier.get(supplier),
  };
}

function sites(file: FreppleFile, tree: FreppleTree): ModelInput['locations'] {
  const calendar = new Map(
    file.rowsOf('input.location').map(({ fields }) => [fields.name, fields.available_id]),
  );
  return tree.planned.map((id) => {
    const named = calendar.get(id);
    return named == null ? { id } : { id, calendar: named };
  });
}

/** One routing for an item at a site: that of the operation used first. */
function routingsOf({ used }: Makings): ModelInput['routings'] {
  return used.filter((making) => making.alternate === undefined).map(({ routing }) => routing);
}

function items(file: FreppleFile, tree: FreppleTree): ModelInput['items'] {
  const rows = new Map(file.rowsOf('input.item').map(({ fields }) => [fields.name, fields]));
  return tree.planned.map((id) => {
    const { description: name, cost, weight } = rows.get(id)!;
    return {
      id,
      ...(name && { name }),
      ...(isPositive(cost) && { cost: decimal(cost).toFixed() }),
      ...(isPositive(weight) && { mass: decimal(weight).toFixed() }),
    };
  });
}

const isPositive = (value: number | string | null | undefined): value is number | string =>
  Number(value ?? 0) > 0;

/** Gives every item the finest step that any of its quantities has, at most a millionth. */
function withDecimals(model: ModelInput): ModelInput {
  const decimals = new Map<string, number>();
  const see = (item: string, quantity: DecimalInput | undefined): void => {
    if (quantity === undefined) return;
    const places = decimal(quantity).decimalPlaces();
    decimals.set(item, Math.min(6, Math.max(places, decimals.get(item) ?? 0)));
  };
  for (const rows of [model.stock, model.receipts, model.demands]) {
    for (const { item, quantity } of rows ?? []) see(item, quantity);
  }
  for (const { item, safetyStock } of model.parameters ?? []) {
    // One figure per buffer: frePPLe's minimum calendars are not read.
    if (!Array.isArray(safetyStock)) see(item, safetyStock);
  }
  for (const row of model.sourcing ?? []) {
    for (const size of [row.lotSizeMin, row.lotSizeMultiple, row.lotSizeMax]) see(row.item, size);
  }
  for (const { item, outputQuantity, lines, outputs = [] } of model.boms ?? []) {
    see(item, outputQuantity);
    for (const output of outputs) see(output.item, output.quantityPer);
    for (const { component, quantityPer } of lines) see(component, quantityPer);
  }
  return {
    ...model,
    items: model.items.map((row) => ({ ...row, decimals: decimals.get(row.id) ?? 0 })),
  };
}
