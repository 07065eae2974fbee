/**
 * What needs and supplies are called where the model gives them no id.
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { orderId, ranksOf } from '../planned-order.ts';

/** A demand's id, or its place in the list of those that have none. */
export function demandName({ model }: Network, row: number): string {
  return model.demands[row]!.id ?? `demand ${row + 1}`;
}

/** A receipt's id, or its place in the list. */
export function receiptName({ model }: Pick<Network, 'model'>, row: number): string {
  return model.receipts[row]!.id ?? `receipt ${row + 1}`;
}

/** A forecast's id, or its place in the list. */
export function forecastName({ model }: Network, row: number): string {
  return model.forecasts[row]!.id ?? `forecast ${row + 1}`;
}

/** The lot of a row of stock, or its place in the list. */
export function stockName({ model }: Pick<Network, 'model'>, row: number): string {
  return model.stock[row]!.lot ?? `stock ${row + 1}`;
}

/** Ids of planned orders by number; the ranks of a node are counted once. */
export function orderNames(network: Network, draft: Draft): (order: number) => string {
  const byNode = new Map<number, Int32Array>();
  return (order) => {
    const node = draft.node[order]!;
    const ranks = byNode.get(node) ?? ranksOf(draft, node);
    byNode.set(node, ranks);
    return orderId(network, draft, order, ranks[order - draft.start[node]!]!);
  };
}
