/**
 * A node whose plan is being explained: what explanations read of it, made when it is first asked
 * for.
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { once } from '../once.ts';
import { orderNames } from '../pegging/names.ts';
import { type SharesByNode, sharesByNode } from '../pegging/node-shares.ts';
import { pegNode } from '../pegging/peg-node.ts';
import type { Place } from './place.ts';
import { type ServedNeeds, servedNeeds } from './served-needs.ts';
import { type SpareRequests, spareRequests } from './spare-requests.ts';
import { type DayTrace, traceDay } from './trace-day.ts';

/** A place with what is known of it. */
export interface OpenPlace extends Place {
  /** Who serves whom. */
  shares(): SharesByNode;
  /** The net requirements of a day. */
  trace(day: number): DayTrace;
  /** The needs of a day, and what serves them. */
  served(day: number): ServedNeeds;
  /** Who asked for spare stock, and what came of it, in the whole plan. */
  spare(): SpareRequests;
}

/**
 * Opens the nodes of a plan, one after the other: what is known of the plan is kept, and of its
 * nodes the last one, as who asks for an order often asks for the next.
 */
export function openPlaces(network: Network, draft: Draft): (node: number) => OpenPlace {
  const orderName = orderNames(network, draft);
  const spare = once(() => spareRequests(network));
  let last: OpenPlace | undefined;
  return (node) => {
    if (last?.node === node) return last;
    const at = network.nodes.at(node);
    const site = network.model.locations.find(({ id }) => id === at.location);
    const place: Place = {
      network,
      draft,
      node,
      at,
      calendar: site?.calendar,
      orderName,
      text: (steps) => network.index.units.format(at.item, steps),
    };
    const pegging = once(() => pegNode(network, draft, node));
    last = {
      ...place,
      shares: once(() => sharesByNode(network, draft)),
      trace: lastOf((day) => traceDay(network, draft, node, day)),
      served: lastOf((day) => servedNeeds(place, pegging(), day)),
      spare,
    };
    return last;
  };
}

/** Keeps the last answer: orders of one day are often asked for one after the other. */
function lastOf<Result>(make: (day: number) => Result): (day: number) => Result {
  let last: { readonly day: number; readonly result: Result } | undefined;
  return (day) => {
    if (last?.day !== day) last = { day, result: make(day) };
    return last.result;
  };
}
