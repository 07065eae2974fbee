/**
 * Needs that a time fence pushed away: what was needed within it comes at its end.
 *
 * One message a need day, with the quantity that was needed then, not that of the lots ordered for
 * it. What the planner does about it is his: move an open order in, or give the need a new day.
 *
 * @source iDempiere Libero, MRP-100; APICS Dictionary, "planning time fence"
 */
import type { Draft } from '../draft.ts';
import { dueDay } from '../lead-time.ts';
import type { Network } from '../network.ts';
import { eachRanked, orderAt } from '../planned-order.ts';
import { FOREVER } from '../site-calendar.ts';
import type { Finding } from './action-message.ts';
import { isMove, type NodeDays } from './node-days.ts';
import { leadTimeBefore } from './releases.ts';

/** The conflicts of a node, by need day. */
export function fenceFindings(network: Network, draft: Draft, { node, nets }: NodeDays): Finding[] {
  const { planningFence, releaseFence } = network.policies[node]!;
  if (planningFence === -FOREVER && releaseFence === -FOREVER) return [];
  const found = new Map<number, Finding>();
  const place = network.nodes.at(node);
  const { dayText, units } = network.index;
  eachRanked(draft, node, (order, rank) => {
    const need = draft.need[order]!;
    if (found.has(need) || !isPushed(network, draft, order)) return;
    const day = dayText(need);
    const to = dayText(lastDue(draft, node, need));
    const quantity = units.format(place.item, nets.get(need) ?? draft.quantity[order]!);
    const text =
      `${quantity} '${place.item}' at '${place.location}' needed on ${day} lies within the time ` +
      `fence and comes on ${to}: move an open order in, or agree on that day.`;
    const { id } = orderAt(network, draft, order, rank);
    const what = { order: id, orderStatus: 'planned' as const, day, to, quantity };
    const message = { code: 'FENCE_CONFLICT' as const, ...place, ...what, text };
    found.set(need, { node, order, message });
  });
  return [...found.values()];
}

/** Whether an order would be due, or be released, before a fence ends. */
function isPushed(network: Network, draft: Draft, order: number): boolean {
  if (isMove(network, draft, order)) return false;
  const node = draft.node[order]!;
  const { planningFence, releaseFence, safetyTimeDays } = network.policies[node]!;
  const wanted = dueDay(network.calendar[node]!, draft.need[order]!, safetyTimeDays);
  if (wanted < planningFence) return true;
  return (
    draft.release[order] === releaseFence && leadTimeBefore(network, draft, order) < releaseFence
  );
}

/** The day the last of a need's lots is there. */
function lastDue({ start, end, need, due }: Draft, node: number, on: number): number {
  let last = -FOREVER;
  for (let order = start[node]!; order < end[node]!; order++) {
    if (need[order] === on) last = Math.max(last, due[order]!);
  }
  return last;
}
