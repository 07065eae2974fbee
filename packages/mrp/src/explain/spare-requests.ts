/**
 * Who asked for spare stock in a run, and what was given.
 *
 * A plan keeps the moves, not what they were shared out from. So the plan without them is made once
 * more, shared out once more, and looked on.
 */
import { type Draft, openDraft } from '../draft.ts';
import type { Network } from '../network.ts';
import { openRow } from '../node-row.ts';
import { planNode } from '../plan-node.ts';
import { type ServedRequest, shareSpareStock } from '../spare-stock.ts';

/** A request as it was when it was served, and what was given for the same shortfall before. */
export interface NotedRequest {
  readonly request: ServedRequest;
  readonly given: number;
}

/** The sharing of spare stock of one run. */
export interface SpareRequests {
  /** The first of the two plans that a run with spare stock makes: the one without moves. */
  readonly primary: Draft;
  /** The served requests of a node, in the order in which they were served. */
  ofNode(node: number): readonly NotedRequest[];
}

/** Shares the spare stock of a plan once more. */
export function spareRequests(network: Network): SpareRequests {
  const primary = planWithoutMoves(network);
  const byNode = new Map<number, NotedRequest[]>();
  const given = new Map<object, number>();
  shareSpareStock(network, primary, (request) => {
    const { shortfall, quantity } = request;
    const before = given.get(shortfall) ?? 0;
    given.set(shortfall, before + quantity);
    // The shortfall shrinks as it is served: what is left of it now is noted.
    const noted = { request: { ...request, shortfall: { ...shortfall } }, given: before };
    const ofNode = byNode.get(shortfall.node);
    if (ofNode === undefined) byNode.set(shortfall.node, [noted]);
    else ofNode.push(noted);
  });
  return { primary, ofNode: (node) => byNode.get(node) ?? [] };
}

function planWithoutMoves(network: Network): Draft {
  const draft = openDraft(network);
  const row = openRow();
  for (const node of network.order.sequence) planNode(network, draft, node, row);
  return draft;
}
