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
import { asksForStockLast, type NodePolicy } from '../node-policy.ts';
import { type NodeRow, openRow } from '../node-row.ts';
import { lotForLotNeeds, replayNode } from '../plan-node.ts';
import type { Assumptions } from '../prepare-row.ts';
import { type RuleTrace, traceRules } from './trace-rules.ts';

/** The sums behind a balance; steps of the item, exact however large. */
export interface BalanceTrace {
  /** The day whose receipts and needs are counted. */
  readonly on: number;
  readonly before: {
    readonly onHand: bigint;
    readonly receipts: bigint;
    readonly planned: bigint;
    readonly gross: bigint;
  };
  readonly receipts: bigint;
  readonly planned: bigint;
  readonly gross: bigint;
  readonly required: bigint;
  readonly net: number;
  readonly pass?: 'demand' | 'stock';
  /** What was required before the break that a rebuild for today answers. */
  readonly rebuild?: bigint;
}

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

/** A quantity that answers a need of a day. */
export interface Answer {
  readonly day: number;
  readonly quantity: number;
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

/** The pass of a node that asks for its required stock when all demand is covered. */
function passOf(policy: NodePolicy, row: NodeRow, cell: number): 'demand' | 'stock' | undefined {
  if (!asksForStockLast(policy)) return undefined;
  return row.required[cell]! > 0 ? 'stock' : 'demand';
}

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

/** What the sums of a day are made of. */
interface Sums {
  readonly network: Network;
  readonly node: number;
  readonly row: NodeRow;
  /** What was moved or ordered so far. */
  readonly answers: readonly Answer[];
  /** Those of them that stand among the receipts of the row. */
  readonly counted: readonly Answer[];
}

/** The sums at a net requirement. */
function balanceAt(
  sums: Sums,
  cell: number,
  net: number,
  pass: 'demand' | 'stock' | undefined,
): BalanceTrace {
  const { network, node, row } = sums;
  const policy = network.policies[node]!;
  const isRebuilt = policy.safetyStockPolicy === 'rebuildNow' && cell === row.rebuild;
  const onDay = isRebuilt ? breakCell(sums, network.onHand[node]!) : cell;
  const found = { ...balanceOn(sums, row.origin + onDay), net };
  if (onDay === cell) return pass === undefined ? found : { ...found, pass };
  return { ...found, rebuild: BigInt(row.required[onDay - 1]!) };
}

/** The sums of a day. */
function balanceOn({ network, node, row, answers, counted }: Sums, on: number): BalanceTrace {
  const cell = on - row.origin;
  const inRow = (cells: Float64Array, from: number, until: number): bigint => {
    let sum = 0n;
    const end = Math.min(until, row.last + 1);
    for (let at = Math.max(0, from); at < end; at++) sum += BigInt(cells[at]!);
    return sum;
  };
  const sumOf = (list: readonly Answer[], holds: (one: Answer) => boolean): bigint =>
    list.reduce((sum, one) => (holds(one) ? sum + BigInt(one.quantity) : sum), 0n);
  const isBefore = (one: Answer): boolean => one.day < on;
  const isOn = (one: Answer): boolean => one.day === on;
  const isInRow = cell >= 0 && cell <= row.last;
  return {
    on,
    before: {
      onHand: BigInt(network.onHand[node]!),
      receipts: inRow(row.receipts, 0, cell) - sumOf(counted, isBefore),
      planned: sumOf(answers, isBefore),
      gross: inRow(row.gross, 0, cell),
    },
    receipts: inRow(row.receipts, cell, cell + 1) - sumOf(counted, isOn),
    planned: sumOf(answers, isOn),
    gross: inRow(row.gross, cell, cell + 1),
    required: isInRow ? BigInt(row.required[cell]!) : 0n,
    net: 0,
  };
}

/** The balance that a net requirement was found at: of a rebuild, the one before the break. */
function endOf({ before, receipts, planned, gross, rebuild }: BalanceTrace): bigint {
  const opening = before.onHand + before.receipts + before.planned - before.gross;
  return rebuild === undefined ? opening + receipts + planned - gross : opening;
}

/** The first day from today on that is short with what was ordered so far. */
function breakCell({ row, answers, counted }: Sums, onHand: number): number {
  const cells = new Map<number, bigint>();
  const add = (list: readonly Answer[], sign: bigint): void => {
    for (const { day, quantity } of list) {
      const cell = day - row.origin;
      cells.set(cell, (cells.get(cell) ?? 0n) + sign * BigInt(quantity));
    }
  };
  add(answers, 1n);
  add(counted, -1n);
  let balance = BigInt(onHand);
  for (let cell = row.first; cell <= row.last; cell++) {
    const [inflow, outflow] = [row.receipts[cell]!, row.gross[cell]!];
    balance += BigInt(inflow) - BigInt(outflow) + (cells.get(cell) ?? 0n);
    const hasEvent = inflow !== 0 || outflow !== 0 || row.marked[cell] !== 0;
    if (hasEvent && cell >= row.rebuild && balance < BigInt(row.required[cell]!)) return cell;
  }
  return row.rebuild;
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
