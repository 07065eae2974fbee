/**
 * The explanation of one planned order, read back from the plan.
 */
import { assert, formatDay } from '@kontor/kernel';
import type { Draft } from '../draft.ts';
import { MrpError } from '../errors.ts';
import type { Network } from '../network.ts';
import { findOrder } from '../pegging/find-order.ts';
import { pegOrder } from '../pegging/order-pegging.ts';
import { dateFigures, yieldFigures } from './date-figures.ts';
import { dayFigures } from './day-figures.ts';
import type { OrderExplanation } from './explanation.ts';
import { explainMove } from './explain-move.ts';
import { lotFigures } from './lot-figures.ts';
import type { OpenPlace } from './open-place.ts';
import { sourceFigures } from './source-figures.ts';
import { type DayTrace, type NetTrace } from './trace-day.ts';

/**
 * Explains the planned order with the id.
 *
 * @throws MrpError MRP_UNKNOWN_ORDER — the plan has none
 */
export function explainOrder(
  network: Network,
  draft: Draft,
  placeOf: (node: number) => OpenPlace,
  id: string,
): OrderExplanation {
  const order = findOrder(network, draft, id);
  if (order === -1) throw new MrpError('MRP_UNKNOWN_ORDER', { order: id });
  const place = placeOf(draft.node[order]!);
  return explainAt(place, order, place.trace(draft.need[order]!));
}

/** Explains an order of a day that has been traced. */
export function explainAt(place: OpenPlace, order: number, trace: DayTrace): OrderExplanation {
  const { network, draft } = place;
  const source = network.sources[draft.source[order]!]!;
  const [need, due] = [draft.need[order]!, draft.due[order]!];
  const quantity = draft.quantity[order]!;
  const id = place.orderName(order);
  const isMove = source.spare !== undefined;
  const answer = isMove ? explainMove(place, order, trace) : explainLot(place, order, trace);
  const started = yieldFigures(place, source, quantity, due);
  const isFenced = !isMove;
  const release = draft.release[order]!;
  return {
    ...answer,
    order: id,
    kind: source.kind,
    quantity: place.text(quantity),
    due: formatDay(due),
    release: formatDay(release),
    source: source.id,
    serves: pegOrder(network, draft, id, order, place.shares()).up(),
    ...(started !== undefined && { yield: started }),
    dates: dateFigures(place, { source, quantity, need, due, release, isFenced }),
  };
}

type Answer = Pick<OrderExplanation, 'lot' | 'choice' | 'move'> & ReturnType<typeof dayFigures>;

/** How a net requirement became the order. */
function explainLot(place: OpenPlace, order: number, trace: DayTrace): Answer {
  const { draft } = place;
  const on = draft.need[order]!;
  const { net, number } = lotOf(place, order, trace);
  assert(net.lots[number]!.quantity === draft.quantity[order], 'the lot is the order');
  assert(net.lots[number]!.source.index === draft.source[order], 'its source is the order’s');
  return {
    ...dayFigures(place, on, trace, net.balance),
    lot: lotFigures(place, on, net, number),
    choice: sourceFigures(place, net, number),
  };
}

/** The net requirement that an order answers, and its place among the lots, from 0. */
function lotOf(
  { draft, node, network }: OpenPlace,
  order: number,
  { nets }: DayTrace,
): { readonly net: NetTrace; readonly number: number } {
  // Orders of a day stand by net requirement, moves of spare stock in front.
  let number = 0;
  for (let other = draft.start[node]!; other < order; other++) {
    const isMove = network.sources[draft.source[other]!]!.spare !== undefined;
    if (draft.need[other] === draft.need[order] && !isMove) number++;
  }
  for (const net of nets) {
    if (number < net.lots.length) return { net, number };
    number -= net.lots.length;
  }
  throw new RangeError('an order answers a net requirement');
}
