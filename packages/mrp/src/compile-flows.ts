/**
 * Stock and dated flows of all nodes, compiled and sorted: what is there, what comes, what goes.
 */
import { compileDemand, type ConsumedForecast } from './compile-demand.ts';
import { compileReceipts } from './compile-receipts.ts';
import { compileStock, type Lot } from './compile-stock.ts';
import type { Supply } from './compile-supply.ts';
import { byNodeAndDay, type Flows } from './flows.ts';
import type { ModelIndex } from './model-index.ts';
import type { NodeTable } from './node-table.ts';
import { needDay, type PlanTerms } from './plan-terms.ts';
import { FOREVER } from './site-calendar.ts';

/** Stock and dated flows of all nodes. */
export interface CompiledFlows {
  readonly onHand: Float64Array;
  /** Rows of `demands`; -1 = stock below nothing, a need of today. */
  readonly demands: Flows;
  /** Rows of `forecasts`: what orders have not consumed. */
  readonly forecasts: Flows;
  /** Rows of `receipts`. */
  readonly receipts: Flows;
  /** Rows of `stock` that is held until a day. */
  readonly held: Flows;
  /**
   * Components of make receipts not yet started, and transfers not yet shipped; rows of `receipts`.
   */
  readonly firmIssues: Flows;
  /** Co-products of make receipts not yet started; rows of `receipts`. */
  readonly firmOutputs: Flows;
  /** Of nodes where something expires, all lots of stock and receipts. */
  readonly lots: ReadonlyMap<number, readonly Lot[]>;
  /** What of each demand is reserved in stock, by its row of `demands`. */
  readonly reserved: ReadonlyMap<number, number>;
  readonly consumed: readonly ConsumedForecast[];
}

/** Compiles stock, demands, forecasts, open orders and what these take and yield. */
export function compileFlows(
  index: ModelIndex,
  nodes: NodeTable,
  supply: Supply,
  terms: PlanTerms,
): CompiledFlows {
  const stock = compileStock(index, nodes, terms);
  const { onHand, reserved, debts, held } = stock;
  const demand = compileDemand(index, nodes, terms, reserved);
  const open = compileReceipts(index, nodes, supply, terms);
  const today = debts.map((debt) => ({ ...debt, day: needDay(terms, debt.day) }));
  return {
    onHand,
    demands: byNodeAndDay(nodes.count, [...today, ...demand.demands]),
    forecasts: byNodeAndDay(nodes.count, demand.forecasts),
    receipts: byNodeAndDay(nodes.count, open.receipts),
    held: byNodeAndDay(nodes.count, held),
    firmIssues: byNodeAndDay(nodes.count, open.firmIssues),
    firmOutputs: byNodeAndDay(nodes.count, open.firmOutputs),
    lots: expiringLots([stock.lots, open.lots]),
    reserved,
    consumed: demand.consumed,
  };
}

/** The lots of nodes where one expires; the others need no care. */
function expiringLots(
  lots: readonly ReadonlyMap<number, readonly Lot[]>[],
): Map<number, readonly Lot[]> {
  const found = new Map<number, readonly Lot[]>();
  for (const byNode of lots) {
    for (const [node, ofNode] of byNode) {
      if (ofNode.some(({ expires }) => expires < FOREVER)) found.set(node, []);
    }
  }
  for (const node of found.keys()) {
    found.set(
      node,
      lots.flatMap((byNode) => byNode.get(node) ?? []),
    );
  }
  return found;
}
