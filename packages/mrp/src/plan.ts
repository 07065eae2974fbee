/**
 * The planning run, as the textbook's table of contents.
 *
 * Nodes (item × location) are planned by rising low-level code, over all sites in one sequence:
 * explode what others need of it, net against stock and receipts, size lots, choose a source,
 * offset by lead time. Where a site may serve another from what it has to spare, a first plan tells
 * what that is, and the plan is made again with it. Pure: the same model and options give the same
 * plan, byte for byte.
 *
 * @source APICS Dictionary, "material requirements planning (MRP)", "time-phased order point"
 */
import { inSpan, type Trace } from '@kontor/kernel';
import type { OwnLotSizing } from './compile-supply.ts';
import { type Draft, NO_MOVES, openDraft } from './draft.ts';
import type { Model } from './model.ts';
import { compileNetwork, type Network } from './network.ts';
import { openRow } from './node-row.ts';
import { planNode } from './plan-node.ts';
import { planTerms, type PlanTermsInput } from './plan-terms.ts';
import { closePlan, type Plan } from './plan-view.ts';
import { shareSpareStock, takesSpareStock } from './spare-stock.ts';

/**
 * The terms of a run.
 *
 * - `today`: the day of planning, `YYYY-MM-DD`: stock is as of its start.
 * - `pastDueRelease`: what an order becomes whose release lies before today. `keep` (default): the
 *   true dates, also in the past. `clamp`: released today, due as soon as its lead time allows, its
 *   components needed today.
 * - `bucketDays`: 1 (default) plans by the day; 7 by weeks counted from today: all that happens
 *   within one is netted together, as of its first day.
 * - `messages`: tolerances and horizons of action messages where an item has none of its own.
 */
export interface PlanOptions extends PlanTermsInput {
  /** Lot-sizing rules of your own by item, in the place of the model's. */
  readonly lotSizing?: OwnLotSizing | undefined;
}

/**
 * Plans the model: every planned order that keeps each item at each site at or above its safety
 * stock.
 *
 * @throws MrpError MRP_BAD_OPTION — today is no day; pastDueRelease is unknown; bad buckets
 * @throws MrpError MRP_QUANTITY_TOO_LARGE — quantities of one item at a site pass 2^53 of its steps
 * @throws MrpError MRP_TOO_MANY_ORDERS — a lot size far below the demand
 */
export function plan(model: Model, options: PlanOptions): Plan {
  const network = compileNetwork(model, planTerms(options), options.lotSizing);
  return closePlan(network, draftPlan(network));
}

/** Plans a compiled model. */
export function draftPlan(network: Network): Draft {
  const draft = planAll(network, openDraft(network));
  if (!takesSpareStock(network)) return draft;
  return planAll(network, openDraft(network, shareSpareStock(network, draft)));
}

/** Plans every node by rising low-level code. Writes `draft`. */
function planAll(network: Network, draft: Draft): Draft {
  const row = openRow();
  for (const node of network.order.sequence) planNode(network, draft, node, row);
  return draft;
}

/** How a long run reports and how it is stopped. */
export interface RunControl {
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the nodes planned so far and their number. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** A span for each phase. */
  readonly trace?: Trace | undefined;
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
  const { trace } = control;
  const network = inSpan(trace, 'kontor.mrp.load', { items: model.items.length }, () =>
    compileNetwork(model, planTerms(options), options.lotSizing),
  );
  const runs = takesSpareStock(network) ? 2 : 1;
  const { length } = network.order.sequence;
  let draft = openDraft(network);
  for (let run = 0; run < runs; run++) {
    draft = openDraft(network, run === 0 ? NO_MOVES : shareSpareStock(network, draft));
    const net = () => planAllInSteps(network, draft, control, run * length, runs * length);
    await inSpan(trace, 'kontor.mrp.net', { nodes: length, pass: run + 1 }, net);
  }
  control.onProgress?.(runs * length, runs * length);
  return closePlan(network, draft);
}

/** Plans every node, with pauses. Writes `draft`. */
async function planAllInSteps(
  network: Network,
  draft: Draft,
  control: RunControl,
  done: number,
  total: number,
): Promise<void> {
  const row = openRow();
  const { sequence } = network.order;
  for (let at = 0; at < sequence.length; at++) {
    if (at % NODES_A_STEP === 0) {
      control.signal?.throwIfAborted();
      control.onProgress?.(done + at, total);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    planNode(network, draft, sequence[at]!, row);
  }
}

/** A few milliseconds of planning. */
const NODES_A_STEP = 500;
