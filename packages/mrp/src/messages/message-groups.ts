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
import { type LateNeed, type LatePlan, latePlan, NEVER, NOT_PLANNED } from '../lateness.ts';
import { addTo } from '../lists-by-key.ts';
import type { Network } from '../network.ts';
import { byText } from '../node-table.ts';
import { receiptNode } from '../pegging/links.ts';
import { demandName, forecastName, receiptName } from '../pegging/names.ts';
import { eachRanked, orderAt } from '../planned-order.ts';
import type { ActionCode, ActionMessage, Finding } from './action-message.ts';
import { findings } from './action-messages.ts';

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

/** Messages by what they are about. */
interface About {
  readonly orders: ReadonlyMap<number, readonly Finding[]>;
  /** Open orders, by row of `receipts`. */
  readonly receipts: ReadonlyMap<number, readonly Finding[]>;
  readonly nodes: ReadonlyMap<number, readonly Finding[]>;
}

/** The messages of a plan by root cause: those with the most late demands, then orders, first. */
export function messageGroups(network: Network, draft: Draft): MessageGroup[] {
  const late = latePlan(network, draft);
  const all = findings(network, draft);
  const about = findingsAbout(all);
  const groups = new Map<Finding, Followers>();
  const known = new Map<number, Followers | undefined>();
  const groupOf = (cause: number): Followers | undefined => {
    if (known.has(cause)) return known.get(cause);
    const finding = findingOf(late, about, cause);
    const group = finding && (groups.get(finding) ?? { consequences: [], demands: [] });
    if (finding !== undefined) groups.set(finding, group!);
    known.set(cause, group);
    return group;
  };
  const placed = new Set<Finding>();
  eachLateOrder(late, about, (cause, besides, order) => {
    const group = groupOf(cause);
    if (group === undefined) return;
    for (const one of besides) placed.add(one);
    group.consequences.push({ ...order, messages: besides.map(({ message }) => message) });
  });
  for (const need of late.needs) groupOf(need.cause)?.demands.push(lateDemand(network, need));
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

function findingsAbout(all: readonly Finding[]): About {
  const open = (): Map<number, Finding[]> => new Map();
  const about = { orders: open(), receipts: open(), nodes: open() };
  for (const one of all) {
    const { node, order, receipt } = one;
    if (order !== undefined) addTo(about.orders, order, one);
    else if (receipt !== undefined) addTo(about.receipts, receipt, one);
    else addTo(about.nodes, node, one);
  }
  return about;
}

/** The codes that say why something is late, by what is late. */
const CAUSES: Readonly<Record<keyof About, readonly ActionCode[]>> = {
  orders: ['NEW_IN_PAST', 'RELEASE_PAST_DUE', 'FENCE_CONFLICT'],
  receipts: ['RECEIPT_PAST_DUE', 'RESCHEDULE_IN', 'RELEASE_PAST_DUE'],
  nodes: ['NO_SOURCE', 'NO_PLANNING_DATA', 'PLANNING_DISABLED'],
};

/**
 * The message about a cause of lateness; undefined where there is none: tolerances silence it, or a
 * need was due before today.
 */
function findingOf({ scope }: LatePlan, about: About, cause: number): Finding | undefined {
  const { network, draft, supplies } = scope;
  const find = (of: keyof About, key: number): Finding | undefined =>
    about[of].get(key)?.find(({ message }) => CAUSES[of].includes(message.code));
  if (cause <= NOT_PLANNED) return find('nodes', NOT_PLANNED - cause);
  if (cause < 0) return undefined;
  if (cause >= draft.count) {
    const kind = supplies.kindOf(cause);
    const isOpenOrder = kind === 'receipt' || kind === 'firmCoProduct';
    return isOpenOrder ? find('receipts', supplies.rowOf(cause)) : undefined;
  }
  const { need, node, start, source } = draft;
  if (network.sources[source[cause]!]!.missing === 'source') return find('nodes', node[cause]!);
  // Several lots of one need behind a fence share a message, which is about the first of them.
  let first = cause;
  while (first > start[node[cause]!]! && need[first - 1] === need[cause]) first--;
  return find('orders', cause) ?? find('orders', first);
}

/**
 * Visits late orders that are not themselves the cause, from the bottom up, then open ones, each
 * with what is said about it.
 */
function eachLateOrder(
  late: LatePlan,
  about: About,
  visit: (cause: number, besides: readonly Finding[], order: Omit<LateOrder, 'messages'>) => void,
): void {
  const { network, draft } = late.scope;
  const isLate = (order: number): boolean => {
    const { days, cause } = late.order(order);
    return days > 0 && cause !== order;
  };
  for (const node of network.order.sequence.toReversed()) {
    if (!someOrder(draft, node, isLate)) continue;
    const place = network.nodes.at(node);
    eachRanked(draft, node, (order, rank) => {
      if (!isLate(order)) return;
      const { days, cause } = late.order(order);
      const { id } = orderAt(network, draft, order, rank);
      const besides = about.orders.get(order) ?? [];
      visit(cause, besides, { order: id, orderStatus: 'planned', ...place, lateDays: told(days) });
    });
  }
  for (const [row, { days, cause }] of late.receipts) {
    const place = network.nodes.at(receiptNode(network, row));
    const order = receiptName(network, row);
    const besides = about.receipts.get(row) ?? [];
    visit(cause, besides, { order, orderStatus: 'open', ...place, lateDays: told(days) });
  }
}

const told = (days: number): number | null => (days >= NEVER ? null : days);

function someOrder({ start, end }: Draft, node: number, isSo: (order: number) => boolean): boolean {
  for (let order = start[node]!; order < end[node]!; order++) if (isSo(order)) return true;
  return false;
}

function lateDemand(network: Network, { kind, row, node, day, days }: LateNeed): LateDemand {
  return {
    demand: kind === 'demand' ? demandName(network, row) : forecastName(network, row),
    ...network.nodes.at(node),
    due: network.index.dayText(day),
    lateDays: told(days),
  };
}
