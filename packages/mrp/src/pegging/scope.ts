/**
 * What pegging reads and the columns it works in, one node after the other.
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { type NodeRow, openRow } from '../node-row.ts';
import { type DatedColumns, type DayCells, openDated, openDays } from './dated-columns.ts';
import { type NumberedKind, type Numbering, numberKinds } from './numbering.ts';

/** What asks for a quantity at a node. */
export type NeedKind =
  /** A planned order that needs a component, or leaves this site. */
  | 'order'
  /** Spare stock moved to another node; its row is the planned order there. */
  | 'move'
  /** Stock below nothing. */
  | 'debt'
  /** An open order that has not started, or not been shipped; its row is that of `receipts`. */
  | 'firmIssue'
  /** What is left of a lot on the day it expires; its row is that of the node's lots. */
  | 'expired'
  | 'demand'
  | 'forecast';

/** What brings a quantity to a node. */
export type SupplyKind =
  | 'order'
  /** On hand and free; its row is that of `stock` where lots expire, else -1. */
  | 'stock'
  /** On hand, and free from a day on; its row is that of `stock`. */
  | 'heldStock'
  | 'receipt'
  /** What an open order yields of this item beside its own; its row is that of `receipts`. */
  | 'firmCoProduct'
  /** What a planned order yields of this item beside its own; its row is the order. */
  | 'coProduct';

/** A plan, and the scratch columns of the node that is being pegged. */
export interface PegScope {
  readonly network: Network;
  readonly draft: Draft;
  readonly needs: Numbering<NeedKind>;
  readonly supplies: Numbering<SupplyKind>;
  readonly row: NodeRow;
  /** Rows before they are sorted, and the dated supplies that are not planned. */
  readonly unsorted: DatedColumns;
  readonly firm: DatedColumns;
  readonly days: DayCells;
}

/** Numbers the needs and supplies of a plan. */
export function openScope(network: Network, draft: Draft): PegScope {
  const { demands, forecasts, receipts, stock } = network.model;
  const from0 = <Kind>(kind: Kind, size: number) => ({ kind, first: 0, size });
  const from1Less = <Kind>(kind: Kind, size: number) => ({ kind, first: -1, size: size + 1 });
  let lots = 0;
  for (const ofNode of network.lots.values()) lots = Math.max(lots, ofNode.length);
  const needs: NumberedKind<NeedKind>[] = [
    from0('order', draft.count),
    from0('move', draft.moves.into.size === 0 ? 0 : draft.count),
    from1Less('debt', 0),
    from0('firmIssue', receipts.length),
    from0('expired', lots),
    from0('demand', demands.length),
    from0('forecast', forecasts.length),
  ];
  const supplies: NumberedKind<SupplyKind>[] = [
    from0('order', draft.count),
    from1Less('stock', stock.length),
    from0('heldStock', stock.length),
    from0('receipt', receipts.length),
    from0('firmCoProduct', receipts.length),
    from0('coProduct', network.outputs.list.length === 0 ? 0 : draft.count),
  ];
  return {
    network,
    draft,
    needs: numberKinds(needs),
    supplies: numberKinds(supplies),
    row: openRow(),
    unsorted: openDated(),
    firm: openDated(),
    days: openDays(),
  };
}
