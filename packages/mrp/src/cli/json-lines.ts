/**
 * A plan as JSON lines: one object a line, `type` first; the headline, then shortages, messages,
 * orders.
 */
import type { Plan } from '../plan-view.ts';

/** The headline of a plan. */
export interface PlanHeadline {
  readonly type: 'plan';
  readonly today: string;
  readonly nodes: number;
  readonly orders: number;
  readonly shortages: number;
  readonly messages: number;
}

/** The lines of a plan, each ending in a line feed. */
export function* planLines(plan: Plan): Generator<string> {
  const shortages = plan.shortages();
  const messages = plan.messages();
  const headline: PlanHeadline = {
    type: 'plan',
    today: plan.today,
    nodes: plan.nodes().length,
    orders: plan.orderCount,
    shortages: shortages.length,
    messages: messages.length,
  };
  yield jsonLine(headline);
  for (const shortage of shortages) yield jsonLine({ type: 'shortage', ...shortage });
  for (const message of messages) yield jsonLine({ type: 'message', ...message });
  for (const order of plan.orders()) yield jsonLine({ type: 'order', ...order });
}

/** One object as a line. */
export const jsonLine = (value: object): string => `${JSON.stringify(value)}\n`;
