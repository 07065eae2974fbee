/**
 * What a plan explains: its orders, and days with or without one.
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { explainNeed, type ExplainOptions } from './explain-need.ts';
import { explainOrder } from './explain-order.ts';
import type { DayExplanation, OrderExplanation } from './explanation.ts';
import { openPlaces } from './open-place.ts';

/** Questions that begin with why. */
export interface PlanExplanations {
  /**
   * Why a planned order is there, and how its quantity, source and days came about.
   *
   * @throws MrpError MRP_UNKNOWN_ORDER — the plan has no such order
   */
  explain(order: string): OrderExplanation;
  /**
   * The same for a day of needs: the orders that answer them, or why there is none.
   *
   * @param day - `YYYY-MM-DD`; the day of the need, not that of a delivery
   * @throws MrpError MRP_UNKNOWN_NODE — the item is not planned there, or not in that segment
   * @throws KernelError KERNEL_BAD_DAY — no day
   */
  explainNeed(
    item: string,
    location: string,
    day: string,
    options?: ExplainOptions,
  ): DayExplanation;
}

/** The explanations of a plan. */
export function planExplanations(network: Network, draft: Draft): PlanExplanations {
  const placeOf = openPlaces(network, draft);
  return {
    explain: (order) => explainOrder(network, draft, placeOf, order),
    explainNeed: (item, location, day, options) =>
      explainNeed(network, draft, placeOf, { item, location, ...options }, day),
  };
}
