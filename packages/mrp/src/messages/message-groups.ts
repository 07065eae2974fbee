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
import { demandName, forecastName, receiptName } from '../pegging/names.ts';
import { eachRanked, orderAt } from '../planned-order.ts';
import type { ActionCode, ActionMessage, Finding } from './action-message.ts';
import { findings } from './action-messages.ts';
import {
  IN_TIME,
  type LateNeed,
  type LateSupply,
  lateSupply,
  NEVER,
  nodeRoot,
  readRoot,
  receiptRoot,
  type Root,
} from './late-supply.ts';
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

/** What follows from a message, as it is gathered. */
interface Followers {
  readonly consequences: LateOrder[];
  readonly demands: LateDemand[];
}

/** Messages by what they are about: an order, open or planned, else the node. */
type ByRoot = ReadonlyMap<Root, readonly Finding[]>;

/** The messages of a plan by root cause: those with the most late demands, then orders, first. */
export function messageGroups(network: Network, draft: Draft): MessageGroup[] {
  const late = lateSupply(network, draft);
  const all = findings(network, draft);
  const about = findingsByRoot(all);
  const groups = new Map<Finding, Followers>();
  const known = new Map<Root, Followers | undefined>();
  const groupOf = (root: Root): Followers | undefined => {
    if (known.has(root)) return known.get(root);
    const finding = findingOf(network, draft, about, root);
    const group = finding && (groups.get(finding) ?? { consequences: [], demands: [] });
    if (finding !== undefined) groups.set(finding, group!);
    known.set(root, group);
    return group;
  };
  const placed = new Set<Finding>();
  eachLateOrder(network, draft, late, (root, self, order) => {
    const group = groupOf(root);
    if (group === undefined) return;
    const besides = about.get(self) ?? [];
    for (const one of besides) placed.add(one);
    group.consequences.push({ ...order, messages: besides.map(({ message }) => message) });
  });
  for (const need of late.needs) groupOf(need.root)?.demands.push(lateDemand(network, need));
  return all
    .filter((one) => groups.has(one) || !placed.has(one))
    .map((one) => groupAbout(one, groups.get(one)))
    .sort(
      (a, b) =>
        b.demands.length - a.demands.length || b.consequences.length - a.consequences.length,
    );
}

function groupAbout({ message }: Finding, followers: Followers | undefined): MessageGroup {
  const { consequences, demands } = followers ?? { consequences: [], demands: [] };
  demands.sort(
    (a, b) =>
      (b.lateDays ?? NEVER) - (a.lateDays ?? NEVER) ||
      byText(a.due, b.due) ||
      byText(a.demand, b.demand),
  );
  return { message, consequences, demands };
}

function findingsByRoot(all: readonly Finding[]): ByRoot {
  const found = new Map<Root, Finding[]>();
  for (const one of all) {
    const { node, order, receipt } = one;
    const root = order ?? (receipt === undefined ? nodeRoot(node) : receiptRoot(receipt));
    const ofRoot = found.get(root);
    if (ofRoot === undefined) found.set(root, [one]);
    else ofRoot.push(one);
  }
  return found;
}

/** The codes that say why something is late, by what is late. */
const CAUSES: Readonly<Record<'order' | 'receipt' | 'node', readonly ActionCode[]>> = {
  order: ['NEW_IN_PAST', 'RELEASE_PAST_DUE', 'FENCE_CONFLICT'],
  receipt: ['RECEIPT_PAST_DUE', 'RESCHEDULE_IN', 'RELEASE_PAST_DUE'],
  node: ['NO_SOURCE', 'NO_PLANNING_DATA', 'PLANNING_DISABLED'],
};

/** The message about a root; undefined where tolerances silence it. */
function findingOf(network: Network, draft: Draft, about: ByRoot, root: Root): Finding | undefined {
  const causes = (of: keyof typeof CAUSES, key: Root): Finding | undefined =>
    about.get(key)?.find(({ message }) => CAUSES[of].includes(message.code));
  const { kind, ref } = readRoot(root);
  if (kind !== 'order') return causes(kind, root);
  const { need, node, start, source } = draft;
  if (network.sources[source[ref]!]!.missing === 'source') {
    return causes('node', nodeRoot(node[ref]!));
  }
  // Several lots of one need behind a fence share a message, which is about the first of them.
  let first = ref;
  while (first > start[node[ref]!]! && need[first - 1] === need[ref]) first--;
  return causes('order', ref) ?? causes('order', first);
}

/** Visits late orders that are not themselves the root, from the bottom up, then open ones. */
function eachLateOrder(
  network: Network,
  draft: Draft,
  { delay, roots, receipts }: LateSupply,
  visit: (root: Root, self: Root, order: Omit<LateOrder, 'messages'>) => void,
): void {
  const isLate = (order: number): boolean =>
    roots[order] !== IN_TIME &&
    roots[order] !== order &&
    draft.due[order]! + delay[order]! > draft.need[order]!;
  for (const node of network.order.sequence.toReversed()) {
    if (!someOrder(draft, node, isLate)) continue;
    const place = network.nodes.at(node);
    eachRanked(draft, node, (order, rank) => {
      if (!isLate(order)) return;
      const { id } = orderAt(network, draft, order, rank);
      const days = draft.due[order]! + delay[order]! - draft.need[order]!;
      const lateDays = delay[order]! >= NEVER ? null : days;
      visit(roots[order]!, order, { order: id, orderStatus: 'planned', ...place, lateDays });
    });
  }
  for (const [row, { days, root }] of receipts) {
    const place = network.nodes.at(supplyAbove(network, draft, 'firmIssue', row)!.node);
    const lateDays = days >= NEVER ? null : days;
    const order = receiptName(network, row);
    visit(root, receiptRoot(row), { order, orderStatus: 'open', ...place, lateDays });
  }
}

function someOrder({ start, end }: Draft, node: number, isSo: (order: number) => boolean): boolean {
  for (let order = start[node]!; order < end[node]!; order++) if (isSo(order)) return true;
  return false;
}

function lateDemand(network: Network, { kind, row, node, day, days }: LateNeed): LateDemand {
  return {
    demand: kind === 'demand' ? demandName(network, row) : forecastName(network, row),
    ...network.nodes.at(node),
    due: network.index.dayText(day),
    lateDays: days >= NEVER ? null : days,
  };
}
