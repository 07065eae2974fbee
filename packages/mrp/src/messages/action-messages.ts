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
import type { NodeRow } from '../node-row.ts';
import { openRow } from '../node-row.ts';
import { type ActionMessage, type Finding, type MessageFilter, rankOf } from './action-message.ts';
import { fenceFindings } from './fences.ts';
import { horizonFindings } from './horizon.ts';
import { type NeedsBehind, needsBehind } from './needs-behind.ts';
import { hasDays, nodeDays } from './node-days.ts';
import { openOrderFindings } from './open-orders.ts';
import { dataFindings, manualFindings } from './planning-data.ts';
import { releaseFindings } from './releases.ts';
import { stockFindings } from './stock-levels.ts';

/** The messages that the filter lets through, worst kind first, then in the sequence of planning. */
export function actionMessages(
  network: Network,
  draft: Draft,
  filter: MessageFilter = {},
): ActionMessage[] {
  return findings(network, draft, filter).map(({ message }) => message);
}

/** The same with what each is about. */
export function findings(network: Network, draft: Draft, filter: MessageFilter = {}): Finding[] {
  const passes = ({ message }: Finding): boolean =>
    filter.code === undefined || filter.code === message.code;
  const found = horizonFindings(network).filter(
    (one) => passes(one) && isAsked(network, one.node, filter),
  );
  const row = openRow();
  const behind = needsBehind(network, draft);
  for (const node of network.order.sequence) {
    if (!isAsked(network, node, filter)) continue;
    found.push(...nodeFindings(network, draft, node, row, behind).filter(passes));
  }
  return found.sort((a, b) => rankOf(a.message.code) - rankOf(b.message.code));
}

/** Whether the filter lets messages about a node through. */
function isAsked({ nodes }: Network, node: number, filter: MessageFilter): boolean {
  const { item, location, segment = '' } = nodes.at(node);
  return (
    (filter.item === undefined || filter.item === item) &&
    (filter.location === undefined || filter.location === location) &&
    (filter.segment === undefined || filter.segment === segment)
  );
}

function nodeFindings(
  network: Network,
  draft: Draft,
  node: number,
  row: NodeRow,
  behind: NeedsBehind,
): Finding[] {
  const found = [...dataFindings(network, draft, node), ...releaseFindings(network, draft, node)];
  if (!hasDays(network, node)) return found;
  const days = nodeDays(network, draft, node, row);
  return [
    ...found,
    ...manualFindings(network, node, days.nets),
    ...openOrderFindings(network, draft, days, behind),
    ...fenceFindings(network, draft, days),
    ...stockFindings(network, draft, days),
  ];
}
