/**
 * How a node is planned beside its sources: safety stock by date, order-up-to, safety time.
 *
 * Most nodes have no policy of their own; they share one object.
 */
import { type Day, day } from '@kontor/kernel';
import type { PlanningParameter } from './model.ts';
import type { ModelIndex } from './model-index.ts';
import type { NodeTable } from './node-table.ts';
import { FOREVER } from './site-calendar.ts';

/** A stock that is required from a day on. Steps of a node follow one another. */
export interface RequiredStock {
  readonly from: Day;
  /** In steps of the item. */
  readonly quantity: number;
}

/** The policy of a node. Quantities in steps of its item. */
export interface NodePolicy {
  /** What the balance must not fall below; empty = nothing. */
  readonly required: readonly RequiredStock[];
  /** Whether the starts of `required` are events: they were given by date. */
  readonly hasDatedSteps: boolean;
  readonly safetyStockPolicy: PlanningParameter['safetyStockPolicy'];
  /**
   * The balance that an order restores where that is more than what is required; 0 = no such rule.
   */
  readonly orderUpTo: number;
  readonly safetyTimeDays: number;
  readonly receivingDays: number;
}

const NO_POLICY: NodePolicy = {
  required: [],
  hasDatedSteps: false,
  safetyStockPolicy: 'eachEvent',
  orderUpTo: 0,
  safetyTimeDays: 0,
  receivingDays: 0,
};

/** The policy of every node. */
export function nodePolicies(index: ModelIndex, nodes: NodeTable): NodePolicy[] {
  const policies = Array.from({ length: nodes.count }, () => NO_POLICY);
  for (const row of index.model.parameters) {
    policies[nodes.find(row.item, row.location)] = policyOf(index, row);
  }
  return policies;
}

function policyOf({ units }: ModelIndex, row: PlanningParameter): NodePolicy {
  const steps = (text: string | undefined): number =>
    text === undefined ? 0 : units.steps(row.item, text);
  const [reorderMin, reorderMax] = [steps(row.reorderMin), steps(row.reorderMax)];
  const given =
    typeof row.safetyStock === 'string'
      ? [{ from: -FOREVER, quantity: steps(row.safetyStock) }]
      : row.safetyStock.map(({ from, quantity }) => ({
          from: day(from),
          quantity: steps(quantity),
        }));
  const required = given
    .map(({ from, quantity }) => ({ from, quantity: Math.max(quantity, reorderMin) }))
    .sort((a, b) => a.from - b.from);
  if (reorderMin > 0 && required[0]!.from > -FOREVER) {
    required.unshift({ from: -FOREVER, quantity: reorderMin });
  }
  return {
    required,
    hasDatedSteps: typeof row.safetyStock !== 'string',
    safetyStockPolicy: row.safetyStockPolicy,
    orderUpTo: Math.max(reorderMin, reorderMax),
    safetyTimeDays: row.safetyTimeDays,
    receivingDays: row.receivingDays,
  };
}

/** The stock that a policy requires on a day. */
export function requiredOn(policy: NodePolicy, on: Day): number {
  let quantity = 0;
  for (const step of policy.required) if (step.from <= on) ({ quantity } = step);
  return quantity;
}
