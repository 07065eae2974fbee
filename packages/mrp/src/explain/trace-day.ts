/**
 * The net requirements of one day of a node, caught while the node is planned once more.
 *
 * The replay is the plan's own way through the node (plan-node.ts); here it is stopped at one day,
 * and what it knows there is noted: the sums behind the balance, what each source was given so far,
 * how the quantity came about. So an explanation cannot tell another story than the plan.
 */
import { assert } from '@kontor/kernel';
import type { CompiledSource } from '../compiled-source.ts';
import { type Covering, quantityFor, sourceFor } from '../cover-needs.ts';
import type { Draft } from '../draft.ts';
import { dueDay } from '../lead-time.ts';
import { nextLot } from '../lot-size/order-modifiers.ts';
import type { Network } from '../network.ts';
import { type NodeRow, openRow } from '../node-row.ts';
import { lotForLotNeeds, replayNode } from '../plan-node.ts';
import type { Assumptions } from '../prepare-row.ts';
import {
  type Answer,
  balanceAt,
  balanceOn,
  type BalanceTrace,
  endOf,
  passOf,
} from './balance-trace.ts';
import { type RuleTrace, traceRules } from './trace-rules.ts';

/** One lot of a net requirement. */
export interface LotTrace {
  readonly source: CompiledSource;
  readonly quantity: number;
}

/** A net requirement of the day, and how it was covered. */
export interface NetTrace {
  readonly balance: BalanceTrace;
  readonly due: number;
  readonly rules: readonly RuleTrace[];
  /** What the rules want, in steps. */
  readonly wanted: number;
  readonly lots: readonly LotTrace[];
  /** What each source with a quota was given before the first lot. */
  readonly allocated: ReadonlyMap<number, number>;
}

/** A day of a node, planned once more. */
export interface DayTrace {
  readonly row: NodeRow;
  readonly assumed: Assumptions;
  /** In the order in which they came up; none where the balance stays. */
  readonly nets: readonly NetTrace[];
  /** The balance as it is in the end, with all orders of earlier days. */
  readonly closing: BalanceTrace;
}

/** Plans a node once more and notes what happens on a day. */
export function traceDay(network: Network, draft: Draft, node: number, day: number): DayTrace {
  const row = openRow();
  const nets: NetTrace[] = [];
  const moves = (draft.moves.into.get(node) ?? []).map(({ need, quantity }) => ({
    day: need,
    quantity,
  }));
  const byHand: Answer[] = [];
  let atStock: readonly Answer[] | undefined;
  const assumed = replayNode(network, draft, node, row, (cell, net, balance, covering) => {
    const isByHand = covering.policy.planning === 'manual';
    const answers = (): Answer[] => (isByHand ? [...moves, ...byHand] : answersOf(covering));
    const pass = passOf(covering.policy, row, cell);
    // What the first pass ordered stands among the receipts of the second.
    if (pass === 'stock') atStock ??= answers();
    if (row.origin + cell === day) {
      const counted = pass === 'stock' ? atStock! : moves;
      const sums = { network, node, row, answers: answers(), counted };
      const found = balanceAt(sums, cell, net, pass);
      assert(endOf(found) === BigInt(balance), 'the balance of the day is that of the plan');
      nets.push(isByHand ? { ...UNCOVERED, balance: found } : coverTraced(covering, found, cell));
    }
    // By hand, what is told is counted as covered: later needs are told for themselves.
    if (isByHand) byHand.push({ day: row.origin + cell, quantity: net });
  });
  const earlier = answersInDraft(draft, node).filter((one) => one.day < day);
  const answers = [...earlier, ...byHand, ...moves.filter((one) => one.day === day)];
  const closing = balanceOn({ network, node, row, answers, counted: moves }, day);
  return { row, assumed, nets, closing };
}

/**
 * What a node lacks on a day if each need is covered by itself: what spare stock is asked for.
 *
 * @param draft - a plan without moves of spare stock
 */
export function traceShortfalls(
  network: Network,
  draft: Draft,
  node: number,
  day: number,
): BalanceTrace[] {
  const row = openRow();
  const found: BalanceTrace[] = [];
  const answers: Answer[] = [];
  let atStock: readonly Answer[] | undefined;
  lotForLotNeeds(network, draft, node, row, (cell, net) => {
    const pass = passOf(network.policies[node]!, row, cell);
    if (pass === 'stock') atStock ??= [...answers];
    const counted = pass === 'stock' ? atStock! : [];
    const sums = { network, node, row, answers, counted };
    if (row.origin + cell === day) found.push(balanceAt(sums, cell, net, pass));
    answers.push({ day: row.origin + cell, quantity: net });
  });
  return found;
}

const UNCOVERED = { due: 0, rules: [], wanted: 0, lots: [], allocated: new Map<number, number>() };

/** Moves and orders so far. */
const answersOf = ({ orders }: Covering): Answer[] =>
  Array.from({ length: orders.count }, (_, order) => ({
    day: orders.need[order]!,
    quantity: orders.quantity[order]!,
  }));

function answersInDraft(draft: Draft, node: number): Answer[] {
  const answers: Answer[] = [];
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    answers.push({ day: draft.need[order]!, quantity: draft.quantity[order]! });
  }
  return answers;
}

/** Covers a net requirement on a copy, lot by lot, as coverNeed does. */
function coverTraced(covering: Covering, balance: BalanceTrace, cell: number): NetTrace {
  const { row, policy, calendar } = covering;
  const { net } = balance;
  const need = row.origin + cell;
  const due = Math.max(dueDay(calendar, need, policy.safetyTimeDays), policy.planningFence);
  const allocated = new Map(covering.allocated);
  const copy = { ...covering, allocated };
  const first = sourceFor(copy, due, net);
  const at = { cell, net, balance: Number(endOf(balance)) };
  const { rules, wanted } = traceRules(copy, first, at);
  assert(wanted === quantityFor(copy, first, cell, net, at.balance), 'the rules are as planned');
  const before = new Map(allocated);
  const lots: LotTrace[] = [];
  let source = first;
  for (let covered = 0; covered < wanted; ) {
    const quantity = nextLot(wanted - covered, source.modifiers);
    lots.push({ source, quantity });
    covered += quantity;
    if (source.quota.numerator === 0) continue;
    const given = allocated.get(source.index) ?? source.quota.allocated;
    allocated.set(source.index, given + quantity);
    source = sourceFor(copy, due, net);
  }
  return { balance, due, rules, wanted, lots, allocated: before };
}
