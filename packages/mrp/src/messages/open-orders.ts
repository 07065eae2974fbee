/**
 * The messages about open orders: reads the plan, asks the rules, finds the words.
 */
import { decimal, formatDay } from '@kontor/kernel';
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { receiptName } from '../pegging/names.ts';
import type { ActionMessage, Finding, MessageNeed } from './action-message.ts';
import {
  adviseReceipts,
  type ReceiptAdvice,
  type ReceiptNeed,
  type Tolerances,
} from './advise-receipts.ts';
import { firmRelease } from './firm-releases.ts';
import type { NeedsBehind, ServedNeed } from './needs-behind.ts';
import type { NodeDays } from './node-days.ts';
import { neededOf, type OpenOrder, openOrders } from './order-needs.ts';

/** The messages about a node's open orders. */
export function openOrderFindings(
  network: Network,
  draft: Draft,
  days: NodeDays,
  behind: NeedsBehind,
): Finding[] {
  const { node } = days;
  const orders = openOrders(network, days);
  if (orders.length === 0) return [];
  const served = orders.map(({ row }) => behind.needsOf({ kind: 'receipt', ref: row, node }));
  const receipts = neededOf(network, draft, days, orders, served);
  const advice = adviseReceipts({
    today: network.terms.today,
    horizonDays: network.policies[node]!.rescheduleWithinDays,
    tolerances: tolerancesOf(network, node),
    receipts,
  });
  const findings = advice.map((one): Finding => {
    const at = one.receipt;
    const about = { ...orders[at]!, ...receipts[at]!, served: served[at]! };
    return { node, receipt: about.row, message: adviceMessage(network, node, one, about, behind) };
  });
  for (const { row, quantity } of orders) {
    findings.push(...firmRelease(network, node, row, quantity));
  }
  return findings;
}

/** The tolerances of a node; the quantity's in steps of its item. */
function tolerancesOf({ policies, nodes, index, terms }: Network, node: number): Tolerances {
  const policy = policies[node]!;
  const plan = terms.messages;
  const { item } = nodes.at(node);
  return {
    inDays: policy.rescheduleInToleranceDays ?? plan.rescheduleInToleranceDays,
    outDays: policy.rescheduleOutToleranceDays ?? plan.rescheduleOutToleranceDays,
    quantity:
      policy.quantityTolerance ?? wholeSteps(plan.quantityTolerance, index.units.decimalsOf(item)),
  };
}

/** A quantity in steps, a part of a step left out; at most what a double holds exactly. */
function wholeSteps(quantity: string, decimals: number): number {
  const steps = decimal(quantity).times(10 ** decimals);
  return Math.min(steps.floor().toNumber(), Number.MAX_SAFE_INTEGER);
}

/** An open order with all that is known of it. */
interface AdvisedOrder extends OpenOrder, ReceiptNeed {
  readonly served: readonly ServedNeed[];
}

function adviceMessage(
  network: Network,
  node: number,
  { code, to: toDay, by: bySteps }: ReceiptAdvice,
  about: AdvisedOrder,
  behind: NeedsBehind,
): ActionMessage {
  const place = network.nodes.at(node);
  const { units, dayText } = network.index;
  const order = receiptName(network, about.row);
  const quantity = units.format(place.item, about.quantity);
  const day = dayText(about.due);
  const to = toDay === undefined ? undefined : dayText(toDay);
  const by = units.format(place.item, bySteps);
  const left = units.format(place.item, about.quantity - bySteps);
  const need = firstNeed(about, behind);
  const demands = behind.demandsOf({ kind: 'receipt', ref: about.row, node });
  const isSized = code === 'CANCEL' || code === 'REDUCE';
  const what = `${order}, ${quantity} '${place.item}' at '${place.location}'`;
  const text = adviceText(code, what, { order, day, to, by, left }, need);
  return {
    code,
    ...place,
    order,
    orderStatus: 'open',
    day,
    ...(to !== undefined && !isSized && { to }),
    quantity,
    ...(isSized && { by, left }),
    ...(need !== undefined && { need }),
    ...(demands.length > 0 && { demands }),
    text,
  };
}

/** The need on the day on which the order is first needed; without one it is required stock. */
function firstNeed({ first, served }: AdvisedOrder, behind: NeedsBehind): MessageNeed | undefined {
  if (first === undefined) return undefined;
  const need = served.find(({ day, kind }) => day === first && kind !== 'expired');
  return need === undefined ? { kind: 'safetyStock', day: formatDay(first) } : behind.named(need);
}

function adviceText(
  code: ReceiptAdvice['code'],
  what: string,
  figures: Readonly<Record<'order' | 'day' | 'by' | 'left', string>> & { to: string | undefined },
  need: MessageNeed | undefined,
): string {
  const { order, day, to, by, left } = figures;
  const user = need === undefined ? 'nothing' : needText(need);
  switch (code) {
    case 'RECEIPT_PAST_DUE': {
      const until = need === undefined ? '' : `; ${user} needs it`;
      return `${order} was due on ${day} and is counted today: find out when it comes${until}.`;
    }
    case 'RESCHEDULE_IN':
      return `Move ${what}, in from ${day} to ${to}: ${user} needs it then.`;
    case 'RESCHEDULE_OUT':
      return `Move ${what}, out from ${day} to ${to}: ${user} is the first to need it.`;
    case 'CANCEL':
      return `Cancel ${what}, due on ${day}: nothing needs it.`;
    case 'REDUCE':
      return `Reduce ${what}, by ${by} to ${left}: nothing needs more.`;
  }
}

function needText({ kind, id }: MessageNeed): string {
  if (kind === 'safetyStock') return 'the safety stock';
  return kind === 'debt' ? 'stock below nothing' : id!;
}
