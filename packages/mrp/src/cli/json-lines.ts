/**
 * A plan as JSON lines: one object a line, `type` first; the headline, then shortages, messages,
 * forecasts, orders.
 */
import { causedMessages } from '../enquiry/caused-messages.ts';
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

/**
 * The lines of a plan, each ending in a line feed.
 *
 * Messages stand by root cause, as in print: a root cause counts the orders and demands that are
 * late because of it, a message that follows from one has its sentence as `cause`.
 */
export function* planLines(plan: Plan): Generator<string> {
  const shortages = plan.shortages();
  const messages = causedMessages(plan.messageGroups());
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
  for (const { message, cause, lateOrders, lateDemands } of messages) {
    const behind = cause === undefined ? { lateOrders, lateDemands } : { cause: cause.text };
    yield jsonLine({ type: 'message', ...message, ...behind });
  }
  const { forecasts, demands } = plan.forecasts();
  for (const forecast of forecasts) yield jsonLine({ type: 'forecast', ...forecast });
  for (const demand of demands) {
    if (demand.rest !== '0') yield jsonLine({ type: 'unforecastDemand', ...demand });
  }
  for (const order of plan.orders()) yield jsonLine({ type: 'order', ...order });
}

/** One object as a line. */
export const jsonLine = (value: object): string => `${JSON.stringify(value)}\n`;
