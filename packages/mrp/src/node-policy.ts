/**
 * How a node is planned beside its sources: required stock, times, fences, tolerances.
 *
 * Most nodes have no policy of their own; they share one object. What is required as safety stock
 * or reorder level is required of the common node only, not of each segment again.
 */
import { type Day, day } from '@kontor/kernel';
import type { PlanningParameter } from './model.ts';
import type { ModelIndex } from './model-index.ts';
import type { NodeTable } from './node-table.ts';
import { bucketStart, type PlanTerms } from './plan-terms.ts';
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
  readonly planning: PlanningParameter['planning'];
  /** No new order is due before this day; -FOREVER = no planning time fence. */
  readonly planningFence: Day;
  /** No new order is released before this day; -FOREVER = no release time fence. */
  readonly releaseFence: Day;
  readonly rescheduleWithinDays: number;
  readonly rescheduleInToleranceDays: number | undefined;
  readonly rescheduleOutToleranceDays: number | undefined;
  readonly quantityTolerance: number | undefined;
  /** Calendar days of needs that a lot covers at most; 0 = no such rule. */
  readonly maxCoverDays: number;
  readonly avoidPastDue: boolean;
  readonly fairShare: PlanningParameter['fairShare'];
}

type StockPolicy = Pick<
  NodePolicy,
  'required' | 'hasDatedSteps' | 'safetyStockPolicy' | 'orderUpTo'
>;

const NO_STOCK_POLICY: StockPolicy = {
  required: [],
  hasDatedSteps: false,
  safetyStockPolicy: 'eachEvent',
  orderUpTo: 0,
};

const NO_POLICY: NodePolicy = {
  ...NO_STOCK_POLICY,
  safetyTimeDays: 0,
  receivingDays: 0,
  planning: 'automatic',
  planningFence: -FOREVER,
  releaseFence: -FOREVER,
  rescheduleWithinDays: 0,
  rescheduleInToleranceDays: undefined,
  rescheduleOutToleranceDays: undefined,
  quantityTolerance: undefined,
  maxCoverDays: 0,
  avoidPastDue: false,
  fairShare: 'earliestFirst',
};

/** Whether required stock is asked for in a sweep of its own, when all demand is planned. */
export const asksForStockLast = ({ safetyStockPolicy, required }: NodePolicy): boolean =>
  safetyStockPolicy === 'afterDemand' && required.length > 0;

/** Whether a policy asks for nothing. */
export const isPlainPolicy = (policy: NodePolicy): boolean => policy === NO_POLICY;

/** The policy of every node. */
export function nodePolicies(index: ModelIndex, nodes: NodeTable, terms: PlanTerms): NodePolicy[] {
  return Array.from({ length: nodes.count }, (_, node) => {
    const { item, location, segment } = nodes.at(node);
    const row = index.parameterOf(item, location);
    if (row === undefined) return NO_POLICY;
    return { ...timePolicy(index, row, terms), ...stockPolicy(index, row, terms, segment) };
  });
}

function stockPolicy(
  { units }: ModelIndex,
  row: PlanningParameter,
  terms: PlanTerms,
  segment: string | undefined,
): StockPolicy {
  if (segment !== undefined) return NO_STOCK_POLICY;
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
  // Of two steps in one bucket the later one holds: it comes last.
  const required = given
    .toSorted((a, b) => a.from - b.from)
    .map(({ from, quantity }) => ({
      from: from === -FOREVER ? from : bucketStart(terms, from),
      quantity: Math.max(quantity, reorderMin),
    }));
  if (reorderMin > 0 && required[0]!.from > -FOREVER) {
    required.unshift({ from: -FOREVER, quantity: reorderMin });
  }
  return {
    required,
    hasDatedSteps: typeof row.safetyStock !== 'string',
    safetyStockPolicy: row.safetyStockPolicy,
    orderUpTo: Math.max(reorderMin, reorderMax),
  };
}

function timePolicy(
  index: ModelIndex,
  row: PlanningParameter,
  { today }: PlanTerms,
): Omit<NodePolicy, keyof StockPolicy> {
  const calendar = index.calendarOf(row.location);
  const fence = (days: number): Day => (days === 0 ? -FOREVER : calendar.after(today, days));
  const { quantityTolerance } = row;
  return {
    safetyTimeDays: row.safetyTimeDays,
    receivingDays: row.receivingDays,
    planning: row.planning,
    planningFence: fence(row.planningTimeFenceDays),
    releaseFence: fence(row.releaseTimeFenceDays),
    rescheduleWithinDays: row.rescheduleWithinDays,
    rescheduleInToleranceDays: row.rescheduleInToleranceDays,
    rescheduleOutToleranceDays: row.rescheduleOutToleranceDays,
    quantityTolerance:
      quantityTolerance === undefined ? undefined : index.units.steps(row.item, quantityTolerance),
    maxCoverDays: row.maxCoverDays ?? 0,
    avoidPastDue: row.avoidPastDue,
    fairShare: row.fairShare,
  };
}

/** The stock that a policy requires on a day. */
export function requiredOn(policy: NodePolicy, on: Day): number {
  let quantity = 0;
  for (const step of policy.required) if (step.from <= on) ({ quantity } = step);
  return quantity;
}
