/**
 * Transfers between the members of a group of sites, planned and open.
 *
 * To the group as a whole such a transfer is neither a need nor a supply: it leaves the balance of
 * one member on its shipping day and joins that of another on its arrival, and is in transit
 * between.
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { type NodeRow, openRow } from '../node-row.ts';
import { prepareRow } from '../prepare-row.ts';
import { eachTaking } from './order-flows.ts';

/** A part of a transfer between members, in steps of the item. */
export interface MemberTransfer {
  /** `planned`: an order of the plan, answering a need; `moved`: one of spare stock; `open`. */
  readonly kind: 'planned' | 'moved' | 'open';
  /** The node that receives. */
  readonly into: number;
  readonly quantity: number;
  /** The day it leaves the balance of its origin; undefined = it left before the plan. */
  readonly ship: number | undefined;
  /** The day it joins the balance of its destination. */
  readonly arrival: number;
  /** Of a planned one: the day of the need, and its release. */
  readonly need: number;
  readonly release: number;
}

/** All transfers with both ends in the group; its nodes are of one item. */
export function memberTransfers(
  network: Network,
  draft: Draft,
  members: readonly number[],
): MemberTransfer[] {
  const group = new Set(members);
  return [
    ...members.flatMap((node) => plannedOutOf(network, draft, node, group)),
    ...members.flatMap((node) => movedOutOf(network, draft, node, group)),
    ...openTransfers(network, draft, members),
  ];
}

function plannedOutOf(
  network: Network,
  draft: Draft,
  node: number,
  group: ReadonlySet<number>,
): MemberTransfer[] {
  const found: MemberTransfer[] = [];
  eachTaking(network, draft, node, (order, ship, quantity, { parent, source }) => {
    if (!group.has(parent) || network.sources[source]!.kind !== 'transfer') return;
    const [arrival, need, release] = [draft.due, draft.need, draft.release].map(
      (column) => column[order]!,
    ) as [number, number, number];
    found.push({ kind: 'planned', into: parent, quantity, ship, arrival, need, release });
  });
  return found;
}

function movedOutOf(
  network: Network,
  draft: Draft,
  node: number,
  group: ReadonlySet<number>,
): MemberTransfer[] {
  const moves = draft.moves.outOf.get(node) ?? [];
  return moves.flatMap(({ source, quantity, need, due, release, takenOn: ship }) => {
    const { node: into, kind } = network.sources[source]!;
    if (!group.has(into) || kind !== 'transfer') return [];
    return { kind: 'moved', into, quantity, ship, arrival: due, need, release };
  });
}

/** Open transfers between members, on the days on which the plan counts them. */
function openTransfers(
  network: Network,
  draft: Draft,
  members: readonly number[],
): MemberTransfer[] {
  const { model, firmIssues, nodes } = network;
  const sites = new Set(members.map((node) => nodes.at(node).location));
  const shipDays = new Map<number, number>();
  for (const node of members) {
    for (let at = firmIssues.start[node]!; at < firmIssues.start[node + 1]!; at++) {
      shipDays.set(firmIssues.row[at]!, firmIssues.day[at]!);
    }
  }
  const row = openRow();
  return members.flatMap((node) =>
    receiptDays(network, draft, node, row).flatMap(({ receipt, arrival, quantity }) => {
      const { kind, origin } = model.receipts[receipt]!;
      if (kind !== 'transfer' || origin === undefined || !sites.has(origin)) return [];
      const ship = shipDays.get(receipt);
      return { kind: 'open', into: node, quantity, ship, arrival, need: arrival, release: arrival };
    }),
  );
}

/** A node's open orders; those that the run took to be moved in, on their new days. */
function receiptDays(
  network: Network,
  draft: Draft,
  node: number,
  row: NodeRow,
): { receipt: number; arrival: number; quantity: number }[] {
  const { receipts } = network;
  if (receipts.start[node] === receipts.start[node + 1]) return [];
  const { moved } = prepareRow(network, draft, node, row);
  const movedTo = new Map(moved.map((one) => [one.row, row.origin + one.to]));
  const found: { receipt: number; arrival: number; quantity: number }[] = [];
  for (let at = receipts.start[node]!; at < receipts.start[node + 1]!; at++) {
    const receipt = receipts.row[at]!;
    const arrival = movedTo.get(receipt) ?? receipts.day[at]!;
    found.push({ receipt, arrival, quantity: receipts.quantity[at]! });
  }
  return found;
}
