/**
 * Each demand with what serves it, one level deep: what a plan's reader asks first.
 */
import { formatDay } from '@kontor/kernel';
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { orderNames, receiptName, stockName } from './names.ts';
import { pegNode, type Supply } from './peg-node.ts';
import { openScope, type PegScope } from './scope.ts';

/** One share of a demand, in the item's stocking unit. */
export interface DemandShare {
  readonly kind: 'stock' | 'heldStock' | 'receipt' | 'order' | 'coProduct';
  /**
   * The receipt's or planned order's id, of a co-product that of the order it comes with; the lot
   * of held stock; `stock` for stock on hand.
   */
  readonly id: string;
  /** The day from which it is there. */
  readonly day: string;
  readonly quantity: string;
}

/** A demand with what serves it. */
export interface DemandShares {
  readonly demand: string;
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  readonly due: string;
  readonly quantity: string;
  readonly shares: readonly DemandShare[];
  /** What no supply serves; '0' but where a planner plans by hand. */
  readonly short: string;
}

/** Each demand of the model with its shares, by node and day. */
export function demandShares(network: Network, draft: Draft): DemandShares[] {
  const { demands, nodes } = network;
  const scope = openScope(network, draft);
  const nameOf = supplyNames(network, orderNames(network, draft));
  const result: DemandShares[] = [];
  for (let node = 0; node < nodes.count; node++) {
    if (demands.start[node] !== demands.start[node + 1]) {
      result.push(...demandSharesOfNode(scope, node, nameOf));
    }
  }
  return result;
}

function demandSharesOfNode(
  scope: PegScope,
  node: number,
  nameOf: (supply: Supply) => string,
): DemandShares[] {
  const { network, draft } = scope;
  const place = network.nodes.at(node);
  const text = (steps: number): string => network.index.units.format(place.item, steps);
  const { needs, supplies, shares } = pegNode(network, draft, node, scope);
  const served = needs.map((): DemandShare[] => []);
  const open = needs.map((need) => need.quantity);
  for (const share of shares) {
    open[share.need]! -= share.quantity;
    if (needs[share.need]!.kind !== 'demand') continue;
    const supply = supplies[share.supply]!;
    const quantity = text(share.quantity);
    const day = formatDay(supply.kind === 'order' ? draft.due[supply.ref]! : supply.day);
    const kind = supply.kind === 'firmCoProduct' ? 'coProduct' : supply.kind;
    served[share.need]!.push({ kind, id: nameOf(supply), day, quantity });
  }
  return needs.flatMap((need, index) =>
    need.kind !== 'demand'
      ? []
      : {
          demand: need.id,
          ...place,
          due: formatDay(need.day),
          quantity: text(need.quantity),
          shares: served[index]!,
          short: text(open[index]!),
        },
  );
}

/** What supplies are called. */
export function supplyNames(
  network: Network,
  orderName: (order: number) => string,
): (supply: Pick<Supply, 'kind' | 'ref'>) => string {
  return ({ kind, ref }) => {
    switch (kind) {
      case 'order':
      case 'coProduct':
        return orderName(ref);
      case 'receipt':
      case 'firmCoProduct':
        return receiptName(network, ref);
      case 'heldStock':
        return stockName(network, ref);
      case 'stock':
        return 'stock';
    }
  };
}
