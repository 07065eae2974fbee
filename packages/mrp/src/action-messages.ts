/**
 * Action messages: what a planner should look at, as data.
 *
 * @source APICS Dictionary, "exception report", "action message"
 */
import { formatDay } from '@kontor/kernel';
import type { Draft } from './draft.ts';
import type { Network } from './network.ts';
import { receiptName } from './pegging/names.ts';
import { ordersOfNode } from './planned-order.ts';

/** The kinds of message, worst first. */
export type ActionCode =
  /** Supply is needed where no source is in force. */
  | 'NO_SOURCE'
  /** Something is made for which there is no bill of material. */
  | 'NO_BOM'
  /** An open order was due before today. */
  | 'RECEIPT_PAST_DUE'
  /** A planned order should have been released before today. */
  | 'RELEASE_PAST_DUE';

/** Advice on an order or on the master data of an item at a site. */
export interface ActionMessage {
  readonly code: ActionCode;
  readonly item: string;
  readonly location: string;
  /** The planned order or receipt it is about. */
  readonly order?: string;
  /** The day it is about: the release, the due day. */
  readonly day?: string;
  readonly quantity?: string;
  /** One sentence with the remedy. */
  readonly text: string;
}

const RANK: readonly ActionCode[] = ['NO_SOURCE', 'NO_BOM', 'RECEIPT_PAST_DUE', 'RELEASE_PAST_DUE'];

/** All messages of a plan, by kind (worst first), then in the sequence of planning. */
export function actionMessages(network: Network, draft: Draft): ActionMessage[] {
  const messages: ActionMessage[] = [];
  for (const node of network.order.sequence) {
    messages.push(...receiptsPastDue(network, node));
    if (draft.start[node] === draft.end[node]) continue;
    messages.push(...missingData(network, draft, node), ...releasesPastDue(network, draft, node));
  }
  return messages.sort((a, b) => RANK.indexOf(a.code) - RANK.indexOf(b.code));
}

function missingData(network: Network, draft: Draft, node: number): ActionMessage[] {
  const place = network.nodes.at(node);
  const missing = new Set<'bom' | 'source'>();
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    const what = network.sources[draft.source[order]!]!.missing;
    if (what !== undefined) missing.add(what);
  }
  const of = `'${place.item}' at '${place.location}'`;
  return [...missing].map((what) =>
    what === 'source'
      ? { code: 'NO_SOURCE', ...place, text: `Nothing supplies ${of}: add a row to sourcing.` }
      : { code: 'NO_BOM', ...place, text: `Made without components: add a bill for ${of}.` },
  );
}

function releasesPastDue(network: Network, draft: Draft, node: number): ActionMessage[] {
  const { today, pastDueRelease } = network.terms;
  const start = draft.start[node]!;
  const first = draft.firstRelease[node]!;
  if (pastDueRelease === 'keep' ? first >= today : first > today) return [];
  return ordersOfNode(network, draft, node).flatMap((order, rank) => {
    const at = start + rank;
    const isLate =
      pastDueRelease === 'keep' ? draft.release[at]! < today : draft.due[at]! > draft.need[at]!;
    if (!isLate) return [];
    const { item, location, quantity, id, release, due, need, kind } = order;
    const text =
      pastDueRelease === 'keep'
        ? `Expedite: ${kind} ${quantity} for ${due} should have been released on ${release}.`
        : `Expedite: ${kind} ${quantity} needed on ${need} comes on ${due} at the earliest.`;
    return {
      code: 'RELEASE_PAST_DUE' as const,
      item,
      location,
      order: id,
      day: release,
      quantity,
      text,
    };
  });
}

function receiptsPastDue(network: Network, node: number): ActionMessage[] {
  const { receipts, model, index, terms } = network;
  const messages: ActionMessage[] = [];
  for (let at = receipts.start[node]!; at < receipts.start[node + 1]!; at++) {
    const row = model.receipts[receipts.row[at]!]!;
    const due = index.dayAt(row.location, row.due);
    if (due >= terms.today) continue;
    const day = formatDay(due);
    const quantity = index.units.format(row.item, receipts.quantity[at]!);
    const order = receiptName(network, receipts.row[at]!);
    messages.push({
      code: 'RECEIPT_PAST_DUE',
      ...network.nodes.at(node),
      order,
      day,
      quantity,
      text: `${order} was due on ${day} and is counted today: find out when it comes.`,
    });
  }
  return messages;
}
