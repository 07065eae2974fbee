/**
 * Independent demand, compiled: orders as dated, and of each forecast what they have not consumed.
 *
 * Consumption is computed anew in every run from orders and gross forecast, never stored. Inside
 * the demand time fence forecast is ignored; the rest is spread over the working days of the site.
 */
import { type Day, day } from '@kontor/kernel';
import { consumeForecast, type ForecastConsumption } from './forecast/consume.ts';
import { spreadForecast } from './forecast/spread.ts';
import type { Flow } from './flows.ts';
import type { ModelIndex } from './model-index.ts';
import type { NodeTable } from './node-table.ts';
import { needDay, type PlanTerms } from './plan-terms.ts';

/** The forecasts of one item at one site, after its orders. */
export interface ConsumedForecast {
  readonly node: number;
  /** Rows of the model's forecasts, by first day; one for each period. */
  readonly rows: readonly number[];
  /** Rows of the model's demands that consumed, one for each order. */
  readonly demandRows: readonly number[];
  readonly consumption: ForecastConsumption;
  /** Net forecast that counts as demand, by period: what lies inside the fence is left out. */
  readonly planned: readonly number[];
}

/** Independent demand of all nodes. */
export interface CompiledDemand {
  /** Rows of `demands`, less what stock is reserved for. */
  readonly demands: readonly Flow[];
  /** Rows of `forecasts`. */
  readonly forecasts: readonly Flow[];
  readonly consumed: readonly ConsumedForecast[];
}

/** Compiles demands and forecasts. */
export function compileDemand(
  index: ModelIndex,
  nodes: NodeTable,
  terms: PlanTerms,
  reserved: ReadonlyMap<number, number>,
): CompiledDemand {
  const { model, units, dayAt } = index;
  const rows = model.demands.map((row, at): Flow => {
    const segment = index.segmentAt(row.item, row.location, row.segment);
    const node = nodes.find(row.item, row.location, segment);
    const due = dayAt(row.location, row.due);
    return { node, day: due, quantity: units.steps(row.item, row.quantity, row.unit), row: at };
  });
  const demands = rows.map((flow) => ({
    ...flow,
    day: needDay(terms, flow.day),
    quantity: flow.quantity - (reserved.get(flow.row) ?? 0),
  }));
  const consumed: ConsumedForecast[] = [];
  const forecasts: Flow[] = [];
  const byNode = forecastsByNode(index, nodes);
  const orders = ordersByNode(index, rows, byNode);
  for (const [node, ofNode] of byNode) {
    const spread = forecastOfNode(index, nodes, terms, node, ofNode, orders.get(node)!);
    consumed.push(spread.consumed);
    forecasts.push(...spread.flows);
  }
  return { demands, forecasts, consumed };
}

function forecastsByNode({ model }: ModelIndex, nodes: NodeTable): Map<number, number[]> {
  const found = new Map<number, number[]>();
  model.forecasts.forEach(({ item, location }, row) => {
    const node = nodes.find(item, location);
    const ofNode = found.get(node);
    if (ofNode === undefined) found.set(node, [row]);
    else ofNode.push(row);
  });
  return found;
}

/** The orders that may consume forecast: those of no segment, at nodes that have one. */
function ordersByNode(
  { model }: ModelIndex,
  rows: readonly Flow[],
  forecasts: ReadonlyMap<number, unknown>,
): Map<number, Flow[]> {
  const found = new Map(Array.from(forecasts.keys(), (node) => [node, [] as Flow[]]));
  for (const flow of rows) {
    if (model.demands[flow.row]!.segment === undefined) found.get(flow.node)?.push(flow);
  }
  return found;
}

function forecastOfNode(
  { model, units, ...index }: ModelIndex,
  nodes: NodeTable,
  terms: PlanTerms,
  node: number,
  forecastRows: readonly number[],
  orders: readonly Flow[],
): { readonly consumed: ConsumedForecast; readonly flows: Flow[] } {
  const { item, location } = nodes.at(node);
  const policy = index.parameterOf(item, location);
  const rows = forecastRows.toSorted((a, b) => startOf(model, a) - startOf(model, b));
  const periods = rows.map((row) => {
    const { from, until, quantity, unit } = model.forecasts[row]!;
    return { from: day(from), until: day(until), quantity: units.steps(item, quantity, unit) };
  });
  const consumption = consumeForecast({
    periods,
    orders: orders.map(({ row, day: due, quantity }) => ({
      id: model.demands[row]!.id ?? '',
      due,
      quantity,
    })),
    mode: policy?.consumptionMode,
    backwardDays: policy?.consumeBackwardDays,
    forwardDays: policy?.consumeForwardDays,
  });
  const calendar = index.calendarOf(location);
  const demand = spreadForecast({
    periods: periods.map((period, at) => ({ ...period, quantity: consumption.net[at]! })),
    today: calendar.after(terms.today, policy?.demandTimeFenceDays ?? 0),
    groupDays: policy?.forecastGroupDays,
    calendar: calendar.workingDays,
  });
  const planned = periods.map(() => 0);
  for (const { period, quantity } of demand) planned[period]! += quantity;
  const demandRows = orders.map(({ row }) => row);
  return {
    consumed: { node, rows, demandRows, consumption, planned },
    flows: demand.map((part) => ({
      node,
      day: needDay(terms, part.day),
      quantity: part.quantity,
      row: rows[part.period]!,
    })),
  };
}

const startOf = ({ forecasts }: ModelIndex['model'], row: number): Day => day(forecasts[row]!.from);
