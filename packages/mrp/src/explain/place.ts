/**
 * A node as an explanation speaks of it: its item, and steps and days as text.
 */
import { formatDay } from '@kontor/kernel';
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import type { ItemAtLocation } from '../node-table.ts';
import { orderNames } from '../pegging/names.ts';

/** A node of a plan, and how its figures are written. */
export interface Place {
  readonly network: Network;
  readonly draft: Draft;
  readonly node: number;
  readonly at: ItemAtLocation;
  /** The calendar of its site; undefined = every day works. */
  readonly calendar: string | undefined;
  /** The id of a planned order of any node. */
  orderName(order: number): string;
  /** Steps of the item as decimal text. */
  text(steps: number | bigint): string;
}

/** Opens a node. */
export function placeOf(network: Network, draft: Draft, node: number): Place {
  const at = network.nodes.at(node);
  const site = network.model.locations.find(({ id }) => id === at.location);
  return {
    network,
    draft,
    node,
    at,
    calendar: site?.calendar,
    orderName: orderNames(network, draft),
    text: (steps) => network.index.units.format(at.item, steps),
  };
}

/** A day as text; undefined for one that no plan reaches. */
export const dayOrNone = (day: number, never: number): string | undefined =>
  day === never ? undefined : formatDay(day);
