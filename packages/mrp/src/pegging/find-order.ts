/**
 * Orders and demands by what they are called.
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { orderId } from '../planned-order.ts';
import { demandName, receiptName } from './names.ts';

/** The number of the planned order with the id; -1 where there is none. */
export function findOrder(network: Network, draft: Draft, id: string): number {
  // An id ends with its due day and rank; what is before may hold any sign.
  const [, place, day, rank] = /^(.*)\/([^/]*)\/(\d+)$/s.exec(id) ?? [];
  if (place === undefined) return -1;
  for (const node of nodesNamed(network, place)) {
    const order = orderRanked(network, draft, node, day!, Number(rank));
    if (order !== -1 && orderId(network, draft, order, Number(rank)) === id) return order;
  }
  return -1;
}

/** The order of that rank among a node's orders of a due day; -1 where there is none. */
function orderRanked(
  { index }: Network,
  { start, end, due }: Draft,
  node: number,
  day: string,
  rank: number,
): number {
  let on: number | undefined;
  let seen = 0;
  for (let order = start[node]!; order < end[node]!; order++) {
    if (on === undefined && index.dayText(due[order]!) === day) on = due[order]!;
    if (due[order] === on && ++seen === rank) return order;
  }
  return -1;
}

/** Every node that `item@location` or `item@location#segment` may mean. */
function nodesNamed({ nodes }: Network, place: string): number[] {
  const found: number[] = [];
  for (let at = place.indexOf('@'); at !== -1; at = place.indexOf('@', at + 1)) {
    const [item, rest] = [place.slice(0, at), place.slice(at + 1)];
    found.push(nodes.find(item, rest));
    for (let apart = rest.indexOf('#'); apart !== -1; apart = rest.indexOf('#', apart + 1)) {
      found.push(nodes.find(item, rest.slice(0, apart), rest.slice(apart + 1)));
    }
  }
  return found.filter((node) => node !== -1);
}

/** The row of the open order of that name; -1 where there is none, or it counts for nothing. */
export function findReceipt(network: Network, name: string): number {
  return network.model.receipts.findIndex(
    ({ status }, row) => status !== 'closed' && receiptName(network, row) === name,
  );
}

/** The row of the demand of that name; -1 where there is none. */
export function findDemand(network: Network, name: string): number {
  return network.model.demands.findIndex((_, row) => demandName(network, row) === name);
}
