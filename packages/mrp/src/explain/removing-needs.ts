/**
 * Changes of needs that may make an order unnecessary: of demand, forecast, required stock, and of
 * the planned orders that need it.
 */
import { findDemand, findOrder } from '../pegging/find-order.ts';
import { demandName, forecastName } from '../pegging/names.ts';
import { orderPegging } from '../pegging/order-pegging.ts';
import type { ModelChange, StockChange } from './model-change.ts';
import { type Question, stockThatRemoves, TRIED } from './removing-supply.ts';
import { isGone, smallest, tryChange } from './search-change.ts';

/** Demands of the place and those at the ends of pegging: the least less of each. */
export function demandChanges(question: Question): ModelChange[] {
  const { trial } = question;
  const rows = new Set([...ownDemands(question), ...endRows(question, 'demand')]);
  return [...rows].slice(0, TRIED).flatMap((row) => {
    const { item, quantity, unit } = trial.model.demands[row]!;
    const { network } = trial;
    const { units } = network.index;
    const asked = units.steps(item, quantity, unit);
    const free = asked - (network.reserved.get(row) ?? 0);
    const changeOf = (less: number): ModelChange => ({
      kind: 'demand',
      id: demandName(network, row),
      row,
      to: units.format(item, asked - less),
    });
    const less = smallest(free, (by) => isGoneWithLess(question, row, by, changeOf(by)));
    return less === undefined ? [] : [changeOf(less)];
  });
}

/** Whether the order is gone when a demand asks for less. */
function isGoneWithLess(
  { trial, target, node }: Question,
  row: number,
  by: number,
  change: ModelChange,
): boolean | undefined {
  const { demands, consumed } = trial.network;
  let flow = demands.start[node]!;
  while (flow < demands.start[node + 1]! && demands.row[flow] !== row) flow++;
  const isHere = flow < demands.start[node + 1]!;
  // Where demand uses up forecast, less of one is more of the other.
  const isAlone = isHere && !consumed.some((one) => one.node === node);
  if (!isAlone) return tryChange(trial, change, target)?.removed;
  return isGone(trial, target, node, { less: { flow, quantity: by } }, change);
}

/** Rows of demands of the place up to the day, the nearest first. */
function ownDemands({ trial, target, node }: Question): number[] {
  const { demands } = trial.network;
  const rows: number[] = [];
  for (let at = demands.start[node + 1]! - 1; at >= demands.start[node]!; at--) {
    const isRebuilt = isRebuiltToday(trial.network, node, target.need);
    if (demands.row[at] === -1 || (demands.day[at]! > target.need && !isRebuilt)) continue;
    rows.push(demands.row[at]!);
  }
  return rows;
}

/** Whether an order for today may answer a break that comes later. */
const isRebuiltToday = (
  { policies, terms }: Question['trial']['network'],
  node: number,
  need: number,
): boolean => need === terms.today && policies[node]!.safetyStockPolicy === 'rebuildNow';

/** Rows of demands or forecasts at the ends of an order's pegging. */
function endRows({ trial, order }: Question, kind: 'demand' | 'forecast'): number[] {
  const { network, draft } = trial;
  const { ends } = orderPegging(network, draft, order).up({ full: true });
  const rowOf = (id: string): number =>
    kind === 'demand'
      ? findDemand(network, id)
      : network.model.forecasts.findIndex((_, row) => forecastName(network, row) === id);
  return ends.filter((end) => end.kind === kind).map(({ id }) => rowOf(id));
}

/** Forecasts of the place and at the ends of pegging: the least less of each. */
export function forecastChanges(question: Question): ModelChange[] {
  const { trial, target, node } = question;
  const { network } = trial;
  const own = network.consumed.find((one) => one.node === node)?.rows ?? [];
  const rows = new Set([...endRows(question, 'forecast'), ...own]);
  return [...rows].slice(0, TRIED).flatMap((row) => {
    const { item, quantity, unit } = trial.model.forecasts[row]!;
    const { units } = network.index;
    const asked = units.steps(item, quantity, unit);
    const changeOf = (less: number): ModelChange => ({
      kind: 'forecast',
      id: forecastName(network, row),
      row,
      to: units.format(item, asked - less),
    });
    const less = smallest(asked, (by) => tryChange(trial, changeOf(by), target)?.removed);
    return less === undefined ? [] : [changeOf(less)];
  });
}

/** The safety stock and the reorder level: the least less of each. */
export function requiredStockChanges(question: Question): ModelChange[] {
  const { trial, target } = question;
  const { item, location, segment } = target;
  const { parameterOf, units } = trial.network.index;
  const row = parameterOf(item, location);
  if (row === undefined || segment !== undefined) return [];
  const { safetyStock, reorderMin = '0' } = row;
  const safetyStocks =
    typeof safetyStock === 'string' ? [safetyStock] : safetyStock.map(({ quantity }) => quantity);
  const changesOf = (kind: 'safetyStock' | 'reorderMin', figures: string[]): ModelChange[] => {
    const most = Math.max(...figures.map((text) => units.steps(item, text)));
    const changeOf = (less: number): ModelChange => {
      return { kind, item, location, to: units.format(item, most - less) };
    };
    const less = smallest(most, (by) => tryChange(trial, changeOf(by), target)?.removed);
    return less === undefined ? [] : [changeOf(less)];
  };
  return [...changesOf('safetyStock', safetyStocks), ...changesOf('reorderMin', [reorderMin])];
}

/** The planned orders that need it, each by itself; all together where none is enough. */
export function parentChanges(question: Question): ModelChange[] {
  const { trial, target, order } = question;
  const { network, draft } = trial;
  const shares = orderPegging(network, draft, order).up();
  const parents = new Set(shares.filter(({ kind }) => kind === 'order').map(({ id }) => id));
  const stock = [...parents]
    .slice(0, TRIED)
    .map((id) => [id, stockInPlaceOf(question, id)] as const);
  const known = stock.flatMap(([id, more]) => (more === undefined ? [] : [{ id, more }]));
  const changes = known.map(({ id, more }): ModelChange => {
    return { kind: 'parents', orders: [id], stock: [more] };
  });
  const enough = changes.filter((change) => tryChange(trial, change, target)?.removed === true);
  if (enough.length > 0 || known.length < parents.size || known.length < 2) return enough;
  const orders = known.map(({ id }) => id);
  return [{ kind: 'parents', orders, stock: together(known.map(({ more }) => more)) }];
}

/** The least stock with which a planned order falls away. */
function stockInPlaceOf({ trial }: Question, id: string): StockChange | undefined {
  const { network, draft } = trial;
  const order = findOrder(network, draft, id);
  const node = draft.node[order]!;
  const target = { ...network.nodes.at(node), need: draft.need[order]! };
  return stockThatRemoves(trial, target, node);
}

/** Of several stocks of one place the largest: it serves the earlier orders too. */
function together(stock: readonly StockChange[]): StockChange[] {
  const byPlace = new Map<string, StockChange>();
  for (const one of stock) {
    const key = JSON.stringify([one.item, one.location, one.segment]);
    const other = byPlace.get(key);
    if (other === undefined || Number(other.quantity) < Number(one.quantity)) {
      byPlace.set(key, one);
    }
  }
  return [...byPlace.values()];
}
