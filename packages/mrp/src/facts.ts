/**
 * Facts of a plan for a cube: one row per node and day with an event, as plain columns.
 */
import type { Draft } from './draft.ts';
import type { Network } from './network.ts';
import { recordCells } from './planning-record.ts';

/** Columns of equal length. Quantities are whole steps of 10^-decimals of the item's unit. */
export interface Facts {
  readonly item: string[];
  readonly location: string[];
  /** Day numbers. */
  readonly day: number[];
  readonly decimals: number[];
  readonly gross: number[];
  readonly receipts: number[];
  readonly plannedReceipts: number[];
  readonly plannedReleases: number[];
  /** Projected available balance at the end of the day: a stock, not to be added over days. */
  readonly balance: number[];
}

/** The facts of all nodes, by item, site and day. */
export function facts(network: Network, draft: Draft): Facts {
  const columns: Facts = {
    item: [],
    location: [],
    day: [],
    decimals: [],
    gross: [],
    receipts: [],
    plannedReceipts: [],
    plannedReleases: [],
    balance: [],
  };
  for (let node = 0; node < network.nodes.count; node++) {
    const { item, location } = network.nodes.at(node);
    const decimals = network.index.units.decimalsOf(item);
    const cells = recordCells(network, draft, node, 'day');
    cells.buckets.forEach((day, at) => {
      const moved = [cells.gross, cells.receipts, cells.plannedReceipts, cells.plannedReleases];
      if (moved.every((row) => row[at] === 0)) return;
      columns.item.push(item);
      columns.location.push(location);
      columns.day.push(day);
      columns.decimals.push(decimals);
      columns.gross.push(cells.gross[at]!);
      columns.receipts.push(cells.receipts[at]!);
      columns.plannedReceipts.push(cells.plannedReceipts[at]!);
      columns.plannedReleases.push(cells.plannedReleases[at]!);
      columns.balance.push(cells.balance[at]!);
    });
  }
  return columns;
}
