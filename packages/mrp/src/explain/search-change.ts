/**
 * Trying changes: whether an order is still planned, and the smallest change without it.
 *
 * A change is believed only when the changed model has been planned. To find how large it must be,
 * one node is enough where its own stock or needs change: what is planned below a node never comes
 * back to it, unless spare stock is shared out, which looks at all nodes.
 */
import type { OwnLotSizing } from '../compile-supply.ts';
import type { Draft } from '../draft.ts';
import type { Model } from '../model.ts';
import { compileNetwork, type Network } from '../network.ts';
import { openRow } from '../node-row.ts';
import type { ItemAtLocation } from '../node-table.ts';
import { draftPlan } from '../plan.ts';
import { replayNode } from '../plan-node.ts';
import type { PlanTerms } from '../plan-terms.ts';
import { FOREVER } from '../site-calendar.ts';
import { takesSpareStock } from '../spare-stock.ts';
import { applyChange, type ModelChange } from './model-change.ts';

/** A plan whose model is changed to see what becomes of an order. */
export interface Trial {
  readonly model: Model;
  readonly terms: PlanTerms;
  readonly lotSizing: OwnLotSizing | undefined;
  readonly network: Network;
  readonly draft: Draft;
  /** Plans that may still be made. */
  plansLeft: number;
}

/** What an order answers: whatever is planned for that day of the place. */
export interface Target extends ItemAtLocation {
  /** The need's day. */
  readonly need: number;
}

/** A plan of a changed model. */
export interface Outcome {
  readonly removed: boolean;
  /** All that is planned at the place, in steps. */
  readonly planned: number;
}

/** Plans the changed model; undefined when no more plans may be made. Counts in `trial`. */
export function tryChange(trial: Trial, change: ModelChange, target: Target): Outcome | undefined {
  if (trial.plansLeft === 0) return undefined;
  trial.plansLeft--;
  const changed = applyChange(trial.model, change);
  const network = compileNetwork(changed, trial.terms, trial.lotSizing);
  return outcomeOf(network, draftPlan(network), target);
}

/** What a plan has at a place. */
export function outcomeOf(network: Network, draft: Draft, target: Target): Outcome {
  const node = network.nodes.find(target.item, target.location, target.segment);
  if (node === -1) return { removed: true, planned: 0 };
  let [planned, removed] = [0, true];
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    planned += draft.quantity[order]!;
    if (draft.need[order] === target.need) removed = false;
  }
  return { removed, planned };
}

/**
 * The smallest whole number from 1 to `most` for which something holds; undefined if for none, or
 * if it cannot be told. What holds for a number is taken to hold for larger ones; if it does not,
 * the answer still holds, and the number below it does not.
 */
export function smallest(
  most: number,
  holds: (value: number) => boolean | undefined,
): number | undefined {
  if (most < 1 || holds(most) !== true) return undefined;
  let [below, found] = [0, most];
  while (found - below > 1) {
    const middle = below + Math.floor((found - below) / 2);
    const answer = holds(middle);
    if (answer === undefined) return undefined;
    if (answer) found = middle;
    else below = middle;
  }
  return found;
}

/**
 * Whether an order is gone with so much more stock at its place, or less of one of its demands;
 * undefined when no more plans may be made.
 *
 * @param change - the same as a change of the model
 */
export function isGone(
  trial: Trial,
  target: Target,
  node: number,
  local: LocalChange,
  change: ModelChange,
): boolean | undefined {
  if (takesSpareStock(trial.network)) return tryChange(trial, change, target)?.removed;
  return !isNeeded(locallyChanged(trial.network, node, local), trial.draft, node, target.need);
}

/** More stock of a node, or less of one of its demands (by its place in the flows); in steps. */
export interface LocalChange {
  readonly stock?: number;
  readonly less?: { readonly flow: number; readonly quantity: number };
}

/** Whether the node, planned by itself, has a net requirement on the day. */
function isNeeded(network: Network, draft: Draft, node: number, need: number): boolean {
  const row = openRow();
  let found = false;
  replayNode(network, draft, node, row, (cell) => {
    if (row.origin + cell === need) found = true;
  });
  return found;
}

/** The network with another stock or need of one node. */
function locallyChanged(network: Network, node: number, { stock = 0, less }: LocalChange): Network {
  const onHand = network.onHand.slice();
  const quantity = network.demands.quantity.slice();
  if (less !== undefined) quantity[less.flow]! -= less.quantity;
  let free = stock;
  const { start, row } = network.demands;
  for (let at = start[node]!; at < start[node + 1]!; at++) {
    // Stock below nothing is a need of today: more stock pays it first.
    if (row[at] !== -1) continue;
    const paid = Math.min(free, quantity[at]!);
    quantity[at]! -= paid;
    free -= paid;
  }
  onHand[node]! += free;
  const lots = network.lots.get(node);
  const lot = {
    from: -FOREVER,
    expires: FOREVER,
    quantity: stock,
    kind: 'stock',
    row: -1,
  } as const;
  return {
    ...network,
    onHand,
    demands: { ...network.demands, quantity },
    lots: lots === undefined ? network.lots : new Map(network.lots).set(node, [...lots, lot]),
  };
}
