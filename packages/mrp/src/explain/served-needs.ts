/**
 * The needs of a day at a node, and what serves them.
 */
import { formatDay } from '@kontor/kernel';
import { supplyNames } from '../pegging/demand-shares.ts';
import { receiptName, stockName } from '../pegging/names.ts';
import type { Need, NodePegging } from '../pegging/peg-node.ts';
import type { CoverPart, DayFigures, NeedPart } from './explanation.ts';
import type { Place } from './place.ts';

/** What is needed on a day, and by what it is covered. */
export type ServedNeeds = Pick<DayFigures, 'needs' | 'coveredBy'>;

/** The needs of a day, read from the pegging of the node. */
export function servedNeeds(place: Place, pegging: NodePegging, day: number): ServedNeeds {
  const needs = pegging.needs.filter((need) => need.day === day);
  return {
    needs: needs.map((need) => needPart(place, need)).filter((need) => need !== undefined),
    coveredBy: coverParts(place, pegging, needs),
  };
}

/** A need less what stock is reserved for; undefined where that is all of it. */
function needPart(place: Place, need: Need): NeedPart | undefined {
  const { network, text } = place;
  const reserved = need.kind === 'demand' ? (network.reserved.get(need.ref) ?? 0) : 0;
  if (need.quantity === reserved) return undefined;
  return { ...namedNeed(place, need), quantity: text(need.quantity - reserved) };
}

function namedNeed(place: Place, need: Need): Omit<NeedPart, 'quantity'> {
  const { network, draft, node } = place;
  const { kind, ref } = need;
  switch (kind) {
    case 'order':
    case 'move':
      return {
        kind: 'order',
        id: place.orderName(ref),
        for: network.nodes.at(draft.node[ref]!),
      };
    case 'firmIssue': {
      const { item, location, segment } = network.model.receipts[ref]!;
      const apart = segment === undefined ? {} : { segment };
      return { kind: 'receipt', id: receiptName(network, ref), for: { item, location, ...apart } };
    }
    case 'expired': {
      const lot = network.lots.get(node)![ref]!;
      return { kind, id: lotName(place, lot) };
    }
    case 'debt':
      return { kind, id: kind };
    default:
      return { kind, id: need.id };
  }
}

/** A lot of stock, or the open order that brings it. */
export const lotName = (
  { network }: Place,
  { kind, row }: { readonly kind: 'stock' | 'receipt'; readonly row: number },
): string => (kind === 'stock' ? stockName(network, row) : receiptName(network, row));

/** What serves some needs; a supply that serves several of them is one part. */
function coverParts(
  { network, draft, text, orderName }: Place,
  { needs: all, supplies, shares }: NodePegging,
  needs: readonly Need[],
): CoverPart[] {
  const nameOf = supplyNames(network, orderName);
  const asked = new Set(needs);
  const bySupply = new Map<number, number>();
  for (const { need, supply, quantity } of shares) {
    if (!asked.has(all[need]!)) continue;
    bySupply.set(supply, (bySupply.get(supply) ?? 0) + quantity);
  }
  return [...bySupply].map(([number, quantity]): CoverPart => {
    const supply = supplies[number]!;
    const on = supply.kind === 'order' ? draft.due[supply.ref]! : supply.day;
    const kind = supply.kind === 'firmCoProduct' ? 'coProduct' : supply.kind;
    return { kind, id: nameOf(supply), day: formatDay(on), quantity: text(quantity) };
  });
}
