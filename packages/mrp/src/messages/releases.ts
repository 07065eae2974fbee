/**
 * Planned orders whose release is due, or should have been.
 *
 * Each gets at most one of three codes:
 *
 * | release | due day | code | what is left to do |
 * |---|---|---|---|
 * | today, or within the action window | any | `RELEASE_DUE` | release it |
 * | before today | today or later | `RELEASE_PAST_DUE` | expedite: part of the lead time is gone |
 * | before today | before today | `NEW_IN_PAST` | agree on a new day: all of it is gone |
 *
 * The release is the one that the lead time asks for. Where the past is closed (`clamp`) the plan
 * shows today in its place, so it is worked out again; a need is never before today there, nor is a
 * due day. What has no source has nothing to be released.
 *
 * @source SAP, exception messages 02–06; iDempiere Libero, MRP-060, MRP-070
 */
import type { Draft } from '../draft.ts';
import { dueDay, releaseDay } from '../lead-time.ts';
import type { Network } from '../network.ts';
import { eachRanked, orderAt, type PlannedOrder } from '../planned-order.ts';
import type { ActionCode, ActionMessage, Finding } from './action-message.ts';
import { isMove } from './node-days.ts';

type ReleaseCode = 'RELEASE_DUE' | 'RELEASE_PAST_DUE' | 'NEW_IN_PAST';

/**
 * The messages about releases of a node's planned orders.
 *
 * @param wanted - only those of this code
 */
export function releaseFindings(
  network: Network,
  draft: Draft,
  node: number,
  wanted?: ActionCode,
): Finding[] {
  const { today, messages } = network.terms;
  const until = today + messages.actionWindowDays;
  if (draft.start[node] === draft.end[node] || draft.firstRelease[node]! > until) return [];
  const findings: Finding[] = [];
  eachRanked(draft, node, (order, rank) => {
    if (draft.release[order]! > until) return;
    const release = plannedRelease(network, draft, order);
    const code = releaseCode(network, draft, order, release);
    if (code === undefined || (wanted !== undefined && wanted !== code)) return;
    const planned = orderAt(network, draft, order, rank);
    const message = releaseMessage(code, planned, network.index.dayText(release));
    findings.push({ node, order, message });
  });
  return findings;
}

/** The day an order should be released, also where the plan moved it to today. */
export function plannedRelease(network: Network, draft: Draft, order: number): number {
  const release = draft.release[order]!;
  const { today, pastDueRelease } = network.terms;
  if (pastDueRelease === 'keep' || release !== today || isMove(network, draft, order)) {
    return release;
  }
  return Math.min(release, leadTimeBefore(network, draft, order));
}

/** The release that leads to the due day that the need asks for, fences of release left out. */
export function leadTimeBefore(network: Network, draft: Draft, order: number): number {
  const node = draft.node[order]!;
  const policy = network.policies[node]!;
  const calendar = network.calendar[node]!;
  const wanted = dueDay(calendar, draft.need[order]!, policy.safetyTimeDays);
  const due = Math.max(wanted, policy.planningFence);
  const arrival = policy.receivingDays === 0 ? due : calendar.before(due, policy.receivingDays);
  const source = network.sources[draft.source[order]!]!;
  return releaseDay(source, arrival, draft.quantity[order]!, due);
}

function releaseCode(
  network: Network,
  draft: Draft,
  order: number,
  release: number,
): ReleaseCode | undefined {
  if (network.sources[draft.source[order]!]!.missing === 'source') return undefined;
  const { today } = network.terms;
  // Spare stock that is there already needs no time.
  if (release >= today || isMove(network, draft, order)) return 'RELEASE_DUE';
  return draft.due[order]! < today ? 'NEW_IN_PAST' : 'RELEASE_PAST_DUE';
}

function releaseMessage(code: ReleaseCode, planned: PlannedOrder, day: string): ActionMessage {
  const { id, kind, item, location, segment, quantity, due, need } = planned;
  const what = `${kind} ${quantity} '${item}' at '${location}'`;
  const came = due > need ? `; it comes on ${due} at the earliest, needed on ${need}` : '';
  const text = {
    RELEASE_DUE: `Release ${what} on ${day}, due on ${due}.`,
    RELEASE_PAST_DUE: `Expedite ${what} for ${due}: it should have been released on ${day}${came}.`,
    NEW_IN_PAST: `Agree on a new day for ${what}: needed on ${need}, its time is over.`,
  }[code];
  return {
    code,
    item,
    location,
    ...(segment !== undefined && { segment }),
    order: id,
    orderStatus: 'planned',
    day,
    to: due,
    quantity,
    text,
  };
}
