/**
 * What would have to be different for an order not to be there: the counterfactual of planning.
 *
 * One thing is changed at a time, by as little as takes the order away; and each answer has been
 * planned, so it is no guess. What only looks as if it helped is not returned: a lot that is still
 * needed for the next day, a receipt that is too small.
 */
import { formatDay } from '@kontor/kernel';
import { MrpError } from '../errors.ts';
import type { Model } from '../model.ts';
import { compileNetwork } from '../network.ts';
import type { ItemAtLocation } from '../node-table.ts';
import { findOrder } from '../pegging/find-order.ts';
import { draftPlan, type PlanOptions } from '../plan.ts';
import { planTerms } from '../plan-terms.ts';
import type { ModelChange } from './model-change.ts';
import {
  demandChanges,
  forecastChanges,
  parentChanges,
  requiredStockChanges,
} from './removing-needs.ts';
import { horizonChanges, type Question, receiptChanges, stockChanges } from './removing-supply.ts';
import { outcomeOf, type Trial, tryChange } from './search-change.ts';

/** A change with which the order is not planned. */
export interface RemovingChange {
  readonly change: ModelChange;
  /** All that is then planned of the item at the site: as before, if the need only moved. */
  readonly planned: string;
}

/** What would remove an order. */
export interface Removal extends ItemAtLocation {
  readonly order: string;
  /** The day of the need: with each of the changes, nothing is planned for it. */
  readonly need: string;
  /** All that is planned of the item at the site, in its stocking unit. */
  readonly planned: string;
  readonly changes: readonly RemovingChange[];
  /** False when the plans that may be made were not enough to try everything. */
  readonly isComplete: boolean;
}

/** How much may be tried. */
export interface RemovalOptions {
  /** Plans that may be made to find out; 200 when left out. */
  readonly maxPlans?: number | undefined;
}

/** In the order in which a planner would ask. */
const KINDS: readonly ((question: Question) => ModelChange[])[] = [
  stockChanges,
  receiptChanges,
  horizonChanges,
  demandChanges,
  forecastChanges,
  requiredStockChanges,
  parentChanges,
];

/**
 * The smallest changes of one thing each after which nothing is planned for the need of an order.
 *
 * @param options - those the plan was made with
 * @throws MrpError MRP_UNKNOWN_ORDER — the plan of the model has no such order
 * @example
 * whatWouldRemove(model, { today: '2026-01-05' }, 'wheel@plant/2026-02-16/1').changes
 * // [{ change: { kind: 'stock', item: 'wheel', …, quantity: '4' }, planned: '0' }, …]
 */
export function whatWouldRemove(
  model: Model,
  options: PlanOptions,
  order: string,
  { maxPlans = 200 }: RemovalOptions = {},
): Removal {
  const question = openQuestion(model, options, order, maxPlans);
  const { trial, target, node } = question;
  const { network } = trial;
  const place = network.nodes.at(node);
  const text = (steps: number): string => network.index.units.format(place.item, steps);
  const changes: RemovingChange[] = [];
  for (const change of KINDS.flatMap((changesOf) => changesOf(question))) {
    const outcome = tryChange(trial, change, target);
    if (outcome?.removed === true) changes.push({ change, planned: text(outcome.planned) });
  }
  return {
    ...place,
    order,
    need: formatDay(target.need),
    planned: text(outcomeOf(network, trial.draft, target).planned),
    changes,
    isComplete: trial.plansLeft > 0,
  };
}

function openQuestion(
  model: Model,
  options: PlanOptions,
  order: string,
  plansLeft: number,
): Question {
  const terms = planTerms(options);
  const { lotSizing } = options;
  const network = compileNetwork(model, terms, lotSizing);
  const draft = draftPlan(network);
  const number = findOrder(network, draft, order);
  if (number === -1) throw new MrpError('MRP_UNKNOWN_ORDER', { order });
  const node = draft.node[number]!;
  const trial: Trial = { model, terms, lotSizing, network, draft, plansLeft };
  return { trial, node, order, target: { ...network.nodes.at(node), need: draft.need[number]! } };
}
