/**
 * All messages of a plan: every node asked in turn for what a planner should look at.
 *
 * Most nodes have nothing to say and are passed over by their columns; the days of a node are made
 * again only where open orders, required stock, expiry, a fence or a planner's hand are in play.
 *
 * @source APICS Dictionary, "exception report"; SAP, planning list with exception groups
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { openRow } from '../node-row.ts';
import {
  type ActionCode,
  type ActionMessage,
  type Finding,
  type MessageFilter,
  rankOf,
} from './action-message.ts';
import { fenceFindings } from './fences.ts';
import { horizonFindings } from './horizon.ts';
import { type NeedsBehind, needsBehind } from './needs-behind.ts';
import { hasDays, type NodeDays, nodeDays } from './node-days.ts';
import { openOrderFindings } from './open-orders.ts';
import { dataFindings, manualFindings } from './planning-data.ts';
import { releaseFindings } from './releases.ts';
import { stockFindings } from './stock-levels.ts';

/** A plan that is asked for its messages. */
interface Reading {
  readonly network: Network;
  readonly draft: Draft;
  readonly behind: NeedsBehind;
  readonly filter: MessageFilter;
}

/** What may be said of a node, and by whom. */
interface Reader<About> {
  readonly codes: readonly ActionCode[];
  find(reading: Reading, about: About): Finding[];
}

/** What the columns of a node's orders say. */
const BY_ORDERS: readonly Reader<number>[] = [
  {
    codes: ['NO_SOURCE', 'NO_PLANNING_DATA', 'NO_BOM'],
    find: ({ network, draft }, node) => dataFindings(network, draft, node),
  },
  {
    codes: ['NEW_IN_PAST', 'RELEASE_PAST_DUE', 'RELEASE_DUE'],
    find: ({ network, draft, filter }, node) => releaseFindings(network, draft, node, filter.code),
  },
];

/** What its days say. */
const BY_DAYS: readonly Reader<NodeDays>[] = [
  {
    codes: ['PLANNING_DISABLED'],
    find: ({ network }, { node, nets }) => manualFindings(network, node, nets),
  },
  {
    codes: [
      'RECEIPT_PAST_DUE',
      'RELEASE_PAST_DUE',
      'LEAD_TIME_COMPRESSED',
      'RESCHEDULE_IN',
      'RELEASE_DUE',
      'RESCHEDULE_OUT',
      'REDUCE',
      'CANCEL',
    ],
    find: ({ network, draft, behind }, days) => openOrderFindings(network, draft, days, behind),
  },
  {
    codes: ['FENCE_CONFLICT'],
    find: ({ network, draft }, days) => fenceFindings(network, draft, days),
  },
  {
    codes: ['BELOW_SAFETY_STOCK', 'EXPIRES', 'EXCESS'],
    find: ({ network, draft }, days) => stockFindings(network, draft, days),
  },
];

/**
 * The messages that the filter lets through, worst kind first, then in the sequence of planning.
 */
export function actionMessages(
  network: Network,
  draft: Draft,
  filter: MessageFilter = {},
): ActionMessage[] {
  return findings(network, draft, filter).map(({ message }) => message);
}

/** The same with what each is about. */
export function findings(network: Network, draft: Draft, filter: MessageFilter = {}): Finding[] {
  const isAsked = <About>({ codes }: Reader<About>): boolean =>
    filter.code === undefined || codes.includes(filter.code);
  const [byOrders, byDays] = [BY_ORDERS.filter(isAsked), BY_DAYS.filter(isAsked)];
  const reading = { network, draft, behind: needsBehind(network, draft), filter };
  const row = openRow();
  const found = horizonFindings(network).filter(({ node }) => isNodeAsked(network, node, filter));
  for (const node of network.order.sequence) {
    if (!isNodeAsked(network, node, filter)) continue;
    for (const { find } of byOrders) found.push(...find(reading, node));
    if (byDays.length === 0 || !hasDays(network, node)) continue;
    const days = nodeDays(network, draft, node, row);
    for (const { find } of byDays) found.push(...find(reading, days));
  }
  return found
    .filter(({ message }) => filter.code === undefined || filter.code === message.code)
    .sort((a, b) => rankOf(a.message.code) - rankOf(b.message.code));
}

/** Whether the filter lets messages about a node through. */
function isNodeAsked({ nodes }: Network, node: number, filter: MessageFilter): boolean {
  const { item, location, segment = '' } = nodes.at(node);
  return (
    (filter.item === undefined || filter.item === item) &&
    (filter.location === undefined || filter.location === location) &&
    (filter.segment === undefined || filter.segment === segment)
  );
}
