/**
 * Pegging as its reader asks for it: of an order, what it serves and what serves it; of a demand,
 * what serves it; one level or all the way.
 *
 * @source APICS Dictionary, "pegging", "full pegging"
 */
import { formatDay, formatQuantity, formatRatio, type Ratio, ratio } from '@kontor/kernel';
import type { Draft } from '../draft.ts';
import { MrpError } from '../errors.ts';
import type { Network } from '../network.ts';
import { findDemand, findOrder, findReceipt } from './find-order.ts';
import { type Followed, followLinks } from './follow.ts';
import { type Link, type Links, type LinkKind, openLinks, type OrderRef } from './links.ts';
import { demandName, forecastName, orderNames, receiptName, stockName } from './names.ts';
import { type SharesByNode, sharesByNode } from './node-shares.ts';

/** One share: what it is for, or what it comes from. */
export interface PegShare {
  /**
   * Upward: `demand`, `forecast`, `order` and `receipt` (a planned or open order that needs it),
   * `debt` (stock below nothing), `expired`, and `stock` for what nothing needs. Downward: `stock`,
   * `heldStock`, `receipt`, `order`, `coProduct` (with the order it comes with), and `short` for
   * what nothing supplies.
   */
  readonly kind: Exclude<LinkKind, 'firmCoProduct'>;
  readonly id: string;
  /** Where it is: the item and site of the order or demand, of the stock. */
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  /** Upward the day it is needed, downward the day it is there. */
  readonly day: string;
  /**
   * Exact: a decimal, or a fraction such as `10/3` where a part of an order is no whole number of
   * steps. Upward in the stocking unit of the order asked about, downward in that of `item`.
   */
  readonly quantity: string;
}

/** A share on the way of full pegging. */
export interface PegStep extends PegShare {
  /** Whose share it is: the id of an order or demand. */
  readonly of: string;
}

/** Shares followed to their ends. */
export interface FullPegging {
  /** Every share on the way, whoever has it before those that it leads to. */
  readonly steps: readonly PegStep[];
  /** What they come down to, each once. */
  readonly ends: readonly PegShare[];
}

/** Shares of one level, or all the way. */
export interface PegShares {
  (options?: { readonly full?: false }): PegShare[];
  (options: { readonly full: true }): FullPegging;
}

/** What an order yields of another item. */
export interface CoProductPegging {
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  readonly shares: readonly PegShare[];
}

/** The pegging of a planned or open order. */
export interface OrderPegging {
  readonly id: string;
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  readonly quantity: string;
  /** What it serves. The shares, and the ends in full, add up to its quantity. */
  readonly up: PegShares;
  /** What serves it. The shares add up, by item, to what it needs. */
  readonly down: PegShares;
  /** What it yields beside its item, and what that serves. */
  coProducts(): CoProductPegging[];
}

/** The pegging of a demand. */
export interface DemandPegging {
  readonly id: string;
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  readonly quantity: string;
  /** What serves it; the shares add up to it. */
  readonly down: PegShares;
}

/**
 * The pegging of the planned order with the id or, where there is none, of the open order.
 *
 * @throws MrpError MRP_UNKNOWN_ORDER — the plan has neither
 */
export function orderPegging(network: Network, draft: Draft, id: string): OrderPegging {
  const order = findOrder(network, draft, id);
  if (order !== -1) return pegOrder(network, draft, id, order);
  return receiptPegging(network, draft, id);
}

/**
 * The pegging of a planned order by its number.
 *
 * @param shares - what is known of the plan's shares, where several orders are asked for
 */
export function pegOrder(
  network: Network,
  draft: Draft,
  id: string,
  order: number,
  shares: SharesByNode = sharesByNode(network, draft),
): OrderPegging {
  return peggingOf(network, draft, id, { kind: 'order', ref: order }, shares);
}

/**
 * The pegging of an open order.
 *
 * @throws MrpError MRP_UNKNOWN_ORDER — the model has none of that id, or it is closed
 */
export function receiptPegging(network: Network, draft: Draft, id: string): OrderPegging {
  const row = findReceipt(network, id);
  if (row === -1) throw new MrpError('MRP_UNKNOWN_ORDER', { order: id });
  return peggingOf(network, draft, id, { kind: 'receipt', ref: row });
}

function peggingOf(
  network: Network,
  draft: Draft,
  id: string,
  of: OrderRef,
  shares: SharesByNode = sharesByNode(network, draft),
): OrderPegging {
  const links = openLinks(shares);
  const shown = shower(network, draft, links);
  const node = links.nodeOf(of);
  const place = network.nodes.at(node);
  return {
    id,
    ...place,
    quantity: network.index.units.format(place.item, links.quantityOf(of)),
    up: shown(id, links.up, () => links.up(of), place.item),
    down: shown(id, links.down, () => links.down(of)),
    coProducts: () =>
      links.beside(of).map((output) => {
        const { item, ...at } = network.nodes.at(output.node);
        const shares = shown(id, links.up, () => output.links, item)();
        return { item, ...at, shares };
      }),
  };
}

/**
 * The pegging of a demand.
 *
 * @throws MrpError MRP_UNKNOWN_DEMAND — the model has none of that id
 */
export function demandPegging(network: Network, draft: Draft, id: string): DemandPegging {
  const row = findDemand(network, id);
  if (row === -1) throw new MrpError('MRP_UNKNOWN_DEMAND', { demand: id });
  const { item, location, segment, quantity, unit } = network.model.demands[row]!;
  const { units, segmentAt } = network.index;
  const node = network.nodes.find(item, location, segmentAt(item, location, segment));
  const links = openLinks(sharesByNode(network, draft));
  const shown = shower(network, draft, links);
  return {
    id,
    ...network.nodes.at(node),
    quantity: units.format(item, units.steps(item, quantity, unit)),
    down: shown(id, links.down, () => links.ofDemand(row, node)),
  };
}

/** Makes what a reader calls of links. */
type Shower = (
  id: string,
  linksOf: (order: OrderRef) => readonly Link[],
  start: () => readonly Link[],
  unitOf?: string,
) => PegShares;

function shower(network: Network, draft: Draft, links: Links): Shower {
  const orderName = orderNames(network, draft);
  const nameOf = (link: Pick<Link, 'kind' | 'ref'>): string => linkName(network, orderName, link);
  return (id, linksOf, start, unitOf) => {
    const show = (link: Link, quantity: Ratio): PegShare => {
      const place = network.nodes.at(link.node);
      return {
        kind: link.kind === 'firmCoProduct' ? 'coProduct' : link.kind,
        id: nameOf(link),
        ...place,
        day: formatDay(link.day),
        quantity: exactText(network, unitOf ?? place.item, quantity),
      };
    };
    const full = (): FullPegging => {
      const followed = followLinks({ start: start(), linksOf, quantityOf: links.quantityOf });
      return showFull(followed, show, (of) => (of === undefined ? id : nameOf(of)));
    };
    const single = (): PegShare[] => start().map((link) => show(link, ratio(link.quantity)));
    return ((options) => (options?.full === true ? full() : single())) as PegShares;
  };
}

function showFull(
  { steps, ends }: Followed,
  show: (link: Link, quantity: Ratio) => PegShare,
  nameOf: (of: OrderRef | undefined) => string,
): FullPegging {
  return {
    steps: steps.map(({ of, link, quantity }) => ({ of: nameOf(of), ...show(link, quantity) })),
    ends: ends.map(({ link, quantity }) => show(link, quantity)),
  };
}

function linkName(
  network: Network,
  orderName: (order: number) => string,
  { kind, ref }: Pick<Link, 'kind' | 'ref'>,
): string {
  switch (kind) {
    case 'order':
    case 'coProduct':
      return orderName(ref);
    case 'receipt':
    case 'firmCoProduct':
      return receiptName(network, ref);
    case 'demand':
      return demandName(network, ref);
    case 'forecast':
      return forecastName(network, ref);
    case 'heldStock':
      return stockName(network, ref);
    default:
      return kind;
  }
}

/** Steps as a decimal of the item's unit where they are whole, else as a fraction of it. */
function exactText({ index: { units } }: Network, item: string, steps: Ratio): string {
  const decimals = units.decimalsOf(item);
  if (steps.denominator === 1n) return formatQuantity(steps.numerator, decimals);
  const denominator = steps.denominator * 10n ** BigInt(decimals);
  return formatRatio(ratio({ numerator: steps.numerator, denominator }));
}
