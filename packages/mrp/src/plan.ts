/**
 * The planning run, as the textbook's table of contents.
 *
 * Nodes (item × location) are planned by rising low-level code, over all sites in one sequence:
 * explode what others need of it, net against stock and receipts, size lots, choose a source,
 * offset by lead time. Pure: the same model and options give the same plan, byte for byte.
 *
 * @source APICS Dictionary, "material requirements planning (MRP)", "time-phased order point"
 */
import { day } from '@kontor/kernel';
import type { PastDueRelease } from './compile-flows.ts';
import type { CompiledSource } from './compiled-source.ts';
import { beginNode, type Draft, openDraft, placeOrder } from './draft.ts';
import { MrpError } from './errors.ts';
import { explode, type NodeRow, openRow } from './explode.ts';
import { dueDay, readyDay, releaseDay } from './lead-time.ts';
import { nextLot } from './lot-size/order-modifiers.ts';
import type { Model } from './model.ts';
import { netRequirements } from './net.ts';
import { compileNetwork, type Network } from './network.ts';
import { windowNeed } from './supply-window.ts';
import { closePlan, type Plan } from './plan-view.ts';
import { chooseSource } from './sourcing.ts';

/** The terms of a run. */
export interface PlanOptions {
  /** The day of planning, `YYYY-MM-DD`: stock is as of its start. */
  readonly today: string;
  /**
   * What an order becomes whose release lies before today. `keep` (default): the true dates, also
   * in the past. `clamp`: released today, due as soon as its lead time allows, its components
   * needed today.
   */
  readonly pastDueRelease?: PastDueRelease | undefined;
}

/**
 * Plans the model: every planned order that keeps each item at each site at or above its safety
 * stock.
 *
 * @throws MrpError MRP_BAD_OPTION — today is no day; pastDueRelease is unknown
 * @throws MrpError MRP_QUANTITY_TOO_LARGE — quantities of one item at a site pass 2^53 of its steps
 * @throws MrpError MRP_TOO_MANY_ORDERS — a lot size far below the demand
 */
export function plan(model: Model, options: PlanOptions): Plan {
  const network = compileNetwork(model, termsOf(options));
  const draft = openDraft(network);
  const row = openRow();
  for (const node of network.order.sequence) planNode(network, draft, node, row);
  return closePlan(network, draft);
}

/** Plans one node, once all that can need it is planned. Writes `draft`; `row` is scratch. */
export function planNode(network: Network, draft: Draft, node: number, row: NodeRow): void {
  beginNode(draft, node);
  explode(network, draft, node, row);
  const { orderUpTo, safetyTimeDays } = network.policies[node]!;
  netRequirements(row, network.onHand[node]!, (cell, net, balance) => {
    const need = row.origin + cell;
    const due = dueDay(network.calendar[node]!, need, safetyTimeDays);
    const source = chooseSource(network.sourcesOf[node]!, due);
    const lot = windowNeed(row, cell, net, balance, source.periodDays);
    const raised = Math.max(0, orderUpTo - row.required[cell]!);
    return orderLots(network, draft, source, Math.max(lot, net + raised), need, due);
  });
}

/** Orders lots of a source for `quantity`; returns what they add up to. Writes `draft`. */
function orderLots(
  network: Network,
  draft: Draft,
  source: CompiledSource,
  quantity: number,
  need: number,
  due: number,
): number {
  const { today, pastDueRelease } = network.terms;
  const { receivingDays } = network.policies[source.node]!;
  const receiving = network.calendar[source.node]!;
  const arrival = receivingDays === 0 ? due : receiving.before(due, receivingDays);
  let covered = 0;
  while (covered < quantity) {
    const lot = nextLot(quantity - covered, source.modifiers);
    const release = releaseDay(source, arrival, lot, due);
    if (release < today && pastDueRelease === 'clamp') {
      const usable = receiving.after(readyDay(source, today, lot, due), receivingDays);
      placeOrder(draft, source.node, source.index, lot, need, usable, today);
    } else {
      placeOrder(draft, source.node, source.index, lot, need, due, release);
    }
    covered += lot;
  }
  return exactly(network, source.node, covered);
}

/** How a long run reports and how it is stopped. */
export interface RunControl {
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the nodes planned so far and their number. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * The same plan as `plan`, giving way to other work of the process at least every few milliseconds.
 *
 * @throws the signal's reason when it is aborted; nothing is left behind
 */
export async function planInSteps(
  model: Model,
  options: PlanOptions,
  control: RunControl = {},
): Promise<Plan> {
  const network = compileNetwork(model, termsOf(options));
  const draft = openDraft(network);
  const row = openRow();
  const { sequence } = network.order;
  for (let at = 0; at < sequence.length; at++) {
    if (at % NODES_A_STEP === 0) {
      control.signal?.throwIfAborted();
      control.onProgress?.(at, sequence.length);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    planNode(network, draft, sequence[at]!, row);
  }
  control.onProgress?.(sequence.length, sequence.length);
  return closePlan(network, draft);
}

/** A few milliseconds of planning. */
const NODES_A_STEP = 500;

function termsOf({ today, pastDueRelease = 'keep' }: PlanOptions): Network['terms'] {
  if (pastDueRelease !== 'keep' && pastDueRelease !== 'clamp') {
    throw new MrpError('MRP_BAD_OPTION', {
      option: 'pastDueRelease',
      value: String(pastDueRelease),
      expected: "'keep' or 'clamp'",
    });
  }
  return { today: day(today), pastDueRelease };
}

function exactly(network: Network, node: number, quantity: number): number {
  if (quantity <= Number.MAX_SAFE_INTEGER) return quantity;
  throw new MrpError('MRP_QUANTITY_TOO_LARGE', network.nodes.at(node));
}
