/**
 * A finished plan as its reader asks for it: orders, records, messages, shortages, pegging, facts.
 *
 * Nothing is computed before it is asked for; every answer is made of plain data.
 */
import { formatDay } from '@kontor/kernel';
import type { Draft } from './draft.ts';
import { nodeOf } from './enquiry/node-of.ts';
import { type PlanEnquiries, planEnquiries } from './enquiry/plan-enquiries.ts';
import { type PlanExplanations, planExplanations } from './explain/plan-explanations.ts';
import { type Facts, facts } from './facts.ts';
import type { ActionMessage, MessageFilter } from './messages/action-message.ts';
import { actionMessages } from './messages/action-messages.ts';
import { type MessageGroup, messageGroups } from './messages/message-groups.ts';
import type { Network } from './network.ts';
import { type DemandShares, demandShares } from './pegging/demand-shares.ts';
import {
  type DemandPegging,
  demandPegging,
  type OrderPegging,
  orderPegging,
  receiptPegging,
} from './pegging/order-pegging.ts';
import { type PlanPegging, pegPlan } from './pegging/peg-plan.ts';
import { type OrderFilter, type PlannedOrder, plannedOrders } from './planned-order.ts';
import { planningRecord, type PlanningRecord, type RecordOptions } from './planning-record.ts';
import { type Shortage, shortages } from './shortages.ts';

/** An item at a site, in a segment where it has one, with its low-level code. */
export interface PlannedNode {
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  /** Longest way down from what nothing else needs; 0 there. */
  readonly level: number;
}

/** The outcome of a planning run. */
export interface Plan extends PlanEnquiries, PlanExplanations {
  /** The day it was made for, `YYYY-MM-DD`. */
  readonly today: string;
  readonly orderCount: number;
  /** Planned orders by level, item, site and need day. */
  orders(filter?: OrderFilter): PlannedOrder[];
  /**
   * The classic grid of an item at a site, by days or weeks.
   *
   * @throws MrpError MRP_UNKNOWN_NODE — it is not planned there, or not in that segment
   */
  record(item: string, location: string, options?: RecordOptions): PlanningRecord;
  /** What a planner should look at, worst first. */
  messages(filter?: MessageFilter): ActionMessage[];
  /** The messages by root cause, each with the late orders and demands that follow from it. */
  messageGroups(): MessageGroup[];
  /** Demands that cannot be served on their day, and why, latest first. */
  shortages(): Shortage[];
  /** Each demand with what serves it; the shares add up to the demand. */
  demandShares(): DemandShares[];
  /**
   * What a planned order serves and what serves it; of an open order where none is planned by that
   * id.
   *
   * @throws MrpError MRP_UNKNOWN_ORDER — there is no such order
   */
  pegging(order: string): OrderPegging;
  /**
   * The same for an open order, whatever is planned.
   *
   * @throws MrpError MRP_UNKNOWN_ORDER — there is no such open order
   */
  peggingOfReceipt(receipt: string): OrderPegging;
  /**
   * What serves a demand.
   *
   * @throws MrpError MRP_UNKNOWN_DEMAND — there is no such demand
   */
  peggingOfDemand(demand: string): DemandPegging;
  /** All shares of all items at all sites, as columns. */
  peggingColumns(): PlanPegging;
  /** All items at sites in their segments, in the sequence of planning. */
  nodes(): PlannedNode[];
  /** Columns for a cube: one row per node and day with an event. */
  facts(): Facts;
}

/** Wraps the draft; the plan does not change any more. */
export function closePlan(network: Network, draft: Draft): Plan {
  const { nodes, order } = network;
  return {
    today: formatDay(network.terms.today),
    orderCount: draft.count,
    orders: (filter) => plannedOrders(network, draft, filter),
    record: (item, location, options) => {
      const node = nodeOf(network, item, location, options?.segment);
      return planningRecord(network, draft, node, options);
    },
    messages: (filter) => actionMessages(network, draft, filter),
    messageGroups: () => messageGroups(network, draft),
    shortages: () => shortages(network, draft),
    demandShares: () => demandShares(network, draft),
    pegging: (order) => orderPegging(network, draft, order),
    peggingOfReceipt: (receipt) => receiptPegging(network, draft, receipt),
    peggingOfDemand: (demand) => demandPegging(network, draft, demand),
    peggingColumns: () => pegPlan(network, draft),
    nodes: () =>
      Array.from(order.sequence, (node) => ({
        ...nodes.at(node),
        level: order.code[node]!,
      })),
    facts: () => facts(network, draft),
    ...planEnquiries(network, draft),
    ...planExplanations(network, draft),
  };
}
