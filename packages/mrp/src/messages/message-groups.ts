/**
 * Messages by their root cause: what is late at the bottom, with all that is late above it.
 *
 * A purchase order that comes late under forty parents is one thing to do, not forty-one. So every
 * late order and demand stands under the message about what makes it late, and messages about such
 * an order stand with it. Messages that explain nothing else are groups of their own.
 *
 * @source SAP, "exception group"; Odoo, "late because of component"
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { byText } from '../node-table.ts';
import { demandName, forecastName, orderNames, receiptName } from '../pegging/names.ts';
import type { ActionCode, ActionMessage, Finding } from './action-message.ts';
import { findings } from './action-messages.ts';
import { type LateNeed, type LateSupply, lateSupply, NEVER, type Root } from './late-supply.ts';
import { supplyAbove } from './needs-behind.ts';

/** An order that is late for somebody else's reason. */
export interface LateOrder {
  readonly order: string;
  readonly orderStatus: 'planned' | 'open';
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  /** Calendar days after the day it is needed, or of an open order is due; null = for ever. */
  readonly lateDays: number | null;
  /** What there is to say about it besides. */
  readonly messages: readonly ActionMessage[];
}

/** A demand or forecast that is served late. */
export interface LateDemand {
  readonly demand: string;
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  readonly due: string;
  /** Calendar days after its day; null where nobody can supply it. */
  readonly lateDays: number | null;
}

/** A root cause and what follows from it. */
export interface MessageGroup {
  /** What to do something about. */
  readonly message: ActionMessage;
  /** Orders that are late because of it, the nearest to it first. */
  readonly consequences: readonly LateOrder[];
  /** Demands that are late because of it, latest first, then by day and name. */
  readonly demands: readonly LateDemand[];
}

/** The messages of a plan by root cause: those with the most late demands, then orders, first. */
export function messageGroups(network: Network, draft: Draft): MessageGroup[] {
  const late = lateSupply(network, draft);
  const all = findings(network, draft);
  const about = findingsByOrder(all);
  const groups = new Map<Finding, { consequences: LateOrder[]; demands: LateDemand[] }>();
  const groupOf = (
    root: Root,
  ): { consequences: LateOrder[]; demands: LateDemand[] } | undefined => {
    const finding = findingOf(network, draft, about, root);
    if (finding === undefined) return undefined;
    const group = groups.get(finding) ?? { consequences: [], demands: [] };
    groups.set(finding, group);
    return group;
  };
  const placed = new Set<Finding>();
  for (const { root, order, keys } of lateOrders(network, draft, late)) {
    const group = groupOf(root);
    if (group === undefined) continue;
    const messages = keys.flatMap((key) => about.get(key) ?? []);
    for (const one of messages) placed.add(one);
    group.consequences.push({ ...order, messages: messages.map(({ message }) => message) });
  }
  for (const need of late.needs) groupOf(need.root)?.demands.push(lateDemand(network, need));
  return all
    .filter((one) => groups.has(one) || !placed.has(one))
    .map((one) => ({ message: one.message, ...(groups.get(one) ?? NOTHING_ELSE) }))
    .map((group) => ({ ...group, demands: group.demands.toSorted(byLateness) }))
    .sort(
      (a, b) =>
        b.demands.length - a.demands.length || b.consequences.length - a.consequences.length,
    );
}

const NOTHING_ELSE = { consequences: [], demands: [] };

const byLateness = (a: LateDemand, b: LateDemand): number =>
  (b.lateDays ?? NEVER) - (a.lateDays ?? NEVER) ||
  byText(a.due, b.due) ||
  byText(a.demand, b.demand);

/** What a root is looked up by. */
const keyOf = (kind: 'order' | 'receipt' | 'node', ref: number): string => `${kind} ${ref}`;

/** Messages by the order they are about; those about a node's data by the node. */
function findingsByOrder(all: readonly Finding[]): Map<string, Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const one of all) {
    const key =
      one.order !== undefined
        ? keyOf('order', one.order)
        : one.receipt !== undefined
          ? keyOf('receipt', one.receipt)
          : keyOf('node', one.node);
    const ofKey = found.get(key);
    if (ofKey === undefined) found.set(key, [one]);
    else ofKey.push(one);
  }
  return found;
}

/** The codes that say why something is late, by what is late. */
const CAUSES: Readonly<Record<Root['kind'], readonly ActionCode[]>> = {
  order: ['NEW_IN_PAST', 'RELEASE_PAST_DUE', 'FENCE_CONFLICT'],
  receipt: ['RECEIPT_PAST_DUE', 'RESCHEDULE_IN', 'RELEASE_PAST_DUE'],
  node: ['NO_SOURCE', 'NO_PLANNING_DATA', 'PLANNING_DISABLED'],
};

/** The message about a root; undefined where tolerances silence it. */
function findingOf(
  network: Network,
  draft: Draft,
  about: ReadonlyMap<string, readonly Finding[]>,
  { kind, ref }: Root,
): Finding | undefined {
  const causes = (of: Root['kind'], at: number): Finding | undefined =>
    about.get(keyOf(of, at))?.find(({ message }) => CAUSES[of].includes(message.code));
  if (kind !== 'order') return causes(kind, ref);
  // Several lots of one need behind a fence share a message, which is about the first of them.
  const { need, node, start } = draft;
  let first = ref;
  while (first > start[node[ref]!]! && need[first - 1] === need[ref]) first--;
  const isUnsourced = network.sources[draft.source[ref]!]!.missing === 'source';
  return isUnsourced
    ? causes('node', node[ref]!)
    : (causes('order', ref) ?? causes('order', first));
}

/** Late orders that are not themselves the root, from the bottom up. */
function lateOrders(
  network: Network,
  draft: Draft,
  late: LateSupply,
): { root: Root; order: Omit<LateOrder, 'messages'>; keys: string[] }[] {
  const planned = orderNames(network, draft);
  const found: { root: Root; order: Omit<LateOrder, 'messages'>; keys: string[] }[] = [];
  for (const [ref, root] of late.roots) {
    if (root.kind === 'order' && root.ref === ref) continue;
    const { delay } = late;
    const days = draft.due[ref]! + delay[ref]! - draft.need[ref]!;
    if (days <= 0) continue;
    const lateDays = delay[ref]! >= NEVER ? null : days;
    const place = network.nodes.at(draft.node[ref]!);
    const order = { order: planned(ref), orderStatus: 'planned' as const, ...place, lateDays };
    found.push({ root, order, keys: [keyOf('order', ref)] });
  }
  for (const [ref, { days, root }] of late.receipts) {
    const { node } = supplyAbove(network, draft, 'firmIssue', ref)!;
    const lateDays = days >= NEVER ? null : days;
    const place = network.nodes.at(node);
    const name = receiptName(network, ref);
    const order = { order: name, orderStatus: 'open' as const, ...place, lateDays };
    found.push({ root, order, keys: [keyOf('receipt', ref)] });
  }
  return found;
}

function lateDemand(network: Network, { kind, row, node, day, days }: LateNeed): LateDemand {
  return {
    demand: kind === 'demand' ? demandName(network, row) : forecastName(network, row),
    ...network.nodes.at(node),
    due: network.index.dayText(day),
    lateDays: days >= NEVER ? null : days,
  };
}
