/**
 * Why an order is there, asked of a plan.
 */
import type { Plan } from '../plan-view.ts';
import type { OrderExplanation } from './explanation.ts';

/**
 * Explains a planned order: the needs behind it, the balance, the lot, the source, the days.
 *
 * @throws MrpError MRP_UNKNOWN_ORDER — the plan has no such order
 */
export const explain = (plan: Pick<Plan, 'explain'>, order: string): OrderExplanation =>
  plan.explain(order);
